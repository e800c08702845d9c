import type { RerankUsage } from "./reranker.ts";

/** What every event tells. */
export interface EventBase {
  /** Who the event is about. */
  readonly provider: string;
  /** The model that it is about. */
  readonly model: string;
}

/** An attempt goes out. */
export interface RequestEvent extends EventBase {
  /** Tells this event from the others. */
  readonly type: "request";
  /** 1 for the first try of a request, 2 for its first retry. */
  readonly attempt: number;
  /** Documents in the request. */
  readonly documents: number;
}

/** An attempt came back with scores. */
export interface ResponseEvent extends EventBase {
  /** Tells this event from the others. */
  readonly type: "response";
  /** 1 for the first try of a request, 2 for its first retry. */
  readonly attempt: number;
  /** Documents in the request. */
  readonly documents: number;
  /** The HTTP status. */
  readonly status: number;
  /** Milliseconds from sending to the last byte. */
  readonly durationMs: number;
  /** What this request cost, as the server reports it. */
  readonly usage: RerankUsage;
  /** The server's id for the request, where it gives one. */
  readonly requestId?: string | undefined;
}

/** An attempt failed, and another follows after a wait. */
export interface RetryEvent extends EventBase {
  /** Tells this event from the others. */
  readonly type: "retry";
  /** The attempt that failed. */
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly delayMs: number;
  /** The code of the error, such as `RANKWIRE_RATE_LIMIT`. */
  readonly code: string;
  /** The HTTP status of the failed attempt, where there was a response. */
  readonly status?: number | undefined;
}

/** A call has more documents than one request takes. */
export interface SplitEvent extends EventBase {
  /** Tells this event from the others. */
  readonly type: "split";
  /** Documents in the call. */
  readonly documents: number;
  /** Requests that the call is split into. */
  readonly requests: number;
}

/** A cache was asked for scores. */
export interface CacheEvent extends EventBase {
  /** Tells this event from the others. */
  readonly type: "cache";
  /** Distinct texts whose score was there. */
  readonly hits: number;
  /** Distinct texts that had to be scored. */
  readonly misses: number;
  /** Set when the store failed or was too slow; the call went on without it. */
  readonly storeError?: Error | undefined;
}

/** A reranker failed, and the next one is asked. */
export interface FallbackEvent extends EventBase {
  /** Tells this event from the others. */
  readonly type: "fallback";
  /** The code of the failure, where it has one. */
  readonly code?: string | undefined;
  /** Who is asked next. */
  readonly nextProvider: string;
  /** The model that is asked next. */
  readonly nextModel: string;
}

/** A circuit breaker changed its state. */
export interface BreakerEvent extends EventBase {
  /** Tells this event from the others. */
  readonly type: "breaker";
  /** `"open"`: the reranker is not asked at present; `"half-open"`: one call tries it; `"closed"`: it is asked as usual. */
  readonly state: "closed" | "open" | "half-open";
}

/** A result is returned in the retriever's own order because reranking failed. */
export interface DegradedEvent extends EventBase {
  /** Tells this event from the others. */
  readonly type: "degraded";
  /** Candidates that were to be ranked. */
  readonly documents: number;
  /** Why they are not ranked. */
  readonly error: Error;
}

/** What happens inside a call: counts, durations and codes, never a query, a document or a key. */
export type RerankEvent =
  | RequestEvent
  | ResponseEvent
  | RetryEvent
  | SplitEvent
  | CacheEvent
  | FallbackEvent
  | BreakerEvent
  | DegradedEvent;

/** Is told of every event; what it throws is ignored. */
export type RerankEventListener = (event: RerankEvent) => void;
