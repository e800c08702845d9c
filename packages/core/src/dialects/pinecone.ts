import type { Dialect } from "./dialect.ts";

/**
 * Pinecone Inference: documents as objects, the key in a header of its own, the API's version in another →
 * `{ data: [{ index, score }], usage: { rerank_units } }`.
 *
 * @see https://docs.pinecone.io/reference/api/2026-04/inference/rerank
 */
export const pinecone: Dialect = {
  name: "pinecone",
  path: "/rerank",
  hasVersion: false,
  maxDocumentsPerRequest: 100,
  authorization: (apiKey) => ({ "api-key": apiKey, "x-pinecone-api-version": "2026-04" }),
  body: ({ model, query, documents, topN }) => ({
    model: model || undefined,
    query,
    documents: documents.map((text) => ({ text })),
    top_n: topN,
    return_documents: false,
  }),
};
