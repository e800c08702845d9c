import type { Answered } from "./ask.ts";
import { bar, cut, wrap } from "./layout.ts";
import type { RerankedPassage } from "./retrieve.ts";
import { snippetOf } from "./snippet.ts";
import type { Terminal } from "./terminal.ts";

const barColumns = 10;
const header = "  vector → rerank  score             passage";
const passageColumn = header.indexOf("passage");
const snippetColumn = header.indexOf("score");

/** A question with its passages, its answer and what they cost, ready to be written. */
export function renderAnswered(answered: Answered, terminal: Terminal): string {
  const { question, passages, answer } = answered;
  const { paint, width } = terminal;
  const label = (name: string): string => paint("bold", name.padEnd(10));
  return [
    ...wrap(question, width - 10).map((line, index) => `${label(index === 0 ? "Question" : "")}${line}`),
    "",
    paint("dim", header),
    ...passages.flatMap((passage, index) => renderPassage(passage, index + 1, question, terminal)),
    "",
    `${label("Answer")}${paint("dim", cut(answer.label, width - 10))}`,
    ...answer.text.split("\n").flatMap((line) => wrap(line, width - 2).map((part) => `  ${part}`)),
    "",
    paint("bold", "Sources"),
    ...renderSources(answered, terminal),
    "",
    paint("dim", cut(renderCost(answered), width)),
    "",
    "",
  ].join("\n");
}

function renderPassage(passage: RerankedPassage, rank: number, question: string, terminal: Terminal): string[] {
  const { paint, width } = terminal;
  const { file, headings, retrievalPlace, relevanceScore } = passage.metadata;
  const retrievalRank = retrievalPlace + 1;
  const ranks = `${String(retrievalRank).padStart(8)} → ${paint(retrievalRank > rank ? "green" : "dim", `[${rank}]`)}`;
  const score =
    relevanceScore === undefined
      ? "not scored".padEnd(barColumns + 6)
      : `${paint("cyan", bar(relevanceScore, barColumns))} ${relevanceScore.toFixed(3)}`;
  const heading = headings.at(-1) ?? file;
  const columns = width - passageColumn;
  const place = `${paint("bold", cut(heading, columns))}  ${paint("dim", cut(file, columns - heading.length - 2))}`;
  const snippet = cut(snippetOf(passage.pageContent, question), width - snippetColumn);
  return [
    `${ranks}     ${score}  ${place}`.trimEnd(),
    `${" ".repeat(snippetColumn)}${paint("dim", snippet)}`.trimEnd(),
  ];
}

/** The passages that the answer cites, or all of them where it cites none. */
function renderSources({ answer, passages }: Answered, { paint, width }: Terminal): readonly string[] {
  const cited = new Set([...answer.text.matchAll(/\[(\d+)\]/gu)].map(([, rank]) => Number(rank)));
  return passages.flatMap(({ metadata: { file, headings } }, index) => {
    if (cited.size > 0 && !cited.has(index + 1)) return [];
    const label = `  [${index + 1}] ${file}  `;
    return [`${label}${paint("dim", cut(headings.join(" › "), width - label.length))}`];
  });
}

function renderCost({ answer, totalMs, rerankMs, rerankRequests, rerankTokens }: Answered): string {
  const requests = rerankRequests === 1 ? "1 rerank request" : `${rerankRequests} rerank requests`;
  return [
    `${Math.round(totalMs)} ms in all`,
    `${Math.round(rerankMs)} ms in ${requests}`,
    ...(rerankTokens === 0 ? [] : [`${rerankTokens.toLocaleString("en")} tokens reranked`]),
    ...(answer.tokens === undefined ? [] : [`${answer.tokens.toLocaleString("en")} tokens to answer`]),
  ].join(" · ");
}
