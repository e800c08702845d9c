/**
 * What this package needs of LlamaIndex.TS, by shape: its own classes and types fit, from any copy and release, and
 * nothing of it is imported.
 */

/** A node: a `TextNode`, `Document`, `ImageNode`, `IndexNode` or a class of your own. */
export interface LlamaIndexNode {
  /** What is known of the text beside it. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Metadata that is kept out of prompts. */
  readonly excludedLlmMetadataKeys: readonly string[];
  /** Metadata that is kept out of vectors. */
  readonly excludedEmbedMetadataKeys: readonly string[];
  /** The text, behind the metadata that the mode lets through. */
  getContent(metadataMode: never): string;
}

/** A retrieved node: the framework's `NodeWithScore`. */
export interface ScoredNode {
  /** The node itself. */
  readonly node: LlamaIndexNode;
  /** The retriever's score. */
  readonly score?: number | undefined;
}

/** What comes back for a retrieved node: a copy of the wrapper, and of the node where `scoreMetadata` is on. */
export type RerankedNode<N extends ScoredNode = ScoredNode> = Omit<N, "score"> & {
  /** The reranker's score; absent when the node was not scored. */
  score?: number | undefined;
  /** The retriever's own score, where it gave one. */
  retrievalScore?: number | undefined;
  /** `false` when reranking failed and the nodes are in the retriever's order. */
  reranked: boolean;
};

/** A part of a message: text, image, sound, file. */
export interface MessagePart {
  /** Its kind: `"text"` has its text in the field `text`; other kinds are not ranked by. */
  readonly type: string;
  /** What a part of its kind carries. */
  readonly [field: string]: unknown;
}

/** A question as the framework hands it on: text, the parts of a message, or a query bundle. */
export type QueryLike = string | readonly MessagePart[] | { readonly query: QueryLike };
