/**
 * One over the rank of the first relevant id, or 0 when none is relevant.
 * Its mean over queries is the {@link https://trec.nist.gov/pubs/trec8/papers/qa_report.pdf | mean reciprocal rank}.
 */
export function reciprocalRank(ranked: readonly string[], relevant: ReadonlySet<string>): number {
  const first = ranked.findIndex((id) => relevant.has(id));
  return first === -1 ? 0 : 1 / (first + 1);
}

/**
 * Normalized discounted cumulative gain over the first `depth` ids, each of which is relevant or not:
 * the sum of 1 / log2(rank + 1) over the relevant ones, divided by that of a perfect order
 * ({@link https://doi.org/10.1145/582415.582418 | Järvelin and Kekäläinen, 2002}).
 */
export function ndcg(ranked: readonly string[], relevant: ReadonlySet<string>, depth: number): number {
  const gain = (isRelevant: readonly boolean[]): number =>
    isRelevant.slice(0, depth).reduce((sum, hit, index) => sum + (hit ? 1 / Math.log2(index + 2) : 0), 0);
  const best = gain(Array.from({ length: relevant.size }, () => true));
  return best === 0 ? 0 : gain(ranked.map((id) => relevant.has(id))) / best;
}

/** The part of the relevant ids that is anywhere among `ranked`: no order of these can do better. */
export function recall(ranked: readonly string[], relevant: ReadonlySet<string>): number {
  if (relevant.size === 0) return 0;
  const found = new Set(ranked.filter((id) => relevant.has(id)));
  return found.size / relevant.size;
}

/** The arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
