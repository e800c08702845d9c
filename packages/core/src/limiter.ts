import { onAbort } from "./on-abort.ts";

/** Bounds how much is under way at once. */
export interface Limiter {
  /** Takes a place where one is free. */
  tryAcquire(): boolean;
  /**
   * Waits for a place, after {@link Limiter.tryAcquire} found none. Those who wait are served in turn by lane, so that
   * a call with a hundred requests does not hold up one with a single one; within a lane, first come, first served.
   *
   * @param lane - Who waits: one object for each call.
   * @param timeoutMs - How long at most, in milliseconds.
   * @param late - Makes the error when that has passed.
   * @throws The signal's reason when it fires first.
   */
  wait(lane: object, signal: AbortSignal | undefined, timeoutMs: number, late: () => Error): Promise<void>;
  /** Gives a place back: to the next in turn, if any. */
  release(): void;
}

/** A limiter with `size` places. */
export function createLimiter(size: number): Limiter {
  let free = size;
  // The order of the map's keys is the order of the lanes' turns.
  const lanes = new Map<object, Set<() => void>>();

  const tryAcquire = (): boolean => {
    if (free < 1) return false;
    free--;
    return true;
  };

  const wait = (lane: object, signal: AbortSignal | undefined, timeoutMs: number, late: () => Error): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stopWaiting = (): void => {
        clearTimeout(timer);
        unwatch();
      };
      const leave = (reason: unknown): void => {
        stopWaiting();
        const waiters = lanes.get(lane);
        if (waiters?.delete(enter) && waiters.size === 0) lanes.delete(lane);
        reject(reason);
      };
      const enter = (): void => {
        stopWaiting();
        resolve();
      };
      const timer = setTimeout(() => leave(late()), timeoutMs);
      const unwatch = onAbort(signal, leave);
      const waiters = lanes.get(lane);
      if (waiters === undefined) lanes.set(lane, new Set([enter]));
      else waiters.add(enter);
    });

  const release = (): void => {
    for (const [lane, waiters] of lanes) {
      for (const enter of waiters) {
        lanes.delete(lane);
        waiters.delete(enter);
        if (waiters.size > 0) lanes.set(lane, waiters);
        return enter();
      }
    }
    free++;
  };

  return { tryAcquire, wait, release };
}
