import { rankItems, type Reranker } from "@rankwire/core";
import type { Answer } from "./backend.ts";
import { textOf } from "./load-manuals.ts";
import type { RerankedPassage } from "./retrieve.ts";
import { sentencesOf } from "./sentences.ts";

const sentenceCount = 3;

/**
 * An answer with no language model: the sentences of the passages that the reranker finds closest to the question,
 * each with the number of its passage, in the order of the passages.
 */
export async function extractAnswer(
  reranker: Reranker,
  question: string,
  passages: readonly RerankedPassage[],
): Promise<Answer> {
  const label = "(an extract: sentences that the reranker picks; no language model)";
  const quotes = new Map<string, { text: string; passage: number; heading: string }>();
  for (const [index, { pageContent, metadata }] of passages.entries()) {
    for (const text of sentencesOf(textOf(pageContent))) {
      if (!quotes.has(text)) quotes.set(text, { text, passage: index + 1, heading: metadata.headings.at(-1) ?? "" });
    }
  }
  const { items } = await rankItems(reranker, {
    query: question,
    items: [...quotes.values()],
    text: ({ text, heading }) => `${heading}: ${text}`,
    topN: sentenceCount,
  });
  const best = items.map(({ item }) => item).toSorted((a, b) => a.passage - b.passage);
  if (best.length === 0) return { label, text: "The passages hold code only; see the sources." };
  return { label, text: best.map(({ text, passage }) => `${text} [${passage}]`).join("\n") };
}
