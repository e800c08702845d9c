import type { CheckedRequest, RerankResponse } from "@rankwire/core";
import { batchesByLength } from "./batches.ts";
import type { CrossEncoderSettings } from "./cross-encoder-options.ts";
import { type Pair, pairEncoder } from "./encode-pairs.ts";
import type { LoadedModel } from "./load-model.ts";
import type { Pace } from "./pace.ts";

/** Tokenizers that know no limit give a number near 10^30. */
const noLimit = 1_000_000;

/**
 * Scores the documents of one call, batch by batch.
 *
 * @param score - Scores a batch in its turn.
 * @param pace - Of the encoding; `score` takes its own rests.
 */
export async function scoreDocuments(
  loaded: LoadedModel,
  { query, documents, topN }: CheckedRequest,
  settings: CrossEncoderSettings,
  score: (pairs: readonly Pair[]) => Promise<readonly number[]>,
  pace: Pace,
): Promise<Pick<RerankResponse, "results" | "usage">> {
  const encode = pairEncoder(loaded.tokenizer, tokenLimit(loaded, settings.maxTokens))(query);
  const pairs: Pair[] = [];
  await pace.each(documents, (document) => pairs.push(encode(document)));
  const lengths = pairs.map(({ tokens }) => tokens.length);
  const scores: number[] = Array.from(lengths, () => Number.NaN);
  for (const batch of batchesByLength(lengths, settings.batchSize)) {
    const batchScores = await score(batch.flatMap((index) => pairs[index] ?? []));
    for (const [row, index] of batch.entries()) scores[index] = batchScores[row] ?? Number.NaN;
  }
  const results = scores
    .map((relevanceScore, index) => ({ index, relevanceScore }))
    .sort((a, b) => b.relevanceScore - a.relevanceScore)
    .slice(0, topN);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  return { results, usage: { promptTokens: tokens, totalTokens: tokens, requests: 0 } };
}

/** The most tokens of a pair: what the caller asks for, as far as the model goes. */
function tokenLimit({ tokenizer, model }: LoadedModel, maxTokens: number): number {
  if (tokenizer.model_max_length < noLimit) return Math.min(maxTokens, tokenizer.model_max_length);
  const positions = model.config.max_position_embeddings;
  // RoBERTa and its kin count their positions from 2.
  return positions === undefined ? maxTokens : Math.min(maxTokens, positions - 2);
}
