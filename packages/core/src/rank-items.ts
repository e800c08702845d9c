import { checkReranker } from "./check-reranker.ts";
import { checkList, checkObject, checkQuery, checkSignal, checkThreshold, resolveTopN } from "./check-request.ts";
import { checkResults } from "./check-results.ts";
import { describe, distinctTexts } from "./distinct-texts.ts";
import { internalsOf, tell } from "./emit.ts";
import { AuthenticationError } from "./errors/authentication-error.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { RerankError } from "./errors/rerank-error.ts";
import type { RerankEventListener } from "./events.ts";
import type { Mutable } from "./mutable.ts";
import { untilAborted } from "./on-abort.ts";
import { namesOf } from "./option-kinds.ts";
import type { CallOptions, PassageRange, Reranker, RerankResponse, RerankResult, RerankUsage } from "./reranker.ts";

/**
 * What to do when reranking fails: `"throw"`, or with `"passthrough"` return the items in the order in which they came.
 */
export type OnError = "throw" | "passthrough";

/** What to rank, and how. */
export interface RankItemsOptions<T> extends CallOptions {
  /** The question or search text; not blank. */
  readonly query: string;
  /** The candidates, in retrieval order. None is ever written to. */
  readonly items: readonly T[];
  /** The text of a candidate, a string. A blank one is not sent: its item comes last, without a score. */
  readonly text: (item: T, index: number) => string;
  /**
   * How many items to return: a positive integer, or `Infinity` for all. More than there are means all.
   *
   * @defaultValue all
   */
  readonly topN?: number | undefined;
  /**
   * Keeps the items with at least this score, on the model's own scale; applied before `topN`. Items without a score
   * are dropped, but not where `onError` passes all through: nothing is scored then.
   *
   * @defaultValue none: whatever its score, every item is kept
   */
  readonly scoreThreshold?: number | undefined;
  /**
   * `"passthrough"` returns the items in retrieval order, blank ones too, cut to `topN` alone, with `reranked: false`
   * and the error, and emits a `degraded` event. Aborts and configuration, request and authentication errors are thrown
   * all the same.
   *
   * @defaultValue "throw"
   */
  readonly onError?: OnError | undefined;
  /** Is told of a `degraded` result; the reranker's own listener is told as well. */
  readonly onEvent?: RerankEventListener | undefined;
}

/** An item and its place among the candidates. */
export interface RankedItem<T> {
  /** The very item that was passed, not a copy. */
  readonly item: T;
  /** The item's place before reranking, from 0. */
  readonly index: number;
  /** A finite number, higher is more relevant; absent when the item's text is blank or reranking failed. */
  readonly relevanceScore?: number | undefined;
  /**
   * The part of a long text that scored best, where {@link withPassages} split it; absent where it stands for itself.
   */
  readonly passage?: PassageRange | undefined;
}

/** The ranked items, best first, and what ranking them cost. */
export interface RankedItems<T> {
  /** The best items, best first; those without a score come last. */
  readonly items: readonly RankedItem<T>[];
  /** `false` when reranking failed and the items are in retrieval order. */
  readonly reranked: boolean;
  /** What the call cost; no requests when none was sent or reranking failed. */
  readonly usage: RerankUsage;
  /** Who answered: of several rerankers, the one that did; `reranker.provider` when none was asked or could. */
  readonly provider: string;
  /** The model that answered; `reranker.model` when none was asked or could. */
  readonly model: string;
  /** The server's own id for the request, where it gives one. */
  readonly id?: string | undefined;
  /** The HTTP headers of the response, names in lower case: see {@link RerankResponse.headers}. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Why the items are not reranked; absent when `reranked` is `true`. */
  readonly error?: Error | undefined;
}

const optionNames = namesOf<RankItemsOptions<unknown>>({
  query: true,
  items: true,
  text: true,
  topN: true,
  scoreThreshold: true,
  onError: true,
  signal: true,
  timeoutMs: true,
  headers: true,
  onEvent: true,
});

/**
 * Ranks anything that has a text: what every framework adapter calls. Equal texts are sent once and all get the
 * score; blank ones are not sent and come last.
 *
 * @example
 * ```ts
 * const { items } = await rankItems(reranker, { query, items: products, text: (product) => product.title, topN: 5 });
 * ```
 * @throws {@link InvalidRequestError} when the query is blank, a text is not a string or an option is out of range;
 * what the reranker throws, unless `onError` is `"passthrough"`; the signal's reason when it fires.
 */
