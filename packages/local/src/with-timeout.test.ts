import { getEventListeners } from "node:events";
import { TimeoutError } from "@rankwire/core";
import { expect, test } from "vitest";
import { withTimeout } from "./with-timeout.ts";

/** A call that ends when its signal fires, and says with what. */
function pending(told: unknown[]): (signal: AbortSignal | undefined) => Promise<never> {
  return (signal) =>
    new Promise((_, reject) => {
      signal?.addEventListener("abort", () => {
        told.push(signal.reason);
        reject(signal.reason);
      });
    });
}

test("a call that takes too long ends with a TimeoutError, and its work with it", async () => {
  const told: unknown[] = [];
  const error: unknown = await withTimeout("It", { timeoutMs: 5 }, pending(told)).catch((error: unknown) => error);
  expect(TimeoutError.isInstance(error)).toBe(true);
  expect(told).toEqual([error]);
});

test("a rest after the time is over ends the call, though no timer has fired yet", async () => {
  const call = withTimeout("It", { timeoutMs: Number.MIN_VALUE }, async (_, pace) => {
    expect(pace.isDue()).toBe(true);
    await pace.rest();
  });
  await expect(call).rejects.toThrow(TimeoutError);
});

test("the caller's signal ends the call with its reason, and the work with it", async () => {
  const told: unknown[] = [];
  const controller = new AbortController();
  const reason = new Error("the user left");
  const call = withTimeout("It", { signal: controller.signal, timeoutMs: 60_000 }, pending(told));
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  expect(told).toHaveLength(1);
});

test("a signal that outlives many calls keeps nothing of them", async () => {
  const { signal } = new AbortController();
  const calls = Array.from({ length: 50 }, (_, index) =>
    withTimeout("It", { signal, timeoutMs: 60_000 }, () => Promise.resolve(index)),
  );
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  expect(await Promise.all(calls)).toHaveLength(50);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("without a limit the call has the caller's own signal", async () => {
  const { signal } = new AbortController();
  expect(await withTimeout("It", { signal, timeoutMs: Infinity }, (own) => Promise.resolve(own))).toBe(signal);
});
