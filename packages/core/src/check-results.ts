import { describe } from "./distinct-texts.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import type { RerankResult } from "./reranker.ts";

/**
 * Checks that `results` are a sound answer for `count` documents of which the best `topN` were asked for, and puts
 * them in order, best first. Equal scores keep the order in which they came.
 *
 * @param source - Named in the error: the method and URL, or the reranker.
 * @throws InvalidResponseError that says which rule is broken, and in which row.
 */
export function checkResults<R extends RerankResult>(
  results: readonly R[],
  count: number,
  topN: number,
  source: string,
): readonly R[] {
  const fail = (rule: string): never => {
    throw new InvalidResponseError(`${rule} (${source})`);
  };
  if (!Array.isArray(results)) fail(`what came back has no list of results but ${describe(results)}`);
  const seen = new Uint8Array(count);
  let previous = Infinity;
  let sorted = true;
  for (let row = 0; row < results.length; row++) {
    const { index, relevanceScore } = (results[row] ?? {}) as R;
    if (!Number.isSafeInteger(index)) {
      fail(`result ${row} has an index that is not an integer but ${shown(index)}`);
    }
    if (index < 0 || index >= count) fail(`result ${row} has index ${index}, out of range for ${count} documents`);
    if (seen[index] === 1) fail(`result ${row} repeats index ${index}: each document may be scored once`);
    if (!Number.isFinite(relevanceScore)) {
      fail(`result ${row} has a relevance score that is not a finite number but ${shown(relevanceScore)}`);
    }
    seen[index] = 1;
    if (relevanceScore > previous) sorted = false;
    previous = relevanceScore;
  }
  if (results.length > topN) fail(`${results.length} results came back where top N is ${topN}`);
  if (results.length < topN) {
    fail(`${results.length} results came back for ${count} documents where ${topN} were asked for`);
  }
  return sorted ? results : results.toSorted(byScore);
}

/** Best first, for a stable sort. */
export function byScore(a: RerankResult, b: RerankResult): number {
  return b.relevanceScore - a.relevanceScore;
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : describe(value);
}
