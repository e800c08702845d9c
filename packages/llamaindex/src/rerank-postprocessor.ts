import {
  type CallOptions,
  checkCallOptions,
  copyWith,
  type RankedItem,
  rankItems,
  resolveAdapterOptions,
  type AdapterSettings,
  untilAborted,
} from "@rankwire/core";
import { observeCall } from "./events.ts";
import type { QueryLike, RerankedNode, ScoredNode } from "./framework-types.ts";
import { markNode } from "./mark-node.ts";
import { checkNodes, contentReader } from "./node-text.ts";
import {
  postprocessorOptionNames,
  type PostprocessorSettings,
  type RerankPostprocessorOptions,
  resolvePostprocessorOptions,
} from "./options.ts";
import { checkQueryText, queryText } from "./query-text.ts";

/**
 * Reranks retrieved nodes: wherever LlamaIndex.TS takes a node postprocessor, and by itself. The nodes come back best
 * first with the reranker's score in `score` and the retriever's in `retrievalScore`; what went in is never written to.
 *
 * @example
 * ```ts
 * const queryEngine = index.asQueryEngine({
 *   similarityTopK: 25,
 *   nodePostprocessors: [new RerankPostprocessor({ topN: 5 })], // the key is in QHAIGC_API_KEY
 * });
 * ```
 */
export class RerankPostprocessor {
  /** Who scores. */
  readonly provider: string;
  /** The model that scores. */
  readonly model: string;
  /** How many nodes a call returns at most. */
  readonly topN: number;
  /** The score from which on nodes are kept. */
  readonly scoreThreshold: number | undefined;
  readonly #adapter: AdapterSettings;
  readonly #settings: PostprocessorSettings;

  /** @throws ConfigurationError that names the option or the environment variable to change. */
  constructor(options: RerankPostprocessorOptions = {}) {
    this.#adapter = resolveAdapterOptions(options, postprocessorOptionNames);
    this.#settings = resolvePostprocessorOptions(options);
    const { reranker, topN, scoreThreshold } = this.#adapter;
    this.provider = reranker.provider;
    this.model = reranker.model;
    this.topN = topN;
    this.scoreThreshold = scoreThreshold;
  }

  /**
   * The best of `nodes`, best first. A node without text comes last and without a score; so do all, in the retriever's
   * order and marked `reranked: false`, when reranking fails and `onError` is `"passthrough"`.
   *
   * @param query - What engines hand on: a text, the parts of a message of which the text is used, or a query bundle.
   * @param options - A signal, a timeout or headers for this call; engines pass none.
   * @throws RerankError when reranking fails, an InvalidRequestError when no question arrived; the signal's reason when
   * it fires.
   */
  async postprocessNodes<N extends ScoredNode>(
    nodes: readonly N[],
    query?: QueryLike,
    options: CallOptions = {},
  ): Promise<RerankedNode<N>[]> {
    checkNodes(nodes);
    if (nodes.length === 0) return [];
    // The caller's list may change while transformQuery is under way.
    const candidates = [...nodes];
    const { metadataMode, transformQuery, listeners } = this.#settings;
    const { reranker, onError, onEvent } = this.#adapter;
    const { topN, scoreThreshold, provider, model } = this;
    checkCallOptions(options, "the third argument");
    const { nodeToText = contentReader(metadataMode) } = this.#settings;
    const text = queryText(query);
    const question =
      transformQuery === undefined ? text : await untilAborted(transformQuery(text, query), options.signal);
    checkQueryText(question, query, text);
    const call = observeCall(listeners, { query: question, nodeCount: candidates.length, topN, provider, model });
    try {
      const outcome = await rankItems(reranker, {
        ...options,
        query: question,
        items: candidates,
        text: ({ node }) => nodeToText(node),
        topN,
        scoreThreshold,
        onError,
        onEvent,
      });
      const ranked = outcome.items.map((item) => this.#marked(item, outcome.reranked));
      call.end(ranked, outcome);
      return ranked;
    } catch (error) {
      call.fail(error);
      throw error;
    }
  }

  #marked<N extends ScoredNode>({ item, relevanceScore }: RankedItem<N>, reranked: boolean): RerankedNode<N> {
    const { node, score } = item;
    const earlier = item as Partial<RerankedNode>;
    // What an earlier stage has ranked has that reranker's score.
    const { retrievalScore = earlier.reranked === true ? undefined : score } = earlier;
    const own = this.#settings.scoreMetadata ? markNode(node, { relevanceScore, retrievalScore }) : node;
    return copyWith(item, { node: own, score: relevanceScore, retrievalScore, reranked }) as unknown as RerankedNode<N>;
  }
}
