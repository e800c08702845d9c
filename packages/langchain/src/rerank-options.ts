import type { CallOptions } from "@rankwire/core";
import type { DocumentInterface } from "@langchain/core/documents";

/** What `RerankCompressor.rerank` ranks: a text, a document, or a record with its text in `pageContent`. */
export type Rerankable = string | object;

/** What one call of `RerankCompressor.rerank` does otherwise than the compressor. */
export interface RerankOptions extends CallOptions {
  /** The model that scores this call; not where the compressor was given a `reranker`. @defaultValue the compressor's */
  readonly model?: string | undefined;
  /** How many to return: a positive integer, or `Infinity` for all. @defaultValue the compressor's */
  readonly topN?: number | undefined;
  /** Keeps what scores at least this much. @defaultValue the compressor's */
  readonly scoreThreshold?: number | undefined;
}

/** A document's place in the list that was passed, from 0, and its score. */
export interface DocumentScore {
  /** Its place, from 0. */
  index: number;
  /** A finite number, higher is more relevant. */
  relevanceScore: number;
}

/** What the step of an LCEL chain made by `RerankCompressor.asRunnable` takes. */
export interface RerankInput {
  /** The question or search text. */
  query: string;
  /** The retrieved documents. */
  documents: readonly DocumentInterface[];
}
