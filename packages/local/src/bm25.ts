import type { Analysed } from "./analyse.ts";

/** What BM25 needs to know of the candidates as a whole. */
export interface Statistics {
  /** Candidates. */
  readonly size: number;
  /** Terms in an average one. */
  readonly averageLength: number;
  /** In how many candidates each term occurs. */
  readonly documentFrequency: ReadonlyMap<string, number>;
}

/** How much a further occurrence of a term still counts. */
const k1 = 1.5;
/** How much a long document is held back, from 0 to 1. */
const b = 0.75;

/** The most that {@link saturated} comes to. */
export const maxSaturation: number = k1 + 1;

/** Counts the terms of the candidates. */
export function statisticsOf(documents: readonly Analysed[]): Statistics {
  const documentFrequency = new Map<string, number>();
  let length = 0;
  for (const { terms, counts } of documents) {
    length += terms.length;
    for (const term of counts.keys()) documentFrequency.set(term, (documentFrequency.get(term) ?? 0) + 1);
  }
  return { size: documents.length, averageLength: length / documents.length || 1, documentFrequency };
}

/**
 * How much a term tells: its inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)), which is above 0 also for
 * a term that every candidate has.
 */
export function inverseDocumentFrequency(term: string, { size, documentFrequency }: Statistics): number {
  const frequency = documentFrequency.get(term) ?? 0;
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5));
}

/**
 * The part of BM25 that grows with a count and levels off: tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / average)).
 *
 * @see https://doi.org/10.1561/1500000019 (Robertson and Zaragoza, The probabilistic relevance framework: BM25 and beyond)
 */
export function saturated(count: number, length: number, averageLength: number): number {
  return (count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / averageLength));
}

/** The BM25 score of each candidate for weighted terms. */
export function bm25(
  weights: ReadonlyMap<string, number>,
  documents: readonly Analysed[],
  { averageLength }: Statistics,
): number[] {
  return documents.map(({ terms, counts }) => {
    let score = 0;
    for (const [term, weight] of weights) {
      const count = counts.get(term);
      if (count !== undefined) score += weight * saturated(count, terms.length, averageLength);
    }
    return score;
  });
}
