import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { deferred } from "../../../test/support/deferred.ts";
import { createLimiter, type Limiter } from "./limiter.ts";

const late = (): Error => new Error("late");

const well = { ended: "well", startedAt: 0 } as const;
const rateLimited = (startedAt = performance.now()) => ({ ended: "rate-limited", startedAt }) as const;

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
  limiter.release(well);
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
  limiter.release(well);
  await waits[0];
  waits.push(enter("other 1", other), enter("other 2", other));
  for (const wait of [3, 1, 4, 2, 5]) {
    limiter.release(well);
    await waits[wait];
  }
  expect(entered).toEqual(["big 1", "small", "big 2", "other 1", "big 3", "other 2"]);
});

test("nobody slips in before those who wait", async () => {
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  const { entered, enter } = queue(limiter);
  const waiting = enter("first", {});
  limiter.release(well);
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
  for (let answer = 0; answer < 13; answer++) limiter.release(rateLimited(startedAt));
  // 3 are under way still.
  expect(takeAll(limiter)).toBe(5);
  limiter.release(rateLimited());
  expect(takeAll(limiter)).toBe(0);
  for (let answer = 0; answer < 4; answer++) limiter.release(rateLimited(startedAt));
  expect(takeAll(limiter)).toBe(1);
});

test("what is left is one place at least, and whoever waits gets it", async () => {
  const limiter = createLimiter(1);
  limiter.tryAcquire();
  const { entered, enter } = queue(limiter);
  const waiting = [enter("first", {}), enter("second", {})];
  for (const wait of waiting) {
    limiter.release(rateLimited());
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
  limiter.release(rateLimited(startedAt));
  limiter.release(rateLimited(startedAt));
  await Promise.resolve();
  expect(entered).toHaveLength(0);
  // Two places: each success passes its own on, and the fourth brings a third one.
  for (const expected of [1, 2, 3, 5]) {
    limiter.release(well);
    await Promise.all(waits.slice(0, expected));
    expect(entered).toHaveLength(expected);
  }
});

test("successes bring more places than there are at first while all are in use, failures none", () => {
  const limiter = createLimiter(6, 2);
  const use = (requests: number, ended: "well" | "otherwise"): void => {
    for (let request = 0; request < requests; request++) expect(limiter.tryAcquire()).toBe(true);
    for (let request = 0; request < requests; request++) limiter.release({ ended, startedAt: 0 });
  };
  use(1, "well");
  use(2, "otherwise");
  expect(takeAll(limiter)).toBe(2);
  // Both places are in use: the first success brings a third, which leaves one free when the second one comes.
  limiter.release(well);
  limiter.release(well);
  for (const expected of [3, 4, 5, 6, 6]) {
    expect(takeAll(limiter)).toBe(expected);
    for (let request = 0; request < expected; request++) limiter.release(well);
  }
});

test("when nothing is under way, all places are there again", () => {
  const limiter = createLimiter(8);
  for (const outcome of [rateLimited(), well]) {
    expect(takeAll(limiter)).toBe(8);
    for (let request = 0; request < 8; request++) limiter.release(outcome);
  }
  expect(takeAll(limiter)).toBe(8);
});

test("while requests wait to be tried again, there are half the places even with nothing under way", async () => {
  const limiter = createLimiter(16);
  expect(takeAll(limiter)).toBe(16);
  const startedAt = performance.now();
  const pause = deferred();
  const rests = Array.from({ length: 16 }, () => {
    limiter.release(rateLimited(startedAt));
    return limiter.resting(pause.promise);
  });
  expect(takeAll(limiter)).toBe(8);
  for (let place = 0; place < 8; place++) limiter.release({ ended: "otherwise", startedAt });
  pause.resolve();
  await Promise.all(rests);
  expect(takeAll(limiter)).toBe(16);
  const failing = limiter.resting(Promise.reject(new Error("gone")));
  await expect(failing).rejects.toThrow("gone");
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
  limiter.release(well);
  await next;
  expect(entered).toEqual(["next"]);
  limiter.release(well);
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
  limiter.release(well);
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
    limiter.release(well);
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
