import { NoSuchModelError, type ProviderV3, type RerankingModelV3 } from "@ai-sdk/provider";
import {
  checkOptions,
  ConfigurationError,
  pickOptions,
  createReranker,
  type Reranker,
  rerankerOptionNames,
  type RerankerOptions,
  resolveAdapterOptions,
} from "@rankwire/core";
import { createRerankingModel } from "./reranking-model.ts";

/** Most models kept that were asked for by name. */
const maxKept = 16;

/** How to reach a rerank server, or a reranker that does. */
export interface RankwireProviderOptions extends RerankerOptions {
  /**
   * How often the reranker itself sends a failed request again. Left out, that is the AI SDK's task alone
   * (`rerank({ maxRetries })`, 2 by default), and so it is with 0; with a higher number here it is the reranker's alone,
   * and the AI SDK repeats nothing. Either way the two never multiply.
   *
   * @defaultValue 0
   */
  readonly maxRetries?: number | undefined;
  /**
   * The reranker to use, in place of one created from the other options. Its own retries hold, and the AI SDK repeats
   * nothing.
   */
  readonly reranker?: Reranker | undefined;
}

/** Reranking models for the AI SDK, versions 6 and 7. */
export interface RankwireProvider extends ProviderV3 {
  /**
   * The reranking model with this id.
   *
   * @param modelId - The model as the server names it.
   * @defaultValue the options' `model`, then the provider's own
   * @throws ConfigurationError when an option is wrong; a missing key shows at the first call.
   * @throws NoSuchModelError when a given reranker is of another model.
   */
  rerankingModel(modelId?: string): RerankingModelV3;
  /** The same as {@link RankwireProvider.rerankingModel}. */
  reranking(modelId?: string): RerankingModelV3;
}

/**
 * A provider for the AI SDK's `rerank`. All calls of one model share one client, with its limit on concurrency.
 *
 * @throws ConfigurationError when options are given beside a reranker that has its own, or have no effect here.
 * @example
 * ```ts
 * const { ranking } = await rerank({
 *   model: createRankwire({ apiKey }).rerankingModel("bge-reranker-v2-m3"),
 *   query: "Which skin care suits sensitive skin?",
 *   documents,
 *   topN: 3,
 * });
 * ```
 */
export function createRankwire(options: RankwireProviderOptions = {}): RankwireProvider {
  checkOptions(options, [...rerankerOptionNames, "reranker"], "createRankwire");
  const { reranker: given, maxRetries = 0, model: ownModel } = options;
  const rerankerOptions = pickOptions(options, rerankerOptionNames);
  if (given !== undefined) {
    resolveAdapterOptions(options);
    if (options.onEvent !== undefined) {
      throw new ConfigurationError("reranker and onEvent are both given: pass onEvent to the reranker instead");
    }
  }
  const models = new Map<string, RerankingModelV3>();

  const rerankingModel = (modelId?: string): RerankingModelV3 => {
    const settings = { ...rerankerOptions, maxRetries, model: modelId ?? ownModel };
    // The key is not read yet, so that a model can be named at the top of a module that is also loaded without one.
    const modelName = (given ?? createReranker({ ...settings, apiKey: "read at the first call" })).model;
    if (modelId !== undefined && modelId !== modelName) {
      throw new NoSuchModelError({ modelId, modelType: "rerankingModel" });
    }
    const known = models.get(modelName);
    if (known !== undefined) return known;
    let reranker = given;
    const model = createRerankingModel({
      modelId: modelName,
      reranker: () => (reranker ??= createReranker(settings)),
      isRepeatable: given === undefined && settings.maxRetries === 0,
    });
    const [oldest] = models.keys();
    if (models.size >= maxKept && oldest !== undefined) models.delete(oldest);
    models.set(modelName, model);
    return model;
  };

  return {
    specificationVersion: "v3",
    rerankingModel,
    reranking: rerankingModel,
    languageModel: absent("languageModel"),
    embeddingModel: absent("embeddingModel"),
    textEmbeddingModel: absent("embeddingModel"),
    imageModel: absent("imageModel"),
    transcriptionModel: absent("transcriptionModel"),
    speechModel: absent("speechModel"),
  };
}

/** The provider with every option at its default: the key is read from `QHAIGC_API_KEY` at the first call. */
export const rankwire: RankwireProvider = createRankwire();

function absent(modelType: NoSuchModelError["modelType"]): (modelId: string) => never {
  return (modelId) => {
    throw new NoSuchModelError({ modelId, modelType });
  };
}
