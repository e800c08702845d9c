import { type CallOptions, InvalidRequestError, TimeoutError, untilAborted } from "@rankwire/core";

/** The longest that a timer can run, in milliseconds: about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Runs a call with one signal that fires when the caller's does, and with a {@link TimeoutError} after `timeoutMs`.
 *
 * @param name - Who takes too long, as the error says it.
 */
export async function withTimeout<T>(
  name: string,
  { signal, timeoutMs = Infinity }: CallOptions,
  call: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (typeof timeoutMs !== "number" || !(timeoutMs > 0)) {
    throw new InvalidRequestError("timeoutMs must be a positive number of milliseconds");
  }
  if (timeoutMs > longestTimerMs) return call(signal);
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new TimeoutError(`${name} took longer than ${timeoutMs} ms`, { isRetryable: true }));
  }, timeoutMs);
  try {
    return await untilAborted(call(controller.signal), signal);
  } finally {
    clearTimeout(timer);
    // What is still under way when the caller's signal fires ends there.
    controller.abort();
  }
}
