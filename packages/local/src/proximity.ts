import type { Analysed } from "./analyse.ts";
import { saturated } from "./bm25.ts";

/** How near two terms must stand, in words. */
const window = 8;
/** What a pair within the window counts, and one side by side in the query's order, as parts of its rarer term. */
const nearby = 0.3;
const adjacent = 0.3;

/** Two terms that follow each other in the query. */
export interface Pair {
  readonly first: string;
  readonly second: string;
  /** The smaller of their weights. */
  readonly weight: number;
}

/** The pairs of neighbouring terms of a query. */
export function pairsOf(query: Analysed, weights: ReadonlyMap<string, number>): Pair[] {
  return query.terms.flatMap((first, index) => {
    const second = query.terms[index + 1];
    if (second === undefined || first === second) return [];
    return [{ first, second, weight: Math.min(weights.get(first) ?? 0, weights.get(second) ?? 0) }];
  });
}

/**
 * What a document gains from terms that stand together in it as they do in the query: the ordered and unordered
 * windows of the sequential dependence model, in BM25's terms.
 *
 * @see https://doi.org/10.1145/1076034.1076115 (Metzler and Croft, A Markov random field model for term dependencies)
 */
export function proximity(pairs: readonly Pair[], document: Analysed, averageLength: number): number {
  let score = 0;
  for (const { first, second, weight } of pairs) {
    if (!document.counts.has(first) || !document.counts.has(second)) continue;
    const { near, side } = meetings(first, second, document.terms);
    const { length } = document.terms;
    score += weight * nearby * saturated(near, length, averageLength);
    score += weight * adjacent * saturated(side, length, averageLength);
  }
  return score;
}

function meetings(first: string, second: string, terms: readonly string[]): { near: number; side: number } {
  let near = 0;
  let side = 0;
  let lastFirst = -Infinity;
  let lastSecond = -Infinity;
  for (const [place, term] of terms.entries()) {
    if (term === first) {
      lastFirst = place;
      if (place - lastSecond < window) near++;
    } else if (term === second) {
      lastSecond = place;
      if (place - lastFirst < window) near++;
      if (place - lastFirst === 1) side++;
    }
  }
  return { near, side };
}
