import type { Dialect } from "./dialect.ts";

/**
 * The shape that most servers share, after Cohere and Jina:
 * `{ model, query, documents, top_n }` → `{ results: [{ index, relevance_score }] }`.
 *
 * @see https://docs.cohere.com/reference/rerank
 */
export const flat: Dialect = {
  name: "flat",
  path: "/rerank",
  // Some servers refuse `top_n: null`, and take 0 for none: what is not asked for is left out.
  body: ({ model, query, documents, topN }) => ({ model: model || undefined, query, documents, top_n: topN }),
};
