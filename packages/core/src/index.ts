export { resolveAdapterOptions } from "./adapter-options.ts";
export type { AdapterOptions, AdapterSettings } from "./adapter-options.ts";
export type { GroupOptions } from "./ask-in-turn.ts";
export { balance } from "./balance.ts";
export type { BalanceOptions } from "./balance.ts";
export type { BreakerOptions } from "./circuit-breaker.ts";
export { checkCallOptions } from "./check-request.ts";
export { copyWith } from "./copy-with.ts";
export type { CopyChanges, OwnProperty } from "./copy-with.ts";
export { createReranker } from "./create-reranker.ts";
export { tell } from "./emit.ts";
export { untilAborted } from "./on-abort.ts";
export type { Dialect, DialectName, DialectRequest } from "./dialects/dialect.ts";
export type { ProviderName } from "./dialects/presets.ts";
export { defineReranker } from "./define-reranker.ts";
export type { CheckedRequest, RerankerDefinition } from "./define-reranker.ts";
export { AuthenticationError } from "./errors/authentication-error.ts";
export { ConfigurationError } from "./errors/configuration-error.ts";
export { ConnectionError } from "./errors/connection-error.ts";
export { InvalidRequestError } from "./errors/invalid-request-error.ts";
export { InvalidResponseError } from "./errors/invalid-response-error.ts";
export { RateLimitError } from "./errors/rate-limit-error.ts";
export { RerankError } from "./errors/rerank-error.ts";
export type { RerankErrorOptions } from "./errors/rerank-error.ts";
export { ServerError } from "./errors/server-error.ts";
export { TimeoutError } from "./errors/timeout-error.ts";
export type {
  BreakerEvent,
  CacheEvent,
  DegradedEvent,
  EventBase,
  FallbackEvent,
  RequestEvent,
  RerankEvent,
  RerankEventListener,
  ResponseEvent,
  RetryEvent,
  SplitEvent,
} from "./events.ts";
export { fieldLines } from "./field-lines.ts";
export { rerankerOptionNames } from "./options.ts";
export type { DispatcherLike, RerankerOptions, ScoreTransform } from "./options.ts";
export { fallback } from "./fallback.ts";
export type { FallbackOptions } from "./fallback.ts";
export { checkReranker } from "./check-reranker.ts";
export { checkOptions, pickOptions } from "./option-kinds.ts";
export { rankItems } from "./rank-items.ts";
export type { OnError, RankedItem, RankedItems, RankItemsOptions } from "./rank-items.ts";
export type {
  CallOptions,
  PassageRange,
  Reranker,
  RerankRequest,
  RerankResponse,
  RerankResult,
  RerankUsage,
} from "./reranker.ts";
export type { ScoreStore } from "./score-store.ts";
export { withCache } from "./with-cache.ts";
export type { CacheOptions } from "./with-cache.ts";
export { withPassages } from "./with-passages.ts";
export type { PassageOptions } from "./with-passages.ts";
