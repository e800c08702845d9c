import type { RankedItems } from "@rankwire/core";

/** The body of a rerank response, as the endpoint's documentation has it. */
export interface WireResponse {
  /** Best first. */
  readonly results: readonly { readonly index: number; readonly relevance_score: number }[];
  readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
}

/**
 * The response for ranked texts. A blank text is never scored, yet every candidate has its row when all are asked for:
 * it comes last, with 0, or with the lowest score there is where that is below 0. A token count that the reranker does
 * not report is 0.
 */
export function toWireResponse({ items, usage }: RankedItems<string>): WireResponse {
  let lowest = 0;
  const results = items.map(({ index, relevanceScore = lowest }) => {
    lowest = Math.min(lowest, relevanceScore);
    return { index, relevance_score: relevanceScore };
  });
  const total = usage.totalTokens ?? usage.promptTokens ?? 0;
  return { results, usage: { prompt_tokens: usage.promptTokens ?? total, total_tokens: total } };
}
