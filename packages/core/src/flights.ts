import { checkResults } from "./check-results.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import { markShared } from "./failure-marks.ts";
import { onAbort } from "./on-abort.ts";
import type { CallOptions, Reranker, RerankResponse } from "./reranker.ts";
import { sharesWork } from "#platform";

/** A request under way, which several calls may wait for. */
interface Flight {
  readonly texts: readonly string[];
  readonly response: Promise<RerankResponse>;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Calls that wait for it. */
  waiting: number;
  /** Whether a call has reported what it cost. */
  isReported: boolean;
  /** Ends the request when nobody waits any more. */
  readonly abandon: (reason: unknown) => void;
}

/** What a call waits for. */
interface Boarding {
  /** Flights that other calls started, with the texts that each is wanted for. */
  readonly joined: ReadonlyMap<Flight, readonly string[]>;
  /** All other texts. */
  readonly rest: readonly string[];
}

/** A flight that has brought its answer. */
interface Landed {
  readonly flight: Flight;
  readonly response: RerankResponse;
}

/** A call that can leave its flights. */
type Call = CallOptions & { readonly signal: AbortSignal };

/** The answer of one flight. */
export interface FlightAnswer {
  readonly texts: readonly string[];
  readonly response: RerankResponse;
  /** Whether another call reports what it cost. */
  readonly isReported: boolean;
}

/** Requests under way, by the texts that they score. */
export interface Flights {
  /** The scores of `texts`: those that a request under way is about to bring are waited for, the others are asked for. */
  score(scope: string, query: string, texts: readonly string[], call: CallOptions): Promise<readonly FlightAnswer[]>;
}

/** `onAnswer` is told of every answer before those who wait for it. */
export function createFlights(
  reranker: Reranker,
  onAnswer: (scope: string, texts: readonly string[], response: RerankResponse) => void,
): Flights {
  const flights = new Map<string, Map<string, Flight>>();

  const launch = (scope: string, query: string, texts: readonly string[], call: CallOptions): Flight => {
    const stop = new AbortController();
    const land = (): void => {
      const under = flights.get(scope);
      for (const text of texts) if (under?.get(text) === flight) under.delete(text);
      if (under?.size === 0) flights.delete(scope);
    };
    const ask = async (): Promise<RerankResponse> => {
      const answer = await reranker.rerank(
        { query, documents: texts },
        { timeoutMs: call.timeoutMs, headers: call.headers, signal: stop.signal },
      );
      checkResults(answer?.results, texts.length, texts.length, `${reranker.provider} ${reranker.model}`);
      onAnswer(scope, texts, answer);
      return answer;
    };
    const startedAt = performance.now();
    const response = ask().finally(land);
    const abandon = (reason: unknown): void => {
      land();
      stop.abort(reason);
    };
    const flight: Flight = { texts, response, startedAt, waiting: 0, isReported: false, abandon };
    return flight;
  };

  /** The flights under way that bring some of `texts`, each with what it is wanted for. */
  const board = (scope: string, texts: readonly string[], isShared: boolean): Boarding => {
    const joined = new Map<Flight, string[]>();
    const rest: string[] = [];
    for (const text of texts) {
      const flight = isShared ? flights.get(scope)?.get(text) : undefined;
      if (flight === undefined) rest.push(text);
      else if (!joined.get(flight)?.push(text)) joined.set(flight, [text]);
    }
    return { joined, rest };
  };

  /** A new flight, which others can join. */
  const launchShared: typeof launch = (scope, query, texts, call) => {
    const flight = launch(scope, query, texts, call);
    const under = flights.get(scope) ?? new Map<string, Flight>();
    flights.set(scope, under);
    for (const text of texts) under.set(text, flight);
    return flight;
  };

  /** Waits for all flights that bring `texts`. */
  const fly = async (scope: string, query: string, texts: readonly string[], call: Call): Promise<Landed[]> => {
    const since = performance.now();
    // A call with headers or a time limit of its own is nobody else's.
    const isShared = sharesWork && call.headers === undefined && call.timeoutMs === undefined;
    const { joined, rest } = board(scope, texts, isShared);
    // They are waited for before anything is started: what that calls may end the calls that began them.
    const landings = [...joined].map(async ([flight, wanted]) => {
      try {
        return await landing(flight, call.signal);
      } catch (error) {
        if (call.signal.aborted) throw error;
        // What the server refuses may be a text of the call that was joined, and none of these.
        if (InvalidRequestError.isInstance(error) && wanted.length < flight.texts.length) {
          return landing(launch(scope, query, wanted, call), call.signal);
        }
        // The time that ran out may be that of the call that was joined. All that joined late share one request again.
        if (TimeoutError.isInstance(error) && isLate(flight, since)) return fly(scope, query, wanted, call);
        throw error;
      }
    });
    const start = isShared ? launchShared : launch;
    const own = rest.length === 0 ? [] : landing(start(scope, query, rest, call), call.signal);
    const landed = await Promise.all([...landings, own]);
    return landed.flat();
  };

  const score: Flights["score"] = async (scope, query, texts, call) => {
    const leaving = new AbortController();
    const unwatch = onAbort(call.signal, (reason) => leaving.abort(reason));
    try {
      const landed = await fly(scope, query, texts, {
        timeoutMs: call.timeoutMs,
        headers: call.headers,
        signal: leaving.signal,
      });
      // Only a call that has all its answers is sure to report what they cost.
      return landed.map(report);
    } catch (error) {
      // One flight failed, and with it the call: it waits for the others no more.
      leaving.abort(error);
      throw error;
    } finally {
      unwatch();
    }
  };

  return { score };
}

/**
 * Whether a call joined a flight in the second half of its time. One that joined before has had most of a request's time:
 * in an outage another request would only make it wait twice as long.
 */
function isLate({ startedAt }: Flight, since: number): boolean {
  return since - startedAt > performance.now() - since;
}

/** Waits for a flight. A caller whose signal fires leaves, also before the wait; the last one to leave ends the request. */
async function landing(flight: Flight, signal: AbortSignal): Promise<Landed> {
  flight.waiting++;
  const response = await new Promise<RerankResponse>((resolve, reject) => {
    const leave = (reason: unknown): void => {
      flight.waiting--;
      if (flight.waiting === 0) flight.abandon(reason);
      reject(reason);
    };
    const unwatch = onAbort(signal, leave);
    const fail = (error: unknown): void => {
      if (flight.waiting > 1) markShared(error);
      reject(error);
    };
    flight.response.then(resolve, fail).finally(unwatch);
    // The signal may have fired while the request was being started, and so before the watch.
    if (signal.aborted) leave(signal.reason);
  });
  return { flight, response };
}

/** An answer for a call that is about to return: the first such call reports the cost, whichever asked. */
function report({ flight, response }: Landed): FlightAnswer {
  const { texts, isReported } = flight;
  flight.isReported = true;
  return { texts, response, isReported };
}
