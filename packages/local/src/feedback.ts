import type { Analysed } from "./analyse.ts";
import { inverseDocumentFrequency, saturated, type Statistics } from "./bm25.ts";

/** Candidates that are taken to be relevant: the best few, and no more than a quarter of all. */
const mostDocuments = 5;
const share = 4;
/** Terms that the query is widened by. */
const mostTerms = 15;
/** What the added terms weigh together among many candidates, as a part of what the query's own weigh. */
const feedbackWeight = 0.5;
/** The number of candidates at which half of that is trusted: of a few, it is chance what they have in common. */
const halfTrust = 200;

/**
 * Terms that the best candidates have in common and the others lack, weighted: words that the query might have used.
 * This is pseudo-relevance feedback.
 *
 * @param totalWeight - What the query's own terms weigh together.
 * @see https://doi.org/10.1145/383952.383972 (Lavrenko and Croft, Relevance-based language models)
 */
export function feedbackTerms(
  scores: readonly number[],
  documents: readonly Analysed[],
  statistics: Statistics,
  totalWeight: number,
): ReadonlyMap<string, number> {
  const best = [...scores.keys()]
    .filter((index) => (scores[index] ?? 0) > 0)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
    .slice(0, Math.min(mostDocuments, Math.ceil(documents.length / share)));
  const totalScore = best.reduce((sum, index) => sum + (scores[index] ?? 0), 0);
  const weights = new Map<string, number>();
  for (const index of best) {
    const { terms, counts } = documents[index] as Analysed;
    const trust = (scores[index] ?? 0) / totalScore;
    for (const [term, count] of counts) {
      // A term of a single candidate can raise no other.
      if (term.length < 2 || (statistics.documentFrequency.get(term) ?? 0) < 2) continue;
      const weight =
        inverseDocumentFrequency(term, statistics) * saturated(count, terms.length, statistics.averageLength);
      weights.set(term, (weights.get(term) ?? 0) + trust * weight);
    }
  }
  const chosen = [...weights].sort(([, a], [, b]) => b - a).slice(0, mostTerms);
  const added = (totalWeight * feedbackWeight * documents.length) / (documents.length + halfTrust);
  const sum = chosen.reduce((total, [, weight]) => total + weight, 0);
  return new Map(chosen.map(([term, weight]) => [term, (weight / sum) * added]));
}
