import type { DocumentInterface } from "@langchain/core/documents";
import type { VectorStoreRetriever } from "@langchain/core/vectorstores";
import type { RerankCompressor } from "@rankwire/langchain";
import type { JudgedQuestion } from "./gold-sections.ts";
import type { PassageSource } from "./load-manuals.ts";
import { mean, ndcg, recall, reciprocalRank } from "./metrics.ts";

/** Figures for one order of the candidates, means over the questions. */
export interface Figures {
  readonly meanReciprocalRank: number;
  readonly ndcgAt5: number;
}

/** How good the same candidates are before and after reranking. */
export interface Evaluation {
  readonly questions: number;
  /** The part of the gold sections that is among the candidates: what reranking can do at most. */
  readonly recall: number;
  readonly before: Figures;
  readonly after: Figures;
  /** Questions whose first gold section came higher, lower, or stayed, or was no candidate at all. */
  readonly moved: { readonly up: number; readonly down: number; readonly same: number; readonly absent: number };
}

/** Runs every question through vector search and then the reranker, which orders all the candidates. */
export async function evaluate(
  questions: readonly JudgedQuestion[],
  retriever: VectorStoreRetriever,
  compressor: RerankCompressor,
  { concurrency, onProgress }: { concurrency: number; onProgress: (done: number) => void },
): Promise<Evaluation> {
  const outcomes: Outcome[] = [];
  for (let start = 0; start < questions.length; start += concurrency) {
    const batch = questions.slice(start, start + concurrency);
    outcomes.push(...(await Promise.all(batch.map((question) => measure(question, retriever, compressor)))));
    onProgress(outcomes.length);
  }
  const figures = (order: "before" | "after"): Figures => ({
    meanReciprocalRank: mean(outcomes.map((outcome) => outcome[order].reciprocalRank)),
    ndcgAt5: mean(outcomes.map((outcome) => outcome[order].ndcgAt5)),
  });
  const moved = { up: 0, down: 0, same: 0, absent: 0 };
  for (const { before, after } of outcomes) moved[movement(before.reciprocalRank, after.reciprocalRank)] += 1;
  return {
    questions: outcomes.length,
    recall: mean(outcomes.map((outcome) => outcome.recall)),
    before: figures("before"),
    after: figures("after"),
    moved,
  };
}

interface Outcome {
  readonly recall: number;
  readonly before: { readonly reciprocalRank: number; readonly ndcgAt5: number };
  readonly after: { readonly reciprocalRank: number; readonly ndcgAt5: number };
}

async function measure(
  { question, relevant }: JudgedQuestion,
  retriever: VectorStoreRetriever,
  compressor: RerankCompressor,
): Promise<Outcome> {
  const candidates = await retriever.invoke(question);
  const reranked = await compressor.compressDocuments(candidates, question);
  const before = sectionsOf(candidates);
  const after = sectionsOf(reranked);
  const score = (ranked: readonly string[]) => ({
    reciprocalRank: reciprocalRank(ranked, relevant),
    ndcgAt5: ndcg(ranked, relevant, 5),
  });
  return { recall: recall(before, relevant), before: score(before), after: score(after) };
}

/** Sections in the order of their best passage: the parts of a long section count as one. */
function sectionsOf(passages: readonly DocumentInterface[]): readonly string[] {
  return [...new Set(passages.map(({ metadata }) => (metadata as PassageSource).section))];
}

function movement(before: number, after: number): keyof Evaluation["moved"] {
  if (before === 0) return "absent";
  if (after === before) return "same";
  return after > before ? "up" : "down";
}
