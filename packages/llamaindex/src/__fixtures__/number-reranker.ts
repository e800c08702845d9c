import { defineReranker, type Reranker } from "@rankwire/core";

/** A reranker that scores a text with the number it ends in. */
export const numberReranker: Reranker = defineReranker({
  provider: "example",
  model: "numbers",
  rerank: async ({ documents, topN }) => {
    const rows = documents.map((text, index) => ({ index, relevanceScore: Number(text.split(" ").at(-1)) }));
    rows.sort((a, b) => b.relevanceScore - a.relevanceScore);
    return { results: rows.slice(0, topN), usage: { requests: 1 } };
  },
});
