import type { Dialect } from "./dialect.ts";

/**
 * The native API of Alibaba Cloud Model Studio (DashScope), for models that its compatible mode does not serve:
 * `{ model, input: { query, documents }, parameters: { top_n } }` → `{ output: { results: [{ index, relevance_score }] } }`.
 *
 * @see https://www.alibabacloud.com/help/en/model-studio/text-rerank-api
 */
export const dashscope: Dialect = {
  name: "dashscope",
  path: "/api/v1/services/rerank/text-rerank/text-rerank",
  maxDocumentsPerRequest: 500,
  // 30,000 tokens for gte-rerank-v2, where the query counts once for each document.
  maxCharactersPerRequest: 30_000,
  body: ({ model, query, documents, topN }) => ({
    model: model || undefined,
    input: { query, documents },
    parameters: { top_n: topN, return_documents: false },
  }),
};
