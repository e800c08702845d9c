import type { VectorStoreRetriever } from "@langchain/core/vectorstores";
import { rankItems, type Reranker } from "@rankwire/core";
import { describeError } from "../demo/describe-error.ts";
import { type PassageSource, textOf } from "../demo/load-manuals.ts";
import { candidateCount } from "../demo/retrieve.ts";
import { snippetOf } from "../demo/snippet.ts";

/** A passage as the retriever found it. */
export interface Candidate {
  readonly file: string;
  /** The headings above it. */
  readonly title: string;
  /** The part of it that is nearest to the question's words. */
  readonly snippet: string;
  readonly text: string;
  /** The cosine similarity of its vector and the question's, from -1 to 1. */
  readonly similarity: number;
}

/** What the page shows for a question. */
export interface Found {
  /** In retrieval order. */
  readonly candidates: readonly Candidate[];
  /** Places in `candidates`, best first; empty when reranking failed. */
  readonly ranking: readonly { readonly index: number; readonly score?: number | undefined }[];
  /** The model that reranked. */
  readonly model: string;
  /** Milliseconds that reranking took. */
  readonly durationMs: number;
  /** Why there is no ranking, without any secret. */
  readonly error?: string;
}

/** What a search goes through. */
export interface Pipeline {
  readonly retriever: VectorStoreRetriever;
  readonly reranker: Reranker;
  /** What no message may hold. */
  readonly apiKey?: string | undefined;
}

/** Retrieves 25 passages, and ranks all of them: what comes back says where each was and where it is now. */
export async function search(
  question: string,
  { retriever, reranker, apiKey }: Pipeline,
  signal?: AbortSignal,
): Promise<Found> {
  const hits = await retriever.vectorStore.similaritySearchWithScore(question, candidateCount);
  const candidates = hits.map(([{ pageContent, metadata }, similarity]) => {
    const { file, headings } = metadata as PassageSource;
    const title = headings.join(" › ");
    return { file, title, snippet: snippetOf(pageContent, question), text: textOf(pageContent), similarity };
  });
  const start = performance.now();
  const took = (): number => performance.now() - start;
  try {
    const { items, model } = await rankItems(reranker, {
      query: question,
      items: hits,
      text: ([{ pageContent }]) => pageContent,
      signal,
    });
    const ranking = items.map(({ index, relevanceScore }) => ({ index, score: relevanceScore }));
    return { candidates, ranking, model, durationMs: took() };
  } catch (error) {
    return { candidates, ranking: [], model: reranker.model, durationMs: took(), error: describeError(error, apiKey) };
  }
}
