import { onAbort } from "./on-abort.ts";

/** How a request that had a place ended. */
export interface Outcome {
  /** With scores, with the server's answer that there are too many (429), or in any other way. */
  readonly ended: "well" | "rate-limited" | "otherwise";
  /** When the request went out, on the clock of `performance.now()`. */
  readonly startedAt: number;
}

/**
 * Bounds how much is under way at once. While all places are taken, each success brings another one, up to a limit.
 * Where the server answers that there are too many, half as many are from then on, and gradually more again with each
 * success: what TCP does about congestion.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5681#section-3.1
 */
export interface Limiter {
  /** How many places are free. */
  readonly free: number;
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
  release(outcome: Outcome): void;
  /** Waits until a request may be tried again; until then what the server can take is not forgotten. */
  resting(pause: Promise<void>): Promise<void>;
}

/**
 * A limiter with at most `size` places.
 *
 * @param start - So many places there are at first.
 */
export function createLimiter(size: number, start: number = size): Limiter {
  let places = start;
  let taken = 0;
  let resters = 0;
  // After so many successes there is one place more; once the server had too many, as many as were under way then.
  let crowd = 1;
  // When places were last taken away; until then nothing is known of what the server can take.
  let limitedAt = -Infinity;
  // The order of the map's keys is the order of the lanes' turns.
  const lanes = new Map<object, Set<() => void>>();

  // A part of a place is none.
  const isFree = (): boolean => taken + 1 <= places;

  const tryAcquire = (): boolean => {
    // With nothing under way and nothing to be tried again, that the server had too many is long ago.
    if (taken + resters === 0 && lanes.size === 0 && limitedAt > -Infinity) {
      places = start;
      crowd = 1;
      limitedAt = -Infinity;
    }
    if (!isFree()) return false;
    taken++;
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

  /** The next in turn, who stops waiting with that. */
  const next = (): (() => void) | undefined => {
    for (const [lane, waiters] of lanes) {
      for (const enter of waiters) {
        lanes.delete(lane);
        waiters.delete(enter);
        if (waiters.size > 0) lanes.set(lane, waiters);
        return enter;
      }
    }
    return undefined;
  };

  const admit = (): void => {
    while (lanes.size > 0 && isFree()) {
      taken++;
      next()?.();
    }
  };

  const release = ({ ended, startedAt }: Outcome): void => {
    // Of all that were sent before the last change, one has its say: they tell of the same crowd.
    if (ended === "rate-limited" && startedAt >= limitedAt) {
      if (limitedAt === -Infinity) crowd = taken;
      places = Math.max(1, Math.floor(Math.min(places, taken) / 2));
      limitedAt = performance.now();
    }
    if (ended === "well" && !isFree()) places = Math.min(size, places + 1 / crowd);
    taken--;
    admit();
  };

  const resting = async (pause: Promise<void>): Promise<void> => {
    resters++;
    try {
      await pause;
    } finally {
      resters--;
    }
  };

  return {
    get free() {
      return Math.max(0, Math.floor(places - taken));
    },
    tryAcquire,
    wait,
    release,
    resting,
  };
}
