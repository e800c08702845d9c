import { getEventListeners } from "node:events";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { AuthenticationError } from "./errors/authentication-error.ts";
import { RateLimitError } from "./errors/rate-limit-error.ts";
import { createRetryBudget, mayRetry, retryDelayMs, wait } from "./retry.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("a wait is a random part of 0.5 s doubled with every attempt, at most 8 s", () => {
  const bounds = [1, 2, 3, 4, 5, 6, 7, 50, 2000].map((attempt) => retryDelayMs(attempt, undefined, () => 1));
  expect(bounds).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const bound = Math.min(8000, 500 * 2 ** (attempt - 1));
      expect(retryDelayMs(attempt, undefined, () => random)).toBe(random * bound);
    }),
  );
});

test("the jitter is full: waits spread evenly from 0 to the bound", () => {
  const waits = Array.from({ length: 4000 }, () => retryDelayMs(2, undefined));
  const quarters = [0, 250, 500, 750].map((from) => waits.filter((ms) => ms >= from && ms < from + 250).length);
  for (const count of quarters) expect(count).toBeGreaterThan(800);
  expect(quarters.reduce((sum, count) => sum + count)).toBe(4000);
});

test("what the server asks for is waited, to the millisecond", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 60_000, noNaN: true }), (attempt, asked) => {
      expect(retryDelayMs(attempt, asked)).toBe(asked);
    }),
  );
});

test("what is retryable is tried again, unless the server asks for more than a minute", () => {
  expect(mayRetry(new RateLimitError("", { isRetryable: true }))).toBe(true);
  expect(mayRetry(new RateLimitError("", { isRetryable: true, retryAfterMs: 60_000 }))).toBe(true);
  expect(mayRetry(new RateLimitError("", { isRetryable: true, retryAfterMs: 60_001 }))).toBe(false);
  expect(mayRetry(new AuthenticationError(""))).toBe(false);
  expect(mayRetry(new Error("a bug"))).toBe(false);
  expect(mayRetry(undefined)).toBe(false);
});

test("a budget is spent, and every request gives back a fifth of a retry, up to what it holds", () => {
  const budget = createRetryBudget(2);
  const withdrawn = (): boolean[] => Array.from({ length: 3 }, () => budget.withdraw());
  expect(withdrawn()).toEqual([true, true, false]);
  for (let request = 0; request < 4; request++) budget.deposit();
  expect(budget.withdraw()).toBe(false);
  budget.deposit();
  expect(withdrawn()).toEqual([true, false, false]);
  for (let request = 0; request < 1000; request++) budget.deposit();
  expect(withdrawn()).toEqual([true, true, false]);
});

test("budgets of 0 and Infinity allow no retry, and every one", () => {
  expect(createRetryBudget(0).withdraw()).toBe(false);
  const endless = createRetryBudget(Infinity);
  for (let retry = 0; retry < 1000; retry++) expect(endless.withdraw()).toBe(true);
});

test("a wait ends when its time has passed, and not before", async () => {
  vi.useFakeTimers();
  let isOver = false;
  const waiting = wait(1000, undefined).then(() => (isOver = true));
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
  expect(isOver).toBe(true);
});

test("a signal ends a wait at once with its own reason, and leaves no timer", async () => {
  vi.useFakeTimers();
  const controller = new AbortController();
  const reason = { why: "the user left" };
  const waiting = wait(1000, controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(vi.getTimerCount()).toBe(0);
});

test("a signal that has fired begins no wait", async () => {
  vi.useFakeTimers();
  await expect(wait(1000, AbortSignal.abort("gone"))).rejects.toBe("gone");
  expect(vi.getTimerCount()).toBe(0);
});

test("a wait leaves no listener on the signal", async () => {
  const { signal } = new AbortController();
  const waiting = wait(1, signal);
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  await waiting;
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});
