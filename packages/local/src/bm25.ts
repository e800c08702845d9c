import type { Document } from "./document.ts";
import type { Pace } from "./pace.ts";

/** What BM25 needs to know of the candidates as a whole. */
export interface Statistics {
  /** Terms in an average one. */
  readonly averageLength: number;
  /** In how many of them each term occurs. */
  readonly documentFrequency: Int32Array;
  /**
   * How much each term tells: its inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)), which is above 0 also
   * for a term that every candidate has. A term that none has counts as one of a single candidate: among a few
   * candidates it would outweigh all others.
   */
  readonly rarity: Float64Array;
}

/** Terms between two looks at the clock. */
const stride = 1000;
/** How much a further occurrence of a term still counts. */
const k1 = 1.5;
/** How much a long document is held back, from 0 to 1. */
const b = 0.75;

/** The most that {@link saturated} comes to. */
export const maxSaturation: number = k1 + 1;

/** Counts the terms of the candidates. */
export async function statisticsOf(
  documents: readonly Document[],
  vocabulary: number,
  pace: Pace,
): Promise<Statistics> {
  const documentFrequency = new Int32Array(vocabulary);
  let length = 0;
  await pace.each(documents, ({ terms, distinct }) => {
    length += terms.length;
    for (const term of distinct) documentFrequency[term] = (documentFrequency[term] ?? 0) + 1;
  });
  const rarity = new Float64Array(vocabulary);
  const rate = (count: number, term: number): void => {
    const frequency = Math.max(count, 1);
    rarity[term] = Math.log(1 + (documents.length - frequency + 0.5) / (frequency + 0.5));
  };
  await pace.each(documentFrequency, rate, stride);
  return { averageLength: length / documents.length || 1, documentFrequency, rarity };
}

/**
 * The part of BM25 that grows with a count and levels off: tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / average)).
 *
 * @see https://doi.org/10.1561/1500000019 (Robertson and Zaragoza, The probabilistic relevance framework: BM25 and beyond)
 */
export function saturated(count: number, length: number, averageLength: number): number {
  return (count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / averageLength));
}

/**
 * The BM25 score of each candidate.
 *
 * @param weights - What each term counts; 0 for one that the query does not have.
 */
export async function bm25(
  weights: Float64Array,
  documents: readonly Document[],
  { averageLength }: Statistics,
  pace: Pace,
): Promise<Float64Array> {
  const scores = new Float64Array(documents.length);
  await pace.each(documents, ({ terms, distinct, counts }, index) => {
    let score = 0;
    for (let place = 0; place < distinct.length; place++) {
      const weight = weights[distinct[place] ?? 0] ?? 0;
      if (weight > 0) score += weight * saturated(counts[place] ?? 0, terms.length, averageLength);
    }
    scores[index] = score;
  });
  return scores;
}
