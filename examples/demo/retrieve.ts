import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import type { Document } from "@langchain/core/documents";
import type { VectorStoreRetriever } from "@langchain/core/vectorstores";
import type { Backend } from "./backend.ts";
import type { Passage, PassageSource } from "./load-manuals.ts";

/** A passage as it comes out of the reranker. */
export type RerankedPassage = Document<
  PassageSource & {
    /** From 0, the nearest to the question by vector search. */
    readonly retrievalPlace: number;
    /** Higher is more relevant; absent when the passage was not scored. */
    readonly relevanceScore?: number | undefined;
  }
>;

/** Passages that are retrieved for a question: the endpoint's guide advises 20 to 50. */
export const candidateCount = 25;

/** Embeds the passages, batch by batch, into a vector store in memory, and returns a retriever over it. */
export async function indexPassages(
  passages: readonly Passage[],
  { embeddings, batchSize }: Pick<Backend, "embeddings" | "batchSize">,
  onProgress: (done: number) => void,
): Promise<VectorStoreRetriever> {
  const store = new MemoryVectorStore(embeddings(passages.map(({ pageContent }) => pageContent)));
  for (let start = 0; start < passages.length; start += batchSize) {
    await store.addDocuments(passages.slice(start, start + batchSize));
    onProgress(Math.min(start + batchSize, passages.length));
  }
  return store.asRetriever({ k: candidateCount });
}
