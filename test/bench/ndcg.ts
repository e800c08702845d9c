/**
 * nDCG@k as trec_eval's `ndcg_cut` computes it: linear gains, log2(rank + 1) discount, the ideal from all judged
 * documents.
 *
 * @param ranked - Document ids, best first.
 * @param gains - The judged documents' gains.
 * @returns From 0 to 1; NaN when no document is relevant.
 */
export function ndcg(ranked: readonly string[], gains: ReadonlyMap<string, number>, k = 10): number {
  const ideal = [...gains.values()].filter((gain) => gain > 0).toSorted((a, b) => b - a);
  return (
    discounted(
      ranked.map((id) => gains.get(id) ?? 0),
      k,
    ) / discounted(ideal, k)
  );
}

function discounted(gains: readonly number[], k: number): number {
  return gains.slice(0, k).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
}
