import type { Dialect } from "./dialect.ts";

/**
 * Mixedbread: `{ model, query, input, top_k }` → `{ data: [{ index, score }] }`.
 *
 * @see https://www.mixedbread.com/api-reference/endpoints/reranking
 */
export const mixedbread: Dialect = {
  name: "mixedbread",
  path: "/v1/reranking",
  body: ({ model, query, documents, topN }) => ({ model: model || undefined, query, input: documents, top_k: topN }),
};
