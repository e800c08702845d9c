import type { RerankUsage } from "./reranker.ts";

/** What every event tells. */
export interface EventBase {
  /** Whose reranker the event is about; of a group, which member's. */
  readonly provider: string;
  /** The model that the event is about. */
  readonly model: string;
}

/** An attempt of an HTTP request goes out. */
export interface RequestEvent extends EventBase {
  /** Always `"request"`: tells this event from the others of {@link RerankEvent}. */
  readonly type: "request";
  /** 1 for the first try of a request, 2 for its first retry. */
  readonly attempt: number;
  /** Documents in the request. */
  readonly documents: number;
}

/** An attempt came back with scores. */
export interface ResponseEvent extends EventBase {
  /** Always `"response"`: tells this event from the others of {@link RerankEvent}. */
  readonly type: "response";
  /** 1 for the first try of a request, 2 for its first retry. */
  readonly attempt: number;
  /** Documents in the request. */
  readonly documents: number;
  /** The HTTP status, from 200 to 299. */
  readonly status: number;
  /** Milliseconds from sending until the scores are read and checked, waiting for a place not counted. */
  readonly durationMs: number;
  /** What this request cost, as the server reports it. */
  readonly usage: RerankUsage;
  /** The server's id for the request, where it gives one. */
  readonly requestId?: string | undefined;
}

/** An attempt failed, and another follows after a wait. */
export interface RetryEvent extends EventBase {
  /** Always `"retry"`: tells this event from the others of {@link RerankEvent}. */
  readonly type: "retry";
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** Milliseconds until the next attempt, from 0, after which it may have to wait for a place. */
  readonly delayMs: number;
  /** The code of the {@link RerankError}, such as `"RANKWIRE_RATE_LIMIT"`. */
  readonly code: string;
  /** The HTTP status of the failed attempt, where there was a response. */
  readonly status?: number | undefined;
}

/** A call has more documents or characters than one request takes. */
export interface SplitEvent extends EventBase {
  /** Always `"split"`: tells this event from the others of {@link RerankEvent}. */
  readonly type: "split";
  /** Documents in the call. */
  readonly documents: number;
  /** Requests that the call is split into, 2 or more. */
  readonly requests: number;
}

/** A cache was asked for scores, or its store failed: an event of its own, with `storeError` and no hits or misses. */
export interface CacheEvent extends EventBase {
  /** Always `"cache"`: tells this event from the others of {@link RerankEvent}. */
  readonly type: "cache";
  /** Distinct texts whose score was there. */
  readonly hits: number;
  /** Distinct texts that had to be scored. */
  readonly misses: number;
  /** Set when the store failed or was too slow; the call went on without it. */
  readonly storeError?: Error | undefined;
}

/** A reranker of a group failed, the one that `provider` and `model` name, and the next one is asked. */
export interface FallbackEvent extends EventBase {
  /** Always `"fallback"`: tells this event from the others of {@link RerankEvent}. */
  readonly type: "fallback";
  /** The code of the {@link RerankError} that it failed with; `undefined` for any other error. */
  readonly code?: string | undefined;
  /** Who is asked next. */
  readonly nextProvider: string;
  /** The model that is asked next. */
  readonly nextModel: string;
}

/** A circuit breaker changed its state. */
export interface BreakerEvent extends EventBase {
  /** Always `"breaker"`: tells this event from the others of {@link RerankEvent}. */
  readonly type: "breaker";
  /** `"open"`: the reranker is not asked at present; `"half-open"`: one call tries it; `"closed"`: it is asked as usual. */
  readonly state: "closed" | "open" | "half-open";
}

/** A result is returned in the retriever's own order because reranking failed. */
export interface DegradedEvent extends EventBase {
  /** Always `"degraded"`: tells this event from the others of {@link RerankEvent}. */
  readonly type: "degraded";
  /** Candidates that were to be ranked, blank and equal ones among them. */
  readonly documents: number;
  /** Why they are not ranked. */
  readonly error: Error;
}

/**
 * What happens inside a call: counts, durations and codes, never a query, a document or a key. On Node every event is
 * also published on the diagnostics channel `rankwire`.
 */
export type RerankEvent =
  | RequestEvent
  | ResponseEvent
  | RetryEvent
  | SplitEvent
  | CacheEvent
  | FallbackEvent
  | BreakerEvent
  | DegradedEvent;

/**
 * Is told of every event, in the course of the call: what it does at once holds the call up. What it throws or rejects
 * with is ignored.
 */
export type RerankEventListener = (event: RerankEvent) => void;
