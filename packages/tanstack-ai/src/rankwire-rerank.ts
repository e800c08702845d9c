import {
  checkCallOptions,
  checkOptions,
  checkReranker,
  ConfigurationError,
  pickOptions,
  rankItems,
  type RankedItems,
  type Reranker,
  rerankerOptionNames,
  type RerankerOptions,
  type RerankUsage,
  resolveAdapterOptions,
} from "@rankwire/core";
import type { RerankAdapterResult, RerankOptions } from "@tanstack/ai";
import { BaseRerankAdapter } from "@tanstack/ai/adapters";

/** How to reach a rerank server, or a reranker that does. */
export interface RankwireRerankOptions extends RerankerOptions {
  /** The reranker to use, in place of one created from the other options; it brings its own model. */
  readonly reranker?: Reranker | undefined;
}

/** What `modelOptions` of TanStack's `rerank` takes. */
export interface RankwireModelOptions {
  /** Keeps what scores at least this much; applied before `topN`. */
  readonly scoreThreshold?: number | undefined;
  /** Milliseconds for each attempt of this call. */
  readonly timeoutMs?: number | undefined;
  /** Ends the call when it fires, as TanStack's own signal does beside it. */
  readonly signal?: AbortSignal | undefined;
  /** Headers for this call, beside those of the reranker and over them. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * A reranker for TanStack's `rerank`. Create one and share it: its limits hold for all its calls together.
 *
 * @param model - The model as the server names it.
 * @defaultValue for `model`: that of the given reranker, else the options', else the provider's own, `bge-reranker-v2-m3` for the default one
 * @example
 * ```ts
 * const { rerankedDocuments } = await rerank({ adapter: rankwireRerank(), query, documents, topN: 3 });
 * ```
 * @throws ConfigurationError that names the option or the environment variable to change.
 * @experimental TanStack AI has not reached 1.0: this follows its changes, within the range of the peer dependency.
 */
export function rankwireRerank(model?: string, options: RankwireRerankOptions = {}): RankwireRerankAdapter {
  const names = [...rerankerOptionNames, "reranker"] as const;
  checkOptions(options, names, "rankwireRerank");
  const own = pickOptions(options, names);
  const { reranker, onEvent } = resolveAdapterOptions(model === undefined ? own : { ...own, model });
  if (onEvent !== undefined) {
    throw new ConfigurationError("reranker and onEvent are both given: pass onEvent to the reranker instead");
  }
  return new RankwireRerankAdapter(reranker);
}

/**
 * A {@link Reranker} as TanStack's adapter.
 *
 * @experimental See {@link rankwireRerank}.
 */
export class RankwireRerankAdapter extends BaseRerankAdapter<string, RankwireModelOptions> {
  /** The adapter's name, as TanStack shows it. */
  readonly name = "rankwire";
  readonly #reranker: Reranker;

  /** @throws ConfigurationError unless `reranker` is one. */
  constructor(reranker: Reranker) {
    checkReranker(reranker, "reranker");
    super({}, reranker.model);
    this.#reranker = reranker;
  }

  /**
   * Called by TanStack's `rerank`.
   *
   * @throws RerankError, or the caller's own abort reason.
   */
  override async rerank(options: RerankOptions<RankwireModelOptions>): Promise<RerankAdapterResult> {
    const { query, documents, topN, abortSignal, logger } = options;
    const modelOptions = options.modelOptions ?? {};
    checkCallOptions(modelOptions, "modelOptions", ["scoreThreshold"]);
    const { name: provider, model } = this;
    logger.request(`activity=rerank provider=${provider}`, { provider, model, documentCount: documents.length });
    const { signal, release } = firstOf(abortSignal, modelOptions.signal);
    let ranked: RankedItems<string>;
    try {
      ranked = await rankItems(this.#reranker, {
        query,
        items: documents,
        text: (document) => document,
        topN,
        signal,
        scoreThreshold: modelOptions.scoreThreshold,
        timeoutMs: modelOptions.timeoutMs,
        headers: modelOptions.headers,
      });
    } catch (error) {
      logger.errors("rankwire.rerank failed", { error, source: "rankwire.rerank" });
      throw error;
    } finally {
      release();
    }
    const blank = documents.filter((document) => !/\S/u.test(document)).length;
    if (blank > 0) {
      logger.warn(`${blank} of ${documents.length} documents are blank and have no place in the ranking`, { provider });
    }
    return {
      id: ranked.id ?? this.generateId(),
      // TanStack knows no document without a score.
      ranking: ranked.items.flatMap(({ index, relevanceScore }) =>
        relevanceScore === undefined ? [] : [{ index, score: relevanceScore }],
      ),
      usage: tokenUsage(ranked.usage),
    };
  }
}

/** A signal for the time of a call. */
interface CallSignal {
  readonly signal: AbortSignal | undefined;
  /** Lets go of what it follows. */
  readonly release: () => void;
}

/**
 * A signal that fires with the first of those that are there. `AbortSignal.any()` is none for calls: as long as one of
 * the two lives, something of each call would be kept.
 */
function firstOf(one: AbortSignal | undefined, other: AbortSignal | undefined): CallSignal {
  if (one === undefined || other === undefined) return { signal: one ?? other, release: () => {} };
  const controller = new AbortController();
  const follow = (): void => controller.abort((one.aborted ? one : other).reason);
  const both = [one, other];
  for (const signal of both) signal.addEventListener("abort", follow);
  if (both.some(({ aborted }) => aborted)) follow();
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of both) signal.removeEventListener("abort", follow);
    },
  };
}

/** TanStack wants every count: what a server does not report is 0. */
function tokenUsage({ promptTokens, totalTokens, searchUnits }: RerankUsage): RerankAdapterResult["usage"] {
  const counts = {
    promptTokens: promptTokens ?? totalTokens ?? 0,
    completionTokens: 0,
    totalTokens: totalTokens ?? promptTokens ?? 0,
  };
  return searchUnits === undefined ? counts : { ...counts, billed: { quantity: searchUnits, unit: "units" } };
}
