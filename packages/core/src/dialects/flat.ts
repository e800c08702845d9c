import type { Dialect } from "./dialect.ts";

/**
 * The shape that most servers share: `{ model, query, documents, top_n }` → `{ results: [{ index, relevance_score }] }`.
 */
export const flat: Dialect = {
  name: "flat",
  path: "/rerank",
  body: ({ model, query, documents, topN }) => ({ model, query, documents, top_n: topN }),
};
