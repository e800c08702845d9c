import { defineReranker, type Reranker } from "@rankwire/core";
import { analyse, type Analysis } from "./analyse.ts";
import { bm25, inverseDocumentFrequency, maxSaturation, statisticsOf } from "./bm25.ts";
import { feedbackTerms } from "./feedback.ts";
import type { Language } from "./languages.ts";
import { pairsOf, proximity } from "./proximity.ts";

/** Options of {@link lexicalReranker}. */
export interface LexicalRerankerOptions {
  /**
   * The language of words in Latin script, for their stems and function words. Cyrillic, Greek and Arabic words are
   * taken for Russian, Greek and Arabic. `"none"` compares words as they are.
   *
   * @defaultValue told from the function words of the query and the candidates, English when there are none
   */
  readonly language?: Language | "none" | undefined;
}

/** Added to every score, so that the score of a candidate that shares no word with the query is above 0. */
const floor = 0.001;
/** The part of the attainable score that is mapped to 0.5. */
const middle = 0.2;

/**
 * Reranks by words, on this machine, with no key, no network and no weights: BM25 with statistics of the candidates,
 * stems, the nearness of words that stand together in the query, and words that the best candidates have in common. It
 * knows nothing of meaning: it finds neither synonyms nor translations.
 *
 * A score lies between 0 and 1: above 0.5 when the words of the query, weighted by how rare they are among the
 * candidates, are mostly there. The same input always gives the same scores.
 *
 * @example
 * ```ts
 * const { results } = await lexicalReranker().rerank({ query, documents, topN: 5 });
 * ```
 */
export function lexicalReranker(options: LexicalRerankerOptions = {}): Reranker {
  const { language } = options;
  return defineReranker({
    provider: "lexical",
    model: "bm25",
    isListwise: true,
    rerank: async ({ query, documents, topN }, { signal }) => {
      const analysis = await analyse(query, documents, language, signal);
      const results = scoresOf(analysis).map((relevanceScore, index) => ({ index, relevanceScore }));
      results.sort((a, b) => b.relevanceScore - a.relevanceScore);
      return { results: results.slice(0, topN), usage: { requests: 0 } };
    },
  });
}

function scoresOf({ query, documents }: Analysis): number[] {
  const statistics = statisticsOf(documents);
  const weights = new Map<string, number>();
  let totalWeight = 0;
  for (const [term, count] of query.counts) {
    const weight = inverseDocumentFrequency(term, statistics) * count;
    totalWeight += weight;
    if (statistics.documentFrequency.has(term)) weights.set(term, weight);
  }
  const pairs = pairsOf(query, weights).filter((pair) => pair.weight > 0);
  const scores = bm25(weights, documents, statistics);
  for (const [index, document] of documents.entries()) {
    scores[index] = (scores[index] ?? 0) + proximity(pairs, document, statistics.averageLength);
  }
  const added = bm25(feedbackTerms(scores, documents, statistics, totalWeight), documents, statistics);
  const attainable = totalWeight * maxSaturation || 1;
  return scores.map((score, index) => {
    const share = (score + (added[index] ?? 0)) / attainable + floor * middle;
    return share / (share + middle);
  });
}
