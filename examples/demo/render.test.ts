import { Document } from "@langchain/core/documents";
import { expect, test } from "vitest";
import type { Answered } from "./ask.ts";
import { renderAnswered } from "./render-answer.ts";
import { renderEvaluation } from "./render-evaluation.ts";
import type { RerankedPassage } from "./retrieve.ts";
import { openTerminal } from "./terminal.ts";

const plain = openTerminal({ columns: 80, write: () => {} }, {});

function passage(
  file: string,
  heading: string,
  text: string,
  retrievalRank: number,
  relevanceScore?: number,
): RerankedPassage {
  const headings = ["Class", heading];
  const section = `${file} › ${heading}`;
  const metadata = {
    file,
    headings,
    section,
    retrievalPlace: retrievalRank - 1,
    ...(relevanceScore === undefined ? {} : { relevanceScore }),
  };
  return new Document({ pageContent: `${headings.join(" › ")}\n\n${text}`, metadata });
}

const answered: Answered = {
  question: "How long is a socket kept?",
  passages: [
    passage(
      "api/Client.md",
      "ClientOptions",
      "Some other sentence comes first here. An idle socket is kept for 4 s.",
      12,
      0.875,
    ),
    passage("api/Pool.md", "PoolOptions", "```js\nnew Pool(origin)\n```", 2),
  ],
  answer: { label: "(an extract)", text: "An idle socket is kept for 4 s. [1]", tokens: 1200 },
  totalMs: 41.6,
  rerankMs: 11.2,
  rerankRequests: 2,
  rerankTokens: 3456,
};

test("an answer is shown with its passages, ranks, scores, sources and costs", () => {
  expect(renderAnswered(answered, plain).split("\n")).toEqual(
    [
      "Question  How long is a socket kept?",
      "",
      "  vector → rerank  score             passage",
      "      12 → [1]     ████████▊  0.875  ClientOptions  api/Client.md",
      "                   An idle socket is kept for 4 s.",
      "       2 → [2]     not scored        PoolOptions  api/Pool.md",
      "                   new Pool(origin)",
      "",
      "Answer    (an extract)",
      "  An idle socket is kept for 4 s. [1]",
      "",
      "Sources",
      "  [1] api/Client.md  Class › ClientOptions",
      "",
      "42 ms in all · 11 ms in 2 rerank requests · 3,456 tokens reranked · 1,200 tokens to answer",
      "",
      "",
    ].map((line) => (line.length > 80 ? `${line.slice(0, 79)}…` : line)),
  );
});

test("an answer that cites nothing names all its passages", () => {
  const uncited = { ...answered, answer: { label: "", text: "The passages do not say." } };
  expect(renderAnswered(uncited, plain)).toContain(
    "Sources\n  [1] api/Client.md  Class › ClientOptions\n  [2] api/Pool.md",
  );
});

test("with colour the text is the same", () => {
  const coloured = openTerminal({ columns: 80, write: () => {} }, { FORCE_COLOR: "1" });
  const text = renderAnswered(answered, coloured);
  expect(text).toContain("\u001B[");
  // oxlint-disable-next-line no-control-regex -- These are the colours.
  expect(text.replaceAll(/\u001B\[\d+m/gu, "")).toBe(renderAnswered(answered, plain));
});

test("an evaluation shows both orders, the change, and the ceiling", () => {
  const evaluation = {
    questions: 50,
    recall: 0.75,
    before: { meanReciprocalRank: 0.5, ndcgAt5: 0.4 },
    after: { meanReciprocalRank: 0.6, ndcgAt5: 0.3 },
    moved: { up: 20, down: 10, same: 15, absent: 5 },
  };
  const text = renderEvaluation(evaluation, 25, plain);
  expect(text).toMatch(/MRR +0\.500 ████████ +0\.600 █████████▋ +\+20 %/u);
  expect(text).toMatch(/nDCG@5 +0\.400 .* 0\.300 .* -25 %/u);
  expect(text).toContain("50 questions, the same 25 candidates");
  expect(text).toContain("recall@25 is 0.750");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(96);
});
