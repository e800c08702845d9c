import type { Dialect } from "./dialect.ts";

/**
 * NVIDIA NeMo Retriever Reranking NIM: `{ model, query: { text }, passages: [{ text }] }` →
 * `{ rankings: [{ index, logit }] }`. It knows no top N, so that the cut is made here.
 *
 * @see https://docs.nvidia.com/nim/nemo-retriever/text-reranking/latest/using-reranking.html
 */
export const nvidia: Dialect = {
  name: "nvidia",
  path: "/v1/ranking",
  sendsTopN: false,
  maxDocumentsPerRequest: 512,
  scoreTransform: "sigmoid",
  body: ({ model, query, documents }) => ({
    model: model || undefined,
    query: { text: query },
    passages: documents.map((text) => ({ text })),
    // By default a passage that is too long fails the whole request.
    truncate: "END",
  }),
};
