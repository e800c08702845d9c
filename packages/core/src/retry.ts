import { RerankError } from "./errors/rerank-error.ts";
import { onAbort } from "./on-abort.ts";

/** The first wait's upper bound, in milliseconds; each further one is double the last. */
const baseDelayMs = 500;
/** No wait of our own is longer than this, in milliseconds. */
const maxDelayMs = 8000;
/** A server that asks for a longer wait than this, in milliseconds, is not waited for. */
const maxRetryAfterMs = 60_000;

/**
 * Milliseconds to wait after failed attempt number `attempt` (from 1): what the server asks for, else exponential
 * backoff with full jitter, a random part of 0.5 s · 2^(attempt - 1), at most 8 s.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelayMs(
  attempt: number,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number {
  return retryAfterMs ?? random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
}

/** Whether an error may be gone when the same request is sent again within a reasonable time. */
export function mayRetry(error: unknown): error is RerankError {
  return RerankError.isInstance(error) && error.isRetryable && (error.retryAfterMs ?? 0) <= maxRetryAfterMs;
}

/** How many retries an instance may spend. */
export interface RetryBudget {
  /** A request goes out: a fifth of a retry comes back. */
  deposit(): void;
  /** Takes a retry; `false` when none is left. */
  withdraw(): boolean;
}

/** A budget that starts full with `capacity` retries. */
export function createRetryBudget(capacity: number): RetryBudget {
  let balance = capacity;
  return {
    deposit() {
      balance = Math.min(capacity, balance + 0.2);
    },
    withdraw() {
      if (balance < 1) return false;
      balance--;
      return true;
    },
  };
}

/** Waits, or rejects with the signal's reason as soon as it fires. */
export function wait(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const unwatch = onAbort(signal, (reason) => {
      clearTimeout(timer);
      reject(reason);
    });
    const timer = setTimeout(() => {
      unwatch();
      resolve();
    }, delayMs);
  });
}
