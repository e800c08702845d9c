import { type CallOptions, TimeoutError, untilAborted } from "@rankwire/core";
import { createPace, type Pace } from "./pace.ts";

/** The longest that a timer can run, in milliseconds: about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Runs a call with one signal that fires when the caller's does, and with a {@link TimeoutError} after `timeoutMs`.
 *
 * @param name - Who takes too long, as the error says it.
 * @param call - Is given the signal, and a pace for what would hold up the event loop: no timer fires meanwhile, so its
 *   rests look at the clock.
 */
export async function withTimeout<T>(
  name: string,
  { signal, timeoutMs = Infinity }: CallOptions,
  call: (signal: AbortSignal | undefined, pace: Pace) => Promise<T>,
): Promise<T> {
  if (timeoutMs > longestTimerMs)
    return call(
      signal,
      createPace(() => signal?.throwIfAborted()),
    );
  const controller = new AbortController();
  const expire = (): void => {
    controller.abort(new TimeoutError(`${name} took longer than ${timeoutMs} ms`, { isRetryable: true }));
  };
  const deadline = performance.now() + timeoutMs;
  const timer = setTimeout(expire, timeoutMs);
  const check = (): void => {
    if (performance.now() >= deadline) expire();
    controller.signal.throwIfAborted();
  };
  try {
    return await untilAborted(call(controller.signal, createPace(check, deadline)), signal);
  } finally {
    clearTimeout(timer);
    // What is still under way when the caller's signal fires ends there.
    controller.abort();
  }
}
