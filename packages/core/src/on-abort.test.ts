import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { onAbort, untilAborted } from "./on-abort.ts";

const listeners = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

test("everybody who watches is told the reason, once", () => {
  const controller = new AbortController();
  const told: unknown[] = [];
  for (const name of ["a", "b"]) onAbort(controller.signal, (reason) => told.push([name, reason]));
  const reason = new Error("the user left");
  controller.abort(reason);
  controller.abort("again");
  expect(told).toEqual([
    ["a", reason],
    ["b", reason],
  ]);
  expect(told.every((entry) => (entry as unknown[])[1] === reason)).toBe(true);
});

test("a signal has one listener for all who watch, and none once they stopped", () => {
  const { signal } = new AbortController();
  const stops = Array.from({ length: 50 }, () => onAbort(signal, () => {}));
  expect(listeners(signal)).toBe(1);
  for (const stop of stops.slice(1)) stop();
  expect(listeners(signal)).toBe(1);
  stops[0]?.();
  expect(listeners(signal)).toBe(0);
  const stopAgain = onAbort(signal, () => {});
  stops[0]?.();
  expect(listeners(signal)).toBe(1);
  stopAgain();
  expect(listeners(signal)).toBe(0);
});

test("who stopped is not told, also when another's callback stops them", () => {
  const controller = new AbortController();
  const told: string[] = [];
  onAbort(controller.signal, () => {
    told.push("a");
    stopB();
  });
  const stopB = onAbort(controller.signal, () => told.push("b"));
  onAbort(controller.signal, () => told.push("c"));
  controller.abort();
  expect(told).toEqual(["a", "c"]);
});

test("the same callback may watch twice", () => {
  const controller = new AbortController();
  let count = 0;
  const callback = (): void => void count++;
  onAbort(controller.signal, callback);
  onAbort(controller.signal, callback)();
  controller.abort();
  expect(count).toBe(1);
});

test("work that is waited for until an abort leaves no listener behind, however it ends", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
  await expect(untilAborted(Promise.reject(new Error("failed")), signal)).rejects.toThrow("failed");
  await Promise.resolve();
  expect(getEventListeners(signal, "abort")).toEqual([]);
  const never = untilAborted(new Promise<never>(() => {}), signal);
  controller.abort("left");
  await expect(never).rejects.toBe("left");
  expect(await untilAborted(Promise.resolve(7), undefined)).toBe(7);
});

test("without a signal there is nothing to watch", () => {
  expect(() => onAbort(undefined, () => {})()).not.toThrow();
});

test("a signal that has fired ends the wait at once, and a failure of the work is nobody's", async () => {
  const reason = new Error("the user left");
  const work = Promise.reject(new Error("too late"));
  await expect(untilAborted(work, AbortSignal.abort(reason))).rejects.toBe(reason);
});
