import { ContextualCompressionRetriever } from "@langchain/classic/retrievers/contextual_compression";
import type { VectorStoreRetriever } from "@langchain/core/vectorstores";
import { RerankCompressor } from "@rankwire/langchain";
import type { Answer, Backend } from "./backend.ts";
import type { RerankedPassage } from "./retrieve.ts";

/** Passages that are left after reranking. */
export const passageCount = 5;

/** A question with its passages, its answer and what both cost. */
export interface Answered {
  readonly question: string;
  /** Best first. */
  readonly passages: readonly RerankedPassage[];
  readonly answer: Answer;
  /** Milliseconds for all of it. */
  readonly totalMs: number;
  /** Milliseconds of these that rerank requests took. */
  readonly rerankMs: number;
  readonly rerankRequests: number;
  /** Tokens that the rerank server counted; 0 where it counts none. */
  readonly rerankTokens: number;
}

/** Retrieves 25 passages, reranks them to 5, and answers from these. */
export async function ask(question: string, retriever: VectorStoreRetriever, backend: Backend): Promise<Answered> {
  const rerankingRetriever = new ContextualCompressionRetriever({
    baseRetriever: retriever,
    baseCompressor: new RerankCompressor({
      reranker: backend.reranker,
      topN: passageCount,
      rankKey: "retrievalPlace",
    }),
  });

  const before = { ...backend.spent };
  const start = performance.now();
  const passages = (await rerankingRetriever.invoke(question)) as RerankedPassage[];
  const answer = await backend.answer(question, passages);
  return {
    question,
    passages,
    answer,
    totalMs: performance.now() - start,
    rerankMs: backend.spent.durationMs - before.durationMs,
    rerankRequests: backend.spent.requests - before.requests,
    rerankTokens: backend.spent.tokens - before.tokens,
  };
}
