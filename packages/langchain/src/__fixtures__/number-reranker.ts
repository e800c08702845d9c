import { defineReranker, type Reranker, type RerankResult, ServerError } from "@rankwire/core";

/** A reranker that scores a text with the number it ends in, and notes the texts that it was asked to score. */
export function numberReranker(): Reranker & { readonly texts: string[] } {
  const texts: string[] = [];
  const reranker = defineReranker({
    provider: "example",
    model: "numbers",
    rerank: async ({ documents, topN }) => {
      texts.push(...documents);
      const results = documents.map((text, index): RerankResult => ({
        index,
        relevanceScore: Number(text.split(" ").at(-1)),
      }));
      results.sort((a, b) => b.relevanceScore - a.relevanceScore);
      return { results: results.slice(0, topN), usage: { requests: 1, totalTokens: 10 * documents.length } };
    },
  });
  return Object.assign(reranker, { texts });
}

/** A reranker that always fails as a server that is down does. */
export const brokenReranker: Reranker = defineReranker({
  provider: "example",
  model: "broken",
  rerank: async () => {
    throw new ServerError("the server failed", { status: 503 });
  },
});

/** A reranker that never answers; it ends when the signal fires. */
export const silentReranker: Reranker = defineReranker({
  provider: "example",
  model: "silent",
  rerank: (_request, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
});
