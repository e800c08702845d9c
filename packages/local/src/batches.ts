/** The most tokens in a batch of more than one pair, padding included. */
const maxBatchTokens = 4096;

/** Differences in length up to this many tokens never keep two pairs out of one batch. */
const freePadding = 16;

/**
 * Which pairs are computed together, as positions in `lengths`: pairs of like length, longest first. A model computes
 * the padding as it computes the text, so a pair joins a batch only if it is at least half as long as the longest.
 *
 * @param lengths - Tokens of each pair.
 * @param batchSize - The most pairs in a batch.
 */
export function batchesByLength(lengths: readonly number[], batchSize: number): number[][] {
  const lengthOf = (index: number): number => lengths[index] ?? 0;
  const batches: number[][] = [];
  let batch: number[] = [];
  let longest = 0;
  for (const index of Array.from(lengths.keys()).toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
    const padding = longest - lengthOf(index);
    const fits =
      batch.length < batchSize &&
      (batch.length + 1) * longest <= maxBatchTokens &&
      padding <= Math.max(freePadding, longest / 2);
    if (batch.length === 0 || !fits) {
      batch = [];
      batches.push(batch);
      longest = lengthOf(index);
    }
    batch.push(index);
  }
  return batches;
}
