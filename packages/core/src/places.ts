import type { Limiter, Outcome } from "./limiter.ts";
import { wait } from "./retry.ts";
import { sharesWork } from "#platform";

/** Milliseconds that a holder may be late: timers go off late where the event loop is busy. */
const graceMs = 5000;
/** Milliseconds between two looks for a place where it cannot be handed over. */
const pollMs = 10;

/** A place that is held. */
export interface Place {
  /** When it is taken back from a holder that has not given it back, on the clock of `performance.now()`. */
  readonly until: number;
}

/**
 * The places of a limiter, each held for a time at most. On Workers nothing of a request goes on once its handler has
 * returned, neither timers nor `finally`: a place that it held, or that it was handed, would be lost to all others.
 */
export interface Places {
  /** Takes a place where one is free. */
  tryTake(): boolean;
  /** Waits for a place until `deadline`: see {@link Limiter.wait}. */
  wait(lane: object, signal: AbortSignal | undefined, deadline: number, late: () => Error): Promise<void>;
  /** Notes that a place that was taken is held for so many milliseconds at most. */
  hold(milliseconds: number): Place;
  /** Gives it back, unless it was taken back before. */
  release(place: Place, outcome: Outcome): void;
}

/** The places of `limiter`. */
export function createPlaces(limiter: Limiter): Places {
  const held = new Set<Place>();

  const takeBack = (): void => {
    const now = performance.now();
    for (const place of held) {
      if (place.until > now) continue;
      held.delete(place);
      limiter.release({ ended: "otherwise", startedAt: -Infinity });
    }
  };

  const tryTake = (): boolean => {
    if (limiter.tryAcquire()) return true;
    takeBack();
    return limiter.tryAcquire();
  };

  return {
    tryTake,
    async wait(lane, signal, deadline, late) {
      if (sharesWork) return limiter.wait(lane, signal, Math.max(0, deadline - performance.now()), late);
      while (!tryTake()) {
        if (performance.now() >= deadline) throw late();
        await wait(pollMs, signal);
      }
    },
    hold(milliseconds) {
      const place = { until: performance.now() + milliseconds + graceMs };
      held.add(place);
      return place;
    },
    release(place, outcome) {
      if (held.delete(place)) limiter.release(outcome);
    },
  };
}