export async function rankItems<T>(reranker: Reranker, options: RankItemsOptions<T>): Promise<RankedItems<T>> {
  checkReranker(reranker, "reranker");
  checkObject(options, "the second argument", optionNames);
  const { query, text, scoreThreshold } = options;
  checkList(options.items, "items");
  // The caller's list may change while the request is under way; the results are places in it as it was sent.
  const items = [...options.items];
  if (typeof text !== "function") throw new InvalidRequestError(`text is ${describe(text)}; it must be a function`);
  checkThreshold(scoreThreshold);
  checkOnError(options.onError);
  if (options.onEvent !== undefined && typeof options.onEvent !== "function") {
    throw new InvalidRequestError(`onEvent is ${describe(options.onEvent)}; it must be a function`);
  }
  const topN = resolveTopN(options.topN, items.length);
  const { provider, model } = reranker;
  if (items.length === 0) return { items: [], reranked: true, usage: { requests: 0 }, provider, model };
  checkQuery(query);
  checkSignal(options.signal);
  const { texts, positions } = distinctTexts(items.map((item, index) => textOf(item, index, text)));
  const unscored = (): RankedItem<T>[] => {
    const isScored = new Set(positions?.flat() ?? items.keys());
    return items.flatMap((item, index) => (isScored.has(index) ? [] : [{ item, index }]));
  };
  if (texts.length === 0) {
    const blank = scoreThreshold === undefined ? unscored().slice(0, topN) : [];
    return { items: blank, reranked: true, usage: { requests: 0 }, provider, model };
  }
  try {
    const top = Math.min(topN, texts.length);
    const answer = reranker.rerank(
      { query, documents: texts, topN: options.topN === undefined || options.topN === Infinity ? undefined : top },
      { signal: options.signal, timeoutMs: options.timeoutMs, headers: options.headers },
    );
    const response = await untilAborted(answer, options.signal);
    const results = checkResults(response?.results, texts.length, top, `${provider} ${model}`);
    const scored = expand(results, items, positions, scoreThreshold);
    const isShort = scored.length < topN && scoreThreshold === undefined && positions !== undefined;
    const ranked = isShort ? scored.concat(unscored()) : scored;
    ranked.length = Math.min(ranked.length, topN);
    // A reranker of somebody's own may leave out what it should say besides.
    const { usage = { requests: 1 }, id, headers } = response as Partial<RerankResponse>;
    const outcome: Mutable<RankedItems<T>> = {
      items: ranked,
      reranked: true,
      usage,
      provider: response.provider ?? provider,
      model: response.model ?? model,
    };
    if (id !== undefined) outcome.id = id;
    if (headers !== undefined) outcome.headers = headers;
    return outcome;
  } catch (thrown) {
    if (options.onError !== "passthrough" || !mayPassThrough(thrown, options.signal)) throw thrown;
    const error = isError(thrown) ? thrown : new RerankError(`${provider} ${model} failed without an Error`);
    const event = { type: "degraded", provider, model, documents: items.length, error } as const;
    internalsOf(reranker).emit(event);
    if (options.onEvent !== undefined) tell(options.onEvent, event);
    return {
      items: items.slice(0, topN).map((item, index) => ({ item, index })),
      reranked: false,
      usage: { requests: 0 },
      provider,
      model,
      error,
    };
  }
}

function textOf<T>(item: T, index: number, text: (item: T, index: number) => string): string {
  const value: unknown = text(item, index);
  if (typeof value === "string") return value;
  // What it rejects with would end the process.
  if (value instanceof Promise) value.catch(() => {});
  throw new InvalidRequestError(`the text of items[${index}] is ${describe(value)}; it must be a string`);
}

/** Gives each item the score of its text. Items with equal texts keep their order. */
function expand<T>(
  results: readonly RerankResult[],
  items: readonly T[],
  positions: readonly (readonly number[])[] | undefined,
  scoreThreshold = -Infinity,
): RankedItem<T>[] {
  const ranked: RankedItem<T>[] = [];
  for (const { index: position, relevanceScore, passage } of results) {
    if (relevanceScore < scoreThreshold) break;
    for (const index of positions?.[position] ?? [position]) {
      const scored = { item: items[index] as T, index, relevanceScore };
      ranked.push(passage === undefined ? scored : { ...scored, passage });
    }
  }
  return ranked;
}

function mayPassThrough(error: unknown, signal: AbortSignal | undefined): boolean {
  return (
    !signal?.aborted &&
    !(isError(error) && error.name === "AbortError") &&
    !ConfigurationError.isInstance(error) &&
    !InvalidRequestError.isInstance(error) &&
    !AuthenticationError.isInstance(error)
  );
}

/** Whether a value is an `Error`, also one of another realm, such as a worker's or a test runner's. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

/** @throws InvalidRequestError unless `onError` is one of its two words or absent. */
export function checkOnError(onError: OnError | undefined): void {
  if (onError !== undefined && onError !== "throw" && onError !== "passthrough") {
    throw new InvalidRequestError('onError must be "throw" or "passthrough"');
  }
}
