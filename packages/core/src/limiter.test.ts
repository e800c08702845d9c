import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { createLimiter, type Limiter } from "./limiter.ts";

const late = (): Error => new Error("late");

/** Notes the order in which waits get their places. */
function queue(limiter: Limiter, signal?: AbortSignal) {
  const entered: string[] = [];
  const enter = async (name: string, lane: object): Promise<void> => {
    await limiter.wait(lane, signal, 60_000, late);
    entered.push(name);
  };
  return { entered, enter };
}

test("there are as many places as its size says", () => {
  const limiter = createLimiter(2);
  expect([limiter.tryAcquire(), limiter.tryAcquire(), limiter.tryAcquire()]).toEqual([true, true, false]);
  limiter.release();
  expect([limiter.tryAcquire(), limiter.tryAcquire()]).toEqual([true, false]);
  const endless = createLimiter(Infinity);
  for (let place = 0; place < 1000; place++) expect(endless.tryAcquire()).toBe(true);
});

test("lanes take turns, and within a lane it is first come, first served", async () => {
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  const { entered, enter } = queue(limiter);
  const big = {};
  const small = {};
  const other = {};
  const waits = [enter("big 1", big), enter("big 2", big), enter("big 3", big), enter("small", small)];
  limiter.release();
  await waits[0];
  waits.push(enter("other 1", other), enter("other 2", other));
  for (const wait of [3, 1, 4, 2, 5]) {
    limiter.release();
    await waits[wait];
  }
  expect(entered).toEqual(["big 1", "small", "big 2", "other 1", "big 3", "other 2"]);
});

test("nobody slips in before those who wait", async () => {
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  const { entered, enter } = queue(limiter);
  const waiting = enter("first", {});
  limiter.release();
  expect(limiter.tryAcquire()).toBe(false);
  await waiting;
  expect(entered).toEqual(["first"]);
});

/** How many places are free. They are not given back. */
function takeAll(limiter: Limiter): number {
  let count = 0;
  while (limiter.tryAcquire()) count++;
  return count;
}

test("a burst of answers that there are too many halves the places once", async () => {
  const limiter = createLimiter(16);
  const startedAt = performance.now();
  expect(takeAll(limiter)).toBe(16);
  for (let answer = 0; answer < 13; answer++) limiter.release({ isRateLimited: true, startedAt });
  // 3 are under way still.
  expect(takeAll(limiter)).toBe(5);
  limiter.release({ isRateLimited: true, startedAt: performance.now() });
  expect(takeAll(limiter)).toBe(0);
  for (let answer = 0; answer < 4; answer++) limiter.release({ isRateLimited: true, startedAt });
  expect(takeAll(limiter)).toBe(1);
});

test("what is left is one place at least, and whoever waits gets it", async () => {
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  const { entered, enter } = queue(limiter);
  const waiting = [enter("first", {}), enter("second", {})];
  for (const wait of waiting) {
    limiter.release({ isRateLimited: true, startedAt: performance.now() });
    await wait;
  }
  expect(entered).toEqual(["first", "second"]);
});

test("places come back with the successes, one for as many as were too many, and those who wait get them", async () => {
  const limiter = createLimiter(Infinity);
  for (let place = 0; place < 4; place++) limiter.tryAcquire();
  const { entered, enter } = queue(limiter);
  const waits = Array.from({ length: 12 }, (_, index) => enter(`${index}`, {}));
  const startedAt = performance.now();
  limiter.release({ isRateLimited: true, startedAt });
  limiter.release({ isRateLimited: true, startedAt });
  await Promise.resolve();
  expect(entered).toHaveLength(0);
  // Two places: each success passes its own on, and the fourth brings a third one.
  for (const expected of [1, 2, 3, 5]) {
    limiter.release({ isRateLimited: false, startedAt });
    await Promise.all(waits.slice(0, expected));
    expect(entered).toHaveLength(expected);
  }
});

test("when nothing is under way, all places are there again", () => {
  const limiter = createLimiter(8);
  for (const outcome of [{ isRateLimited: true, startedAt: performance.now() }, undefined]) {
    expect(takeAll(limiter)).toBe(8);
    for (let request = 0; request < 8; request++) limiter.release(outcome);
  }
  expect(takeAll(limiter)).toBe(8);
});

test("an abort ends a wait at once with its reason, and its place in the queue with it", async () => {
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  const controller = new AbortController();
  const reason = { why: "gone" };
  const aborted = limiter.wait({}, controller.signal, 60_000, late);
  const { entered, enter } = queue(limiter);
  const next = enter("next", {});
  controller.abort(reason);
  await expect(aborted).rejects.toBe(reason);
  limiter.release();
  await next;
  expect(entered).toEqual(["next"]);
  limiter.release();
  expect([limiter.tryAcquire(), limiter.tryAcquire()]).toEqual([true, false]);
});

test("a signal that has fired does not wait", async () => {
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  await expect(limiter.wait({}, AbortSignal.abort("gone"), 60_000, late)).rejects.toBe("gone");
});

test("a wait that takes too long fails, and gives up its place in the queue", async () => {
  vi.useFakeTimers();
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  const waiting = limiter.wait({}, undefined, 1000, late).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await waiting).toEqual(new Error("late"));
  limiter.release();
  expect(limiter.tryAcquire()).toBe(true);
  vi.useRealTimers();
});

test("waits leave neither listeners nor timers behind, however they end", async () => {
  vi.useFakeTimers();
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  const controller = new AbortController();
  const { signal } = controller;
  const served = Array.from({ length: 20 }, (_, lane) => limiter.wait({ lane }, signal, 60_000, late));
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  for (const wait of served) {
    limiter.release();
    await wait;
  }
  const expired = limiter.wait({}, signal, 10, late).catch(() => {});
  await vi.advanceTimersByTimeAsync(10);
  await expired;
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  const aborted = limiter.wait({}, signal, 60_000, late);
  controller.abort();
  await expect(aborted).rejects.toBe(signal.reason);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
