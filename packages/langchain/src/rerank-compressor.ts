import {
  type AdapterSettings,
  checkCallOptions,
  InvalidRequestError,
  type OnError,
  type RankedItem,
  type RankedItems,
  rankItems,
  type Reranker,
  resolveAdapterOptions,
} from "@rankwire/core";
import { type Callbacks, parseCallbackConfigArg } from "@langchain/core/callbacks/manager";
import type { DocumentInterface } from "@langchain/core/documents";
import { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { ensureConfig, type Runnable, type RunnableConfig, RunnableLambda } from "@langchain/core/runnables";
import { checkMarkable, markDocument, type Marks } from "./mark-document.ts";
import {
  type CompressorSettings,
  compressorOptionNames,
  type RerankCompressorOptions,
  resolveCompressorOptions,
} from "./options.ts";
import type { DocumentScore, Rerankable, RerankInput, RerankOptions } from "./rerank-options.ts";
import { rerankerPerModel } from "./reranker-per-model.ts";
import { startRun } from "./trace.ts";

/**
 * Reranks documents: wherever LangChain takes a `BaseDocumentCompressor`, and by itself. The documents that come back
 * are copies, best first, with the score in their metadata; those that went in are never written to.
 *
 * @example
 * ```ts
 * const compressor = new RerankCompressor({ topN: 3 }); // the key is in QHAIGC_API_KEY
 * const best = await compressor.compressDocuments(await retriever.invoke(question), question);
 * ```
 */
export class RerankCompressor extends BaseDocumentCompressor {
  /** Who scores. */
  readonly provider: string;
  /** The model that scores. */
  readonly model: string;
  /** How many documents a call returns at most. */
  readonly topN: number;
  /** The score from which on documents are kept. */
  readonly scoreThreshold: number | undefined;
  readonly #onError: OnError;
  readonly #onEvent: AdapterSettings["onEvent"];
  readonly #settings: CompressorSettings;
  readonly #rerankerFor: (model: string | undefined) => Reranker;

  /** @throws ConfigurationError that names the option or the environment variable to change. */
  constructor(options: RerankCompressorOptions = {}) {
    super();
    const { reranker, topN, scoreThreshold, onError, onEvent } = resolveAdapterOptions(options, compressorOptionNames);
    this.#settings = resolveCompressorOptions(options);
    this.#rerankerFor = rerankerPerModel(reranker, options);
    this.#onError = onError;
    this.#onEvent = onEvent;
    this.provider = reranker.provider;
    this.model = reranker.model;
    this.topN = topN;
    this.scoreThreshold = scoreThreshold;
  }

  /**
   * The best of `documents`, best first. A document without text comes last and without a score; so do all, in their
   * own order, when reranking fails and `onError` is `"passthrough"`.
   *
   * @param callbacksOrConfig - A `RunnableConfig` brings a signal, a timeout, tags and a run name with it. Where
   * `langchain` or `@langchain/langgraph` is loaded, all that is found inside a node or a tool without being passed.
   * @throws RerankError when reranking fails; the signal's reason when it fires.
   */
  override async compressDocuments<D extends DocumentInterface>(
    documents: readonly D[],
    query: string,
    callbacksOrConfig?: Callbacks | RunnableConfig,
  ): Promise<D[]> {
    checkDocuments(documents, "compressDocuments(documents, query)");
    if (documents.length === 0) return [];
    // The caller's list may change while tracers are told of the call.
    const candidates = [...documents];
    const { documentToText, copyDocument, trace } = this.#settings;
    const { provider, model, topN, scoreThreshold } = this;
    const config = ensureConfig<RunnableConfig>(parseCallbackConfigArg(callbacksOrConfig));
    const run = trace ? await startRun(config, query, { provider, model, candidates: candidates.length }) : undefined;
    try {
      for (const [index, document] of candidates.entries()) checkMarkable(document, index, copyDocument);
      const rank = (): Promise<RankedItems<D>> =>
        rankItems(this.#rerankerFor(undefined), {
          query,
          items: candidates,
          text: documentToText,
          topN,
          scoreThreshold,
          onError: this.#onError,
          onEvent: this.#onEvent,
          signal: config.signal,
        });
      const outcome = await (run === undefined ? rank() : run.around(rank));
      const ranked = outcome.items.map((item) => this.#marked(item));
      await run?.end(ranked, outcome);
      return ranked;
    } catch (error) {
      await run?.fail(error);
      throw error;
    }
  }

  /**
   * The places and scores of the best of `documents`, best first, and nothing else: for lists of any make. A text
   * that is blank has no score and no row. It always throws when reranking fails, as there is no score to pass through.
   *
   * @throws RerankError when reranking fails; the signal's reason when it fires.
   */
  async rerank(documents: readonly Rerankable[], query: string, options: RerankOptions = {}): Promise<DocumentScore[]> {
    checkDocuments(documents, "rerank(documents, query)");
    checkCallOptions(options, "the third argument", ["model", "topN", "scoreThreshold"]);
    const { model, topN = this.topN, scoreThreshold = this.scoreThreshold, signal = ensureConfig().signal } = options;
    const { documentToText } = this.#settings;
    const { items } = await rankItems(this.#rerankerFor(model), {
      query,
      items: documents,
      text: (item) => (typeof item === "string" ? item : documentToText(item as DocumentInterface)),
      topN,
      scoreThreshold,
      signal,
      timeoutMs: options.timeoutMs,
      headers: options.headers,
    });
    return items.flatMap(({ index, relevanceScore }) =>
      relevanceScore === undefined ? [] : [{ index, relevanceScore }],
    );
  }

  /**
   * A step of an LCEL chain that takes `{ query, documents }` and returns the best documents.
   *
   * @example
   * ```ts
   * const retrieve = RunnableMap.from({ query: new RunnablePassthrough<string>(), documents: retriever });
   * const chain = retrieve.pipe(compressor.asRunnable());
   * ```
   */
  asRunnable(): Runnable<RerankInput, DocumentInterface[]> {
    const step = new RunnableLambda<RerankInput, DocumentInterface[]>({
      func: async (input: RerankInput, config: RunnableConfig): Promise<DocumentInterface[]> => {
        if (Array.isArray(input?.documents)) return this.compressDocuments(input.documents, input.query, config);
        throw new InvalidRequestError(
          "The step of asRunnable() takes { query, documents }, not what a retriever returns: a RerankRetriever stands where the retriever was",
        );
      },
    });
    step.name = "Rerank";
    return step;
  }

  /**
   * Refuses the compressor as a step of a chain. LangChain would take any object for a map of steps, and its output
   * would be an empty object where the documents should be.
   *
   * @internal
   */
  get lc_runnable(): false {
    throw new TypeError(
      "A RerankCompressor is no step of a chain: pipe compressor.asRunnable(), which takes { query, documents }, or use a RerankRetriever",
    );
  }

  #marked<D extends DocumentInterface>({ item, index, relevanceScore }: RankedItem<D>): D {
    const { scoreKey, rankKey, copyDocument } = this.#settings;
    const marks: Marks = { [scoreKey]: relevanceScore };
    return markDocument(item, rankKey === undefined ? marks : { ...marks, [rankKey]: index }, copyDocument);
  }
}

const brand = Symbol.for("@rankwire/langchain/RerankCompressor");
Object.defineProperty(RerankCompressor.prototype, brand, { value: true });

/** Whether a compressor is a {@link RerankCompressor}, also from another copy or build of this package. */
export function takesConfig(compressor: object): compressor is RerankCompressor {
  return brand in compressor;
}

function checkDocuments(documents: readonly unknown[], call: string): void {
  if (!Array.isArray(documents)) throw new InvalidRequestError(`documents must be an array: call ${call}`);
}
