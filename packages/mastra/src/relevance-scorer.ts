import {
  type AdapterOptions,
  checkOptions,
  ConfigurationError,
  InvalidRequestError,
  InvalidResponseError,
  rankItems,
  resolveAdapterOptions,
  type Reranker,
  rerankerOptionNames,
  tell,
} from "@rankwire/core";
import { type AskTogether, askTogether } from "./ask-together.ts";

/** What Mastra asks for the score of one text; the same as `RelevanceScoreProvider` of `@mastra/core/relevance`. */
export interface RelevanceScoreProvider {
  /** The relevance of `text` for `query`, from 0 to 1. */
  getRelevanceScore(query: string, text: string): Promise<number>;
}

/** How to reach a rerank server, or a reranker that does, and what to do with its scores. */
export interface RankwireRelevanceScorerOptions extends Omit<AdapterOptions, "topN" | "scoreThreshold"> {
  /**
   * Maps the reranker's scores into 0 to 1, for a model that scores on another scale: `"sigmoid"` for logits, or a
   * function that keeps the order. A score outside 0 to 1 after it is an error and never cut off, since that would
   * tie what the model tells apart.
   *
   * @defaultValue scores as they are
   */
  readonly normalize?: "sigmoid" | ((score: number) => number) | undefined;
  /**
   * `"passthrough"` gives every text the score 0 when reranking fails, so that Mastra keeps the order of the vector
   * search, and reports it to `onEvent` as `degraded`. Choose it for `createVectorQueryTool`, which answers a failed
   * reranker with an empty context. Configuration, request and authentication errors are thrown all the same.
   *
   * @defaultValue "throw"
   */
  readonly onError?: AdapterOptions["onError"];
  /** Is told of every error that is thrown, once for a request: `createVectorQueryTool` keeps it to itself. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

const optionNames = [...rerankerOptionNames, "reranker", "onError", "normalize", "onFailure"];

/**
 * Scores for Mastra's `rerankWithScorer` and `createVectorQueryTool`. Mastra asks for one text at a time; texts that
 * are asked about at once, as by `Promise.all`, for the same query go to the server together.
 *
 * @example
 * ```ts
 * const best = await rerankWithScorer({ results, query, scorer: new RankwireRelevanceScorer(), options: { topK: 5 } });
 * ```
 */
export class RankwireRelevanceScorer implements RelevanceScoreProvider {
  readonly #ask: AskTogether;
  readonly #onFailure: RankwireRelevanceScorerOptions["onFailure"];

  /** @throws ConfigurationError that names the option or the environment variable to change. */
  constructor(options: RankwireRelevanceScorerOptions = {}) {
    checkOptions(options, optionNames, "RankwireRelevanceScorer");
    const { reranker, onError, onEvent } = resolveAdapterOptions(options, optionNames);
    const { normalize, onFailure } = options;
    if (normalize !== undefined && normalize !== "sigmoid" && typeof normalize !== "function") {
      throw new ConfigurationError('normalize must be "sigmoid" or a function');
    }
    if (onFailure !== undefined && typeof onFailure !== "function") {
      throw new ConfigurationError("onFailure must be a function");
    }
    this.#onFailure = onFailure;
    const unit = withUnitScores(reranker, normalize === "sigmoid" ? sigmoid : normalize);
    this.#ask = askTogether(async (query, texts) => {
      try {
        const ranked = await rankItems(unit, {
          query,
          items: texts,
          text: (text) => text,
          onError,
          onEvent,
        });
        const scores = texts.map(() => 0);
        for (const { index, relevanceScore } of ranked.items) scores[index] = relevanceScore ?? 0;
        return scores;
      } catch (error) {
        if (onFailure !== undefined) tell(onFailure, error);
        throw error;
      }
    });
  }

  /**
   * The relevance of `text` for `query`, from 0 to 1; 0 for a blank text.
   *
   * @throws RerankError, unless `onError` is `"passthrough"`.
   */
  async getRelevanceScore(query: string, text: string): Promise<number> {
    if (typeof text === "string") return this.#ask(query, text);
    // Refused by itself, as those that it would be asked about with are in order.
    const error = new InvalidRequestError(`text is of type ${typeof text}; it must be a string`);
    if (this.#onFailure !== undefined) tell(this.#onFailure, error);
    throw error;
  }
}

/** The same reranker with scores that Mastra's weights can be applied to. */
function withUnitScores(reranker: Reranker, normalize: ((score: number) => number) | undefined): Reranker {
  const { provider, model } = reranker;
  const rerank: Reranker["rerank"] = async (request, options) => {
    const response = await reranker.rerank(request, options);
    // What is no list of scores is left to the checks of all that rerankers return.
    if (!Array.isArray(response?.results)) return response;
    const results = response.results.map((result) => {
      if (typeof result?.relevanceScore !== "number") return result;
      const score = normalize === undefined ? result.relevanceScore : normalize(result.relevanceScore);
      if (score >= 0 && score <= 1) return { ...result, relevanceScore: score };
      throw new InvalidResponseError(
        `A relevance score is ${score}, outside 0 to 1, which Mastra's weights count on: ` +
          `set normalize, to "sigmoid" where the model returns logits (${provider} ${model})`,
      );
    });
    return { ...response, results };
  };
  // It stands on the reranker, whose own listener is so told of what becomes of the scores. What a getter reads from
  // `#private` fields cannot be read through it, so it has that itself.
  return Object.create(reranker, { provider: { value: provider }, model: { value: model }, rerank: { value: rerank } });
}

/** The logistic function, which turns a cross-encoder's logit into a probability. */
function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
