import type { Limiter, Outcome } from "./limiter.ts";
import { wait } from "./retry.ts";
import { sharesWork } from "#platform";

/** Milliseconds that a holder may be late: timers go off late where the event loop is busy. */
const graceMs = 5000;
/** Milliseconds between two looks for a place where it cannot be handed over. */
const pollMs = 10;
/** Who has not looked for so many milliseconds is passed over until it looks again. */
const staleMs = 5 * pollMs;

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

/** A call that looks for a place again and again. */
interface Ticket {
  seenAt: number;
}

/** The places of `limiter`. */
export function createPlaces(limiter: Limiter): Places {
  const held = new Set<Place>();
  // Those that poll. The order of the map's keys is the order of the lanes' turns.
  const lanes = new Map<object, Set<Ticket>>();

  const takeBack = (): void => {
    const now = performance.now();
    for (const place of held) {
      if (place.until > now) continue;
      held.delete(place);
      limiter.release({ ended: "otherwise", startedAt: -Infinity });
    }
  };

  const take = (): boolean => {
    if (limiter.tryAcquire()) return true;
    takeBack();
    return limiter.tryAcquire();
  };

  /** How many lanes have their turn before one. What has not looked for very long was left behind, and is forgotten. */
  const ahead = (own: object): number => {
    let count = 0;
    for (const [lane, tickets] of lanes) {
      if (lane === own) break;
      let isLooking = false;
      for (const ticket of tickets) {
        const unseenMs = performance.now() - ticket.seenAt;
        isLooking ||= unseenMs <= staleMs;
        if (unseenMs > graceMs) tickets.delete(ticket);
      }
      if (isLooking) count++;
      else if (tickets.size === 0) lanes.delete(lane);
    }
    return count;
  };

  /** Takes a place unless all that are free are for others. */
  const takeInTurn = (lane: object): boolean => {
    if (limiter.free === 0) takeBack();
    return limiter.free > ahead(lane) && limiter.tryAcquire();
  };

  const leave = (lane: object, ticket: Ticket): void => {
    const tickets = lanes.get(lane);
    if (tickets?.delete(ticket) !== true) return;
    // The others of its lane wait for all other lanes.
    lanes.delete(lane);
    if (tickets.size > 0) lanes.set(lane, tickets);
  };

  const poll: Places["wait"] = async (lane, signal, deadline, late) => {
    const ticket = { seenAt: 0 };
    try {
      for (;;) {
        ticket.seenAt = performance.now();
        lanes.set(lane, (lanes.get(lane) ?? new Set<Ticket>()).add(ticket));
        if (takeInTurn(lane)) return;
        if (ticket.seenAt >= deadline) throw late();
        await wait(pollMs, signal);
      }
    } finally {
      leave(lane, ticket);
    }
  };

  return {
    tryTake: () => (lanes.size === 0 ? take() : takeInTurn({})),
    wait(lane, signal, deadline, late) {
      // As long as some wait, the limiter forgets nothing of what the server can take.
      if (!sharesWork) return limiter.resting(poll(lane, signal, deadline, late));
      return limiter.wait(lane, signal, Math.max(0, deadline - performance.now()), late);
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
