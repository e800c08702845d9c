import { checkOptions, ConfigurationError, untilAborted } from "@rankwire/core";
import {
  CallbackManager,
  type CallbackManagerForRetrieverRun,
  parseCallbackConfigArg,
} from "@langchain/core/callbacks/manager";
import type { DocumentInterface } from "@langchain/core/documents";
import { BaseRetriever, type BaseRetrieverInput } from "@langchain/core/retrievers";
import type { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { ensureConfig, type RunnableConfig, type RunnableInterface } from "@langchain/core/runnables";
import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";
import { RerankCompressor, takesConfig } from "./rerank-compressor.ts";

/** What {@link RerankRetriever} takes. */
export interface RerankRetrieverOptions extends BaseRetrieverInput {
  /** Finds the candidates: 20 to 50 are a good number to rerank. */
  readonly retriever: RunnableInterface<string, DocumentInterface[]>;
  /** Ranks them: a {@link RerankCompressor}, or any other document compressor. */
  readonly compressor: Pick<BaseDocumentCompressor, "compressDocuments">;
}

const optionNames = ["retriever", "compressor", "callbacks", "tags", "metadata", "verbose"];

/**
 * A retriever that reranks what another one finds. Unlike `ContextualCompressionRetriever` it hands the whole config
 * on, the signal too, and it needs `@langchain/core` alone.
 *
 * @example
 * ```ts
 * const retriever = new RerankRetriever({
 *   retriever: vectorStore.asRetriever({ k: 30 }),
 *   compressor: new RerankCompressor({ topN: 4 }),
 * });
 * const documents = await retriever.invoke("Which frogs live in trees?", { signal });
 * ```
 */
export class RerankRetriever extends BaseRetriever {
  /** The name that LangChain's traces show. */
  static override lc_name(): string {
    return "RerankRetriever";
  }

  /** Where LangChain's serialization places the class. */
  override lc_namespace: string[] = ["rankwire", "retrievers"];
  readonly #retriever: RerankRetrieverOptions["retriever"];
  readonly #compressor: RerankRetrieverOptions["compressor"];

  /** @throws ConfigurationError that names the option. */
  constructor(options: RerankRetrieverOptions) {
    // LangChain shows what a constructor passes up whenever the object is inspected.
    const { retriever, compressor, ...fields }: Partial<RerankRetrieverOptions> = options ?? {};
    super(fields);
    checkOptions(options ?? {}, optionNames, "RerankRetriever");
    if (typeof retriever?.invoke !== "function") {
      throw new ConfigurationError("retriever must be a retriever, such as vectorStore.asRetriever() returns");
    }
    if (typeof compressor?.compressDocuments !== "function") {
      throw new ConfigurationError("compressor must be a document compressor, such as a RerankCompressor");
    }
    this.#retriever = retriever;
    this.#compressor = compressor;
  }

  /**
   * The best documents for `query`.
   *
   * @throws what the retriever and the compressor throw; the signal's reason when it fires.
   */
  override async invoke(query: string, options?: RunnableConfig): Promise<DocumentInterface[]> {
    const config = ensureConfig<RunnableConfig>(parseCallbackConfigArg(options));
    const manager = CallbackManager.configure(
      config.callbacks,
      this.callbacks,
      config.tags,
      this.tags,
      config.metadata,
      this.metadata,
      { verbose: this.verbose ?? false },
    );
    const { runId, runName, ...rest } = config;
    const run = await manager?.handleRetrieverStart(
      this.toJSON(),
      query,
      runId,
      undefined,
      undefined,
      undefined,
      runName,
    );
    try {
      config.signal?.throwIfAborted();
      const work = this._getRelevantDocuments(query, run, rest);
      // By itself it ends with the signal, once the runs beneath have ended; a class that extends it may not.
      const isOwn = this._getRelevantDocuments === RerankRetriever.prototype._getRelevantDocuments;
      const documents = await (isOwn ? work : untilAborted(work, config.signal));
      // A list of their own, as a handler may write into what it is told.
      await run?.handleRetrieverEnd([...documents]);
      return documents;
    } catch (error) {
      await run?.handleRetrieverError(error);
      throw error;
    }
  }

  /**
   * The same for callers that have started a run by themselves, and for classes that extend this one.
   *
   * @param config - The call's config, with its signal; its callbacks give way to the run's.
   */
  override async _getRelevantDocuments(
    query: string,
    run?: CallbackManagerForRetrieverRun,
    config: RunnableConfig = ensureConfig(),
  ): Promise<DocumentInterface[]> {
    const { signal } = config;
    const beneath = (tag: string): RunnableConfig =>
      run === undefined ? config : { ...config, callbacks: run.getChild(tag) };
    const documents = await untilAborted(this.#retriever.invoke(query, beneath("base_retriever")), signal);
    const compressor = this.#compressor;
    const compressing = beneath("base_compressor");
    if (takesConfig(compressor)) {
      const work = compressor.compressDocuments(documents, query, compressing);
      const isOwn = compressor.compressDocuments === RerankCompressor.prototype.compressDocuments;
      return isOwn ? work : untilAborted(work, signal);
    }
    // Other compressors take callbacks alone; what they call finds the rest, the signal too, in the ambient config,
    // which there is where langchain or LangGraph is loaded.
    const compressed: Promise<DocumentInterface[]> = AsyncLocalStorageProviderSingleton.runWithConfig(compressing, () =>
      compressor.compressDocuments(documents, query, compressing.callbacks),
    );
    return untilAborted(compressed, signal);
  }
}
