import { isShared } from "./failure-marks.ts";

/** When a circuit opens, and for how long. */
export interface BreakerOptions {
  /**
   * Failures in a row that open the circuit: a whole number, 1 or more, or `Infinity` for never. Aborts and wrong
   * requests are not counted.
   *
   * @defaultValue 5
   */
  readonly failures?: number | undefined;
  /**
   * Milliseconds, above 0, that it stays open before a single call tries again.
   *
   * @defaultValue 30000
   */
  readonly resetMs?: number | undefined;
}

/** `"closed"` lets calls through, `"open"` none, `"half-open"` the one that tries whether it works again. */
export type BreakerState = "closed" | "open" | "half-open";

/**
 * Keeps calls away from what is known to fail. Unlike a queueing breaker it never makes a call wait for the one that
 * tries: while the circuit is half-open, all others go elsewhere at once. A try that has not ended after as long as the
 * circuit was open is given up on, and the next call tries.
 *
 * @see https://martinfowler.com/bliki/CircuitBreaker.html
 */
export interface CircuitBreaker {
  /** Whether a call would be let through now. */
  readonly isAvailable: boolean;
  /** Whether the circuit is half-open: a call that has just been let through is then the one that tries. */
  readonly isTrying: boolean;
  /** Milliseconds until a call would be let through; 0 when one is now. */
  readonly retryAfterMs: number;
  /**
   * Lets a call through, or not. One let through ends with one of the three below, or with none where it says nothing
   * while the circuit is closed.
   */
  tryEnter(): boolean;
  succeed(): void;
  /**
   * Calls that shared a request get one error, which is one failure.
   *
   * @param startedAt - When the call started, on the clock of `performance.now()`.
   */
  fail(error: unknown, startedAt: number): void;
  /** The call that tries says nothing about its target: it was aborted, or the request was wrong. */
  abstain(): void;
}

/** A closed circuit. `onChange` is told of every change of state. */
export function createCircuitBreaker(
  { failures, resetMs }: { readonly failures: number; readonly resetMs: number },
  onChange: (state: BreakerState) => void,
): CircuitBreaker {
  let state: BreakerState = "closed";
  let failuresInRow = 0;
  /** The failure that was counted last. */
  let last = { error: undefined as unknown, at: -Infinity };
  /** When the next call may try, unless the circuit is closed. */
  let triesAt = 0;

  const change = (next: BreakerState): void => {
    if (next === state) return;
    state = next;
    onChange(next);
  };
  const open = (): void => {
    triesAt = performance.now() + resetMs;
    change("open");
  };
  const waitMs = (): number => (state === "closed" ? 0 : Math.max(0, triesAt - performance.now()));

  return {
    get isAvailable() {
      return waitMs() === 0;
    },
    get isTrying() {
      return state === "half-open";
    },
    get retryAfterMs() {
      return waitMs();
    },
    tryEnter() {
      if (waitMs() > 0) return false;
      if (state === "closed") return true;
      triesAt = performance.now() + resetMs;
      change("half-open");
      return true;
    },
    succeed() {
      failuresInRow = 0;
      change("closed");
    },
    fail(error, startedAt) {
      if (state === "closed" && isShared(error) && error === last.error && startedAt < last.at) return;
      last = { error, at: performance.now() };
      failuresInRow++;
      if (failuresInRow >= failures) open();
    },
    abstain() {
      // The try told nothing: the next call may have it.
      if (state !== "half-open") return;
      triesAt = 0;
      change("open");
    },
  };
}
