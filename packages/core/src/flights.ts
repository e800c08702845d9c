import { checkResults } from "./check-results.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { onAbort } from "./on-abort.ts";
import type { CallOptions, Reranker, RerankResponse } from "./reranker.ts";

/** A request under way, which several calls may wait for. */
interface Flight {
  readonly texts: readonly string[];
  readonly response: Promise<RerankResponse>;
  /** Calls that wait for it. */
  waiting: number;
  /** Ends the request when nobody waits any more. */
  readonly abandon: (reason: unknown) => void;
}

/** The answer of one flight. */
export interface FlightAnswer {
  readonly texts: readonly string[];
  readonly response: RerankResponse;
  /** Whether another call had started it, and pays for it. */
  readonly isJoined: boolean;
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
      const answer = await reranker.rerank({ query, documents: texts }, { ...call, signal: stop.signal });
      checkResults(answer?.results, texts.length, texts.length, `${reranker.provider} ${reranker.model}`);
      onAnswer(scope, texts, answer);
      return answer;
    };
    const response = ask().finally(land);
    const abandon = (reason: unknown): void => {
      land();
      stop.abort(reason);
    };
    const flight: Flight = { texts, response, waiting: 0, abandon };
    return flight;
  };

  const score = async (
    scope: string,
    query: string,
    texts: readonly string[],
    call: CallOptions,
  ): Promise<readonly FlightAnswer[]> => {
    // A call with headers or a time limit of its own is nobody else's.
    const isShared = call.headers === undefined && call.timeoutMs === undefined;
    const joined = new Map<Flight, string[]>();
    const rest: string[] = [];
    for (const text of texts) {
      const flight = isShared ? flights.get(scope)?.get(text) : undefined;
      if (flight === undefined) rest.push(text);
      else if (!joined.get(flight)?.push(text)) joined.set(flight, [text]);
    }
    const own = rest.length === 0 ? undefined : launch(scope, query, rest, call);
    if (own !== undefined && isShared) {
      const under = flights.get(scope) ?? new Map<string, Flight>();
      flights.set(scope, under);
      for (const text of rest) under.set(text, own);
    }
    const answer = async (flight: Flight, isJoined: boolean): Promise<FlightAnswer> => ({
      texts: flight.texts,
      response: await waitFor(flight, call.signal),
      isJoined,
    });
    const answers = [...joined].map(async ([flight, wanted]) => {
      try {
        return await answer(flight, true);
      } catch (error) {
        // What the server refuses may be a text of the call that was joined, and none of these.
        if (!InvalidRequestError.isInstance(error) || wanted.length === flight.texts.length) throw error;
        return answer(launch(scope, query, wanted, call), false);
      }
    });
    return Promise.all(own === undefined ? answers : [...answers, answer(own, false)]);
  };

  return { score };
}

/** Waits for a flight. A caller whose signal fires leaves; the last one to leave ends the request. */
async function waitFor(flight: Flight, signal: AbortSignal | undefined): Promise<RerankResponse> {
  flight.waiting++;
  if (signal === undefined) return flight.response;
  return new Promise((resolve, reject) => {
    const stopWatching = onAbort(signal, (reason) => {
      flight.waiting--;
      if (flight.waiting === 0) flight.abandon(reason);
      reject(reason);
    });
    flight.response.then(resolve, reject).finally(stopWatching);
  });
}
