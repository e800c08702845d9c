import { checkReranker } from "./check-reranker.ts";
import { checkThreshold, resolveTopN } from "./check-request.ts";
import { createReranker } from "./create-reranker.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { RerankError } from "./errors/rerank-error.ts";
import type { RerankEventListener } from "./events.ts";
import { checkOptions, kindOf, pickOptions } from "./option-kinds.ts";
import { type RerankerOptions, rerankerOptionNames } from "./options.ts";
import { checkOnError, type OnError } from "./rank-items.ts";
import type { Reranker } from "./reranker.ts";

/** What every framework adapter takes: a reranker, or the options to create one; and what to do with its scores. */
export interface AdapterOptions extends RerankerOptions {
  /**
   * The reranker to use. The options of {@link createReranker} are then its own affair: all but `onEvent` are refused.
   *
   * @defaultValue one created from the other options
   */
  readonly reranker?: Reranker | undefined;
  /**
   * How many to return: a positive integer, or `Infinity` for all. More than there are means all.
   *
   * @defaultValue 5
   */
  readonly topN?: number | undefined;
  /**
   * Keeps what scores at least this much, on the model's own scale; applied before `topN`. What has no score is
   * dropped, but not where `onError` passes all through: nothing is scored then.
   *
   * @defaultValue none: whatever its score, all are kept
   */
  readonly scoreThreshold?: number | undefined;
  /**
   * `"passthrough"` keeps the retriever's own order, cut to `topN`, when reranking fails, and emits a `degraded` event.
   * Aborts and configuration, request and authentication errors are thrown all the same.
   *
   * @defaultValue "throw"
   */
  readonly onError?: OnError | undefined;
}

const adapterOptionNames = [...rerankerOptionNames, "reranker", "topN", "scoreThreshold", "onError"];

/** Adapter options, checked and complete: what an adapter hands to {@link rankItems}. */
export interface AdapterSettings {
  /** The reranker that was given, or the one made from the other options. */
  readonly reranker: Reranker;
  /** How many to return: a positive integer, or `Infinity`. */
  readonly topN: number;
  /** The score from which on items are kept; `undefined` keeps all. */
  readonly scoreThreshold: number | undefined;
  /** What to do when reranking fails. */
  readonly onError: OnError;
  /** For `rankItems`: the listener, where a reranker was given that does not know it; one created here does. */
  readonly onEvent: RerankEventListener | undefined;
}

/**
 * Checks an adapter's options when it is constructed, so that a mistake shows at start-up and not at the first query.
 *
 * @param own - The names of the options that the adapter has besides, which are its own to check.
 * @throws {@link ConfigurationError} that names the option.
 */
export function resolveAdapterOptions(options: AdapterOptions = {}, own: readonly string[] = []): AdapterSettings {
  checkOptions(options, [...adapterOptionNames, ...own], "an adapter");
  const { reranker, topN = 5, scoreThreshold, onError = "throw" } = options;
  const rerankerOptions = pickOptions(options, rerankerOptionNames);
  try {
    resolveTopN(topN, Infinity);
    checkThreshold(scoreThreshold);
    checkOnError(onError);
  } catch (error) {
    throw RerankError.isInstance(error) ? new ConfigurationError(error.message) : error;
  }
  const settings = { topN, scoreThreshold, onError };
  if (reranker === undefined) return { ...settings, reranker: createReranker(rerankerOptions), onEvent: undefined };
  checkReranker(reranker, "reranker");
  kindOf(options.onEvent, "onEvent", "function", "a function");
  const unused = rerankerOptionNames.find((name) => name !== "onEvent" && rerankerOptions[name] !== undefined);
  if (unused !== undefined) {
    throw new ConfigurationError(`reranker and ${unused} are both given: pass ${unused} to the reranker instead`);
  }
  return { ...settings, reranker, onEvent: options.onEvent };
}
