import type { RerankUsage } from "./reranker.ts";

interface EventBase {
  /** Who the event is about. */
  readonly provider: string;
  /** The model that it is about. */
  readonly model: string;
}

/** An attempt goes out. */
export interface RequestEvent extends EventBase {
  readonly type: "request";
  /** 1 for the first try of a request, 2 for its first retry. */
  readonly attempt: number;
  /** Documents in the request. */
  readonly documents: number;
}

/** An attempt came back with scores. */
export interface ResponseEvent extends EventBase {
  readonly type: "response";
  readonly attempt: number;
  readonly documents: number;
  /** The HTTP status. */
  readonly status: number;
  /** Milliseconds from sending to the last byte. */
  readonly durationMs: number;
  readonly usage: RerankUsage;
  /** The server's id for the request, where it gives one. */
  readonly requestId?: string | undefined;
}

/** An attempt failed, and another follows after a wait. */
export interface RetryEvent extends EventBase {
  readonly type: "retry";
  /** The attempt that failed. */
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly delayMs: number;
  /** The code of the error, such as `RANKWIRE_RATE_LIMIT`. */
  readonly code: string;
  readonly status?: number | undefined;
}

/** A call has more documents than one request takes. */
export interface SplitEvent extends EventBase {
  readonly type: "split";
  readonly documents: number;
  /** Requests that the call is split into. */
  readonly requests: number;
}

/** A cache was asked for scores. */
export interface CacheEvent extends EventBase {
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
  readonly type: "fallback";
  /** The code of the failure, where it has one. */
  readonly code?: string | undefined;
  /** Who is asked next. */
  readonly nextProvider: string;
  readonly nextModel: string;
}

/** A circuit breaker changed its state. */
export interface BreakerEvent extends EventBase {
  readonly type: "breaker";
  readonly state: "closed" | "open" | "half-open";
}

/** A result is returned in the retriever's own order because reranking failed. */
export interface DegradedEvent extends EventBase {
  readonly type: "degraded";
  readonly documents: number;
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
