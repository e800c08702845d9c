import { saturated, type Statistics } from "./bm25.ts";
import type { Document } from "./document.ts";

/** How near two terms must stand in a document, in words. */
const window = 8;
/** How far apart two terms may stand in the query, in words that are no function words. */
const reach = 8;
/** What a pair within the window counts, and one side by side in the query's order, as parts of its commoner term. */
const nearby = 0.3;
const adjacent = 0.3;
/** How much less a pair counts for each term between the two in the query. */
const decay = 0.5;

/**
 * Scores what a document gains from terms that stand together in it as they do in the query: the ordered and unordered
 * windows of the sequential dependence model, in BM25's terms.
 *
 * @param query - The query's terms, in order.
 * @see https://doi.org/10.1145/1076034.1076115 (Metzler and Croft, A Markov random field model for term dependencies)
 */
export function proximityScorer(
  query: readonly number[],
  { averageLength, documentFrequency, rarity }: Statistics,
): (document: Document) => number {
  const terms = [...new Set(query)].filter((term) => (documentFrequency[term] ?? 0) > 0);
  const placeOf = new Int32Array(documentFrequency.length).fill(-1);
  for (const [place, term] of terms.entries()) placeOf[term] = place;
  const pairs = terms.length * reach;
  const near = new Int32Array(pairs);
  const side = new Int32Array(pairs);
  const last = new Int32Array(terms.length);

  return (document) => {
    if (terms.length < 2) return 0;
    near.fill(0);
    side.fill(0);
    last.fill(-window);
    for (let index = 0; index < document.terms.length; index++) {
      const place = placeOf[document.terms[index] ?? 0] ?? -1;
      if (place < 0) continue;
      const end = Math.min(terms.length - 1, place + reach);
      for (let other = Math.max(0, place - reach); other <= end; other++) {
        const distance = index - (last[other] ?? 0);
        if (other === place || distance >= window) continue;
        const pair = pairOf(place, other);
        near[pair] = (near[pair] ?? 0) + 1;
        if (distance === 1 && other < place) side[pair] = (side[pair] ?? 0) + 1;
      }
      last[place] = index;
    }
    let score = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const count = near[pair] ?? 0;
      if (count === 0) continue;
      const first = Math.floor(pair / reach);
      const gap = pair % reach;
      const rare = Math.min(rarity[terms[first] ?? 0] ?? 0, rarity[terms[first + gap + 1] ?? 0] ?? 0);
      const gain =
        nearby * saturated(count, document.terms.length, averageLength) +
        adjacent * saturated(side[pair] ?? 0, document.terms.length, averageLength);
      score += (rare * gain) / (1 + decay * gap);
    }
    return score;
  };
}

/** The number of a pair of places in the query: that of its first, and how far behind it the second is. */
function pairOf(place: number, other: number): number {
  return Math.min(place, other) * reach + Math.abs(place - other) - 1;
}
