import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import type { ScoreTransform } from "./options.ts";
import type { RerankResult } from "./reranker.ts";

/**
 * Applies a transform to every score, once. The rows keep their order.
 *
 * @throws InvalidResponseError when a function of the caller's does not return a finite number.
 */
export function transformed(
  results: readonly RerankResult[],
  transform: ScoreTransform,
  source: string,
): readonly RerankResult[] {
  if (transform === "none") return results;
  const apply = transform === "sigmoid" ? sigmoid : transform;
  return results.map((result) => {
    const relevanceScore = applied(apply, result.relevanceScore, source);
    if (Number.isFinite(relevanceScore)) return { ...result, relevanceScore };
    throw new InvalidResponseError(`scoreTransform did not return a finite number for a score (${source})`);
  });
}

function applied(apply: (score: number) => number, score: number, source: string): number {
  try {
    return apply(score);
  } catch (cause) {
    throw new InvalidResponseError(`scoreTransform threw an error for a score (${source})`, { cause });
  }
}

/** The logistic function: a logit as a probability. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
