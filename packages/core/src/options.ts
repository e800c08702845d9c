import type { Dialect, DialectName } from "./dialects/dialect.ts";
import type { ProviderName } from "./dialects/presets.ts";
import type { RerankEventListener } from "./events.ts";
import { namesOf } from "./option-kinds.ts";

/** A `Dispatcher` of undici 7 or newer, by shape: so the types of undici are not needed to read these. */
export interface DispatcherLike {
  /** Sends a request, and tells the handler of the response. */
  dispatch(options: never, handler: never): boolean;
}

/** How to reach a rerank server, and how hard to try. Every option has a default. */
export interface RerankerOptions {
  /**
   * Sent as `Authorization: Bearer …`, or in the header that the dialect names. A hosted provider's own address asks
   * for one; elsewhere it may be left out.
   *
   * @defaultValue the provider's environment variable, `QHAIGC_API_KEY` for the default one
   */
  readonly apiKey?: string | undefined;
  /**
   * Where the server is: an absolute `http:` or `https:` URL. The dialect's path is appended unless the URL already
   * ends in it; `/v1` at the end is right with or without a slash. A query is kept; credentials are refused.
   *
   * @defaultValue the provider's environment variable (`QHAIGC_BASE_URL`), then the provider's own address, which is
   * `https://api.qhaigc.net/v1` for the default one
   */
  readonly baseURL?: string | undefined;
  /**
   * The model that scores, as the provider names it.
   *
   * @defaultValue the provider's, `bge-reranker-v2-m3` for the default one
   */
  readonly model?: string | undefined;
  /**
   * Whose server it is: a known name brings its address, dialect, limits and environment variables; any other name is
   * a label in responses and events, and needs a `baseURL`.
   *
   * @defaultValue "qhaigc"
   */
  readonly provider?: ProviderName | (string & {}) | undefined;
  /**
   * The shape of the request on the wire, and the path; responses are read in any shape.
   *
   * @defaultValue the provider's, `"flat"` for the default one
   */
  readonly dialect?: DialectName | Dialect | undefined;
  /**
   * Further HTTP headers for every request, names in any case; they win over the library's own, the key's among them.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Further fields of every request's body, by the server's own names: `{ max_tokens_per_doc: 2048 }`. What the dialect
   * writes itself, the query for instance, cannot be among them.
   *
   * @defaultValue none
   */
  readonly extraBody?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Milliseconds for one attempt, above 0: connecting, headers and body together. `Infinity` takes the limit off.
   *
   * @defaultValue 30000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Milliseconds for a whole call, above 0: waiting for a place, every attempt and every wait between them. `Infinity`
   * takes the limit off.
   *
   * @defaultValue 120000
   */
  readonly totalTimeoutMs?: number | undefined;
  /**
   * How often a request that failed in passing is sent again: a whole number, 0 or more. The waits between are random,
   * up to 0.5 s and then twice the last, at most 8 s, unless the server asks for another; one above 60 s is not waited.
   *
   * @defaultValue 2
   */
  readonly maxRetries?: number | undefined;
  /**
   * Retries that the instance may spend in a row: a whole number, 0 or more. Every request gives back a fifth of one,
   * so that an outage is not answered with a multiple of the load. `Infinity` takes the bound off.
   *
   * @defaultValue 30
   */
  readonly retryBudget?: number | undefined;
  /**
   * Most documents in one request, 1 or more; a longer list is split.
   *
   * @defaultValue the provider's, 100 for the default one
   */
  readonly maxDocumentsPerRequest?: number | undefined;
  /**
   * Most characters (UTF-16 code units) in one request, 1 or more, counting the query once for each document; a longer
   * list is split. A single document above it is sent on its own.
   *
   * @defaultValue the provider's, 1000000 for the default one
   */
  readonly maxCharactersPerRequest?: number | undefined;
  /**
   * Most requests under way at once for the whole instance, 1 or more; further ones wait their turn, fairly between
   * calls. A server that answers 429 gets half as many, and more again with each success.
   *
   * @defaultValue 32: 16 at first, and one more with each success while all are in use
   */
  readonly maxConcurrency?: number | undefined;
  /**
   * Most bytes that a response may have, 1 or more, before and after it is decompressed; a larger one is an
   * {@link InvalidResponseError}. More than 536870888, the most that a string can hold, means that.
   *
   * @defaultValue 33554432 (32 MiB)
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Turns the server's raw scores into others, once, before any threshold. It must be order-preserving.
   *
   * @defaultValue what the provider and the model need, `"none"` for the default one
   */
  readonly scoreTransform?: ScoreTransform | undefined;
  /**
   * Whether to ask the server for the best `topN` alone. With `false` it returns all, and the cut is made here.
   *
   * @defaultValue the provider's: `true` but for servers that know no top N, or have ignored it
   */
  readonly sendTopN?: boolean | undefined;
  /**
   * Sends the requests through this function, of the web's `fetch` type. Not together with `dispatcher`.
   *
   * @defaultValue on Node a pool of undici's, elsewhere the global `fetch`
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * Sends the requests through this undici dispatcher: a proxy agent, a pool, a mock. It stays the caller's to close.
   * For Node alone, and not together with `fetch`.
   *
   * @defaultValue a pool of the instance's own, of at most `maxConcurrency` sockets
   */
  readonly dispatcher?: DispatcherLike | undefined;
  /** Is told what happens inside a call: attempts, retries, splits. See {@link RerankEvent}. */
  readonly onEvent?: RerankEventListener | undefined;
}

/**
 * `"none"` leaves a score as the server gives it, `"sigmoid"` maps a logit into (0, 1) by 1 / (1 + e^-x); a function
 * must be order-preserving and return a finite number.
 *
 * @see https://en.wikipedia.org/wiki/Logistic_function
 */
export type ScoreTransform = "none" | "sigmoid" | ((score: number) => number);

/** The name of every option: for {@link checkOptions}, in an adapter that takes them. */
export const rerankerOptionNames: readonly (keyof RerankerOptions)[] = namesOf<RerankerOptions>({
  apiKey: true,
  baseURL: true,
  model: true,
  provider: true,
  dialect: true,
  headers: true,
  extraBody: true,
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
});
