import type { Evaluation } from "./evaluate.ts";
import { bar } from "./layout.ts";
import type { Terminal } from "./terminal.ts";

const barColumns = 16;

/** The figures of an evaluation, ready to be written. */
export function renderEvaluation(evaluation: Evaluation, candidates: number, { paint }: Terminal): string {
  const { questions, before, after, recall, moved } = evaluation;
  const row = (name: string, from: number, to: number): string =>
    [
      `  ${name.padEnd(8)}`,
      `${from.toFixed(3)} ${paint("dim", bar(from, barColumns))}`,
      `${to.toFixed(3)} ${paint("cyan", bar(to, barColumns))}`,
      paint(to > from ? "green" : to < from ? "red" : "dim", change(from, to)),
    ].join("  ");
  return [
    `${paint("bold", "How much reranking helps")}  ${questions} questions, the same ${candidates} candidates before and after`,
    "",
    paint(
      "dim",
      `  ${" ".repeat(8)}  ${"vector search".padEnd(barColumns + 6)}  ${"reranked".padEnd(barColumns + 6)}  change`,
    ),
    row("MRR", before.meanReciprocalRank, after.meanReciprocalRank),
    row("nDCG@5", before.ndcgAt5, after.ndcgAt5),
    "",
    `  recall@${candidates} is ${recall.toFixed(3)}: what is no candidate cannot be ranked.`,
    `  The first right section came higher for ${moved.up} questions, lower for ${moved.down}, stayed for ${moved.same};`,
    `  for ${moved.absent} it was no candidate.`,
    "",
  ].join("\n");
}

function change(from: number, to: number): string {
  if (from === 0) return to === 0 ? "0 %" : "from nothing";
  const percent = Math.round((to / from - 1) * 100);
  return `${percent > 0 ? "+" : ""}${percent} %`;
}
