import type { Dialect } from "./dialect.ts";

/**
 * Voyage AI: `{ model, query, documents, top_k }` → `{ data: [{ index, relevance_score }] }`. What is too long is
 * truncated by the server, its default.
 *
 * @see https://docs.voyageai.com/reference/reranker-api
 */
export const voyage: Dialect = {
  name: "voyage",
  path: "/v1/rerank",
  maxDocumentsPerRequest: 1000,
  // 600,000 tokens, where the query counts once for each document: here at one token for each character.
  maxCharactersPerRequest: 600_000,
  body: ({ model, query, documents, topN }) => ({ model: model || undefined, query, documents, top_k: topN }),
};
