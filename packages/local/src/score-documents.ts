import type { CheckedRequest, RerankResponse } from "@rankwire/core";
import { batchesByLength } from "./batches.ts";
import type { CrossEncoderSettings } from "./cross-encoder-options.ts";
import { type Pair, pairEncoder } from "./encode-pairs.ts";
import type { LoadedModel } from "./load-model.ts";

/** Milliseconds of encoding after which timers and input are let in. */
const encodingSpellMs = 20;

/** Tokenizers that know no limit give a number near 10^30. */
const noLimit = 1_000_000;

/**
 * Scores the documents of one call, batch by batch.
 *
 * @param score - Scores a batch in its turn.
 * @param signal - Looked at while the documents are encoded; `score` looks at it by itself.
 */
export async function scoreDocuments(
  loaded: LoadedModel,
  { query, documents, topN }: CheckedRequest,
  settings: CrossEncoderSettings,
  score: (pairs: readonly Pair[]) => Promise<readonly number[]>,
  signal: AbortSignal | undefined,
): Promise<Pick<RerankResponse, "results" | "usage">> {
  const encode = pairEncoder(loaded.tokenizer, tokenLimit(loaded, settings.maxTokens))(query);
  const pairs = await encodeAll(documents, encode, signal);
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

async function encodeAll(
  documents: readonly string[],
  encode: (document: string) => Pair,
  signal: AbortSignal | undefined,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  let spell = performance.now();
  for (const document of documents) {
    pairs.push(encode(document));
    if (performance.now() - spell < encodingSpellMs) continue;
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    signal?.throwIfAborted();
    spell = performance.now();
  }
  return pairs;
}

/** The most tokens of a pair: what the caller asks for, as far as the model goes. */
function tokenLimit({ tokenizer, model }: LoadedModel, maxTokens: number): number {
  if (tokenizer.model_max_length < noLimit) return Math.min(maxTokens, tokenizer.model_max_length);
  const positions = model.config.max_position_embeddings;
  // RoBERTa and its kin count their positions from 2.
  return positions === undefined ? maxTokens : Math.min(maxTokens, positions - 2);
}
