import type { Dispatcher } from "undici";
import type { Dialect, DialectName } from "./dialects/dialect.ts";
import type { ProviderName } from "./dialects/presets.ts";
import type { RerankEventListener } from "./events.ts";

/** How to reach a rerank server, and how hard to try. Every option has a default. */
export interface RerankerOptions {
  /**
   * Sent as `Authorization: Bearer …`, or in the header that the dialect names.
   *
   * @defaultValue the provider's environment variable, `QHAIGC_API_KEY` for the default one
   */
  readonly apiKey?: string | undefined;
  /**
   * Where the server is. The dialect's path is appended unless the URL already ends in it; `/v1` at the end is right
   * with or without a slash. A query is kept; credentials are refused.
   *
   * @defaultValue the provider's environment variable (`QHAIGC_BASE_URL`), then the provider's own address
   */
  readonly baseURL?: string | undefined;
  /**
   * The model that scores.
   *
   * @defaultValue the provider's, `bge-reranker-v2-m3` for the default one
   */
  readonly model?: string | undefined;
  /**
   * Whose server it is: a known name brings its address, dialect, limits and environment variables; any other name is
   * a label in responses and events.
   *
   * @defaultValue "qhaigc"
   */
  readonly provider?: ProviderName | (string & {}) | undefined;
  /**
   * The shape of request and response on the wire.
   *
   * @defaultValue the provider's, `"flat"` for the default one
   */
  readonly dialect?: DialectName | Dialect | undefined;
  /** Further HTTP headers for every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Milliseconds for one attempt: connecting, headers and body together.
   *
   * @defaultValue 30000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Milliseconds for a whole call: waiting for a place, every attempt and every wait between them.
   *
   * @defaultValue 120000
   */
  readonly totalTimeoutMs?: number | undefined;
  /**
   * How often a failed request is sent again: 0 or more.
   *
   * @defaultValue 2
   */
  readonly maxRetries?: number | undefined;
  /**
   * Retries that the instance may spend in a row. Every request gives back a fifth of one, so that an outage is not
   * answered with a multiple of the load. `Infinity` takes the bound off.
   *
   * @defaultValue 30
   */
  readonly retryBudget?: number | undefined;
  /**
   * Most documents in one request; a longer list is split.
   *
   * @defaultValue the provider's, 100 for the default one
   */
  readonly maxDocumentsPerRequest?: number | undefined;
  /**
   * Most characters in one request, counting the query once for each document; a longer list is split. A single
   * document above it is sent on its own.
   *
   * @defaultValue the provider's, 1000000 for the default one
   */
  readonly maxCharactersPerRequest?: number | undefined;
  /**
   * Most requests under way at once for the whole instance; further ones wait their turn, fairly between calls.
   *
   * @defaultValue 8
   */
  readonly maxConcurrency?: number | undefined;
  /**
   * Most bytes that a response may have.
   *
   * @defaultValue 33554432 (32 MiB)
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Turns the server's raw scores into others, once. It must be order-preserving.
   *
   * @defaultValue what the provider and the model need, `"none"` for the default one
   */
  readonly scoreTransform?: ScoreTransform | undefined;
  /** Whether to ask the server for the best `topN` alone. With `false` it scores and returns all, and the cut is made here. @defaultValue the dialect's */
  readonly sendTopN?: boolean | undefined;
  /** Sends the requests through this function, of the web's `fetch` type. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Sends the requests through this undici dispatcher: a proxy agent, a pool, a mock. It stays the caller's to close. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Is told what happens inside a call. */
  readonly onEvent?: RerankEventListener | undefined;
}

/** `"sigmoid"` maps a logit into (0, 1); a function must be order-preserving. */
export type ScoreTransform = "none" | "sigmoid" | ((score: number) => number);

/** The name of every option. */
export const rerankerOptionNames: readonly (keyof RerankerOptions)[] = Object.keys({
  apiKey: true,
  baseURL: true,
  model: true,
  provider: true,
  dialect: true,
  headers: true,
  timeoutMs: true,
  totalTimeoutMs: true,
  maxRetries: true,
  retryBudget: true,
  maxDocumentsPerRequest: true,
  maxCharactersPerRequest: true,
  maxConcurrency: true,
  maxResponseBytes: true,
  scoreTransform: true,
  sendTopN: true,
  fetch: true,
  dispatcher: true,
  onEvent: true,
} satisfies Record<keyof RerankerOptions, true>) as (keyof RerankerOptions)[];
