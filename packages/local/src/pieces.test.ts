import { expect, test } from "vitest";
import { endsOfPieces } from "./pieces.ts";
import { tokenize } from "./tokenize.ts";

function piecesOf(text: string, line = -1): string[] {
  let start = 0;
  return [...endsOfPieces(text, line)].map((end) => {
    const piece = text.slice(start, end);
    start = end;
    return piece;
  });
}

test.each([
  ["words", "some words apart ".repeat(2000)],
  ["Chinese with commas alone", "请在设置中重置您的密码，".repeat(2000)],
  ["words joined by points", "example.organisation.".repeat(2000)],
])("a long text of %s is cut behind a gap, into pieces of a few thousand characters", (_, text) => {
  const pieces = piecesOf(text);
  expect(pieces.join("")).toBe(text);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(4096);
  for (const piece of pieces) expect(piece).toMatch(/[\s\p{P}]$/u);
});

test.each(["LRUCache#get ", "LRUCache＃get ", "it doesn't ", "vitamine d’abord ", "Bob＇s "])(
  "no cut in %j makes a word that is not in the text",
  (text) => {
    for (let start = 0; start < text.length; start++) {
      const whole = `${" ".repeat(start)}${text.repeat(700)}`;
      const words = new Set(piecesOf(whole).flatMap((piece) => tokenize(piece)));
      expect(words).toEqual(new Set(tokenize(text)));
    }
  },
);

test.each(["a", "한", "\u0301", "😀", "a😀"])("a run of %j without a gap is cut between two characters", (text) => {
  const pieces = piecesOf(text.repeat(20_000));
  expect(pieces.join("")).toBe(text.repeat(20_000));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(4096);
  for (const piece of pieces) expect(piece).not.toMatch(/\p{Surrogate}/u);
});

test("a first line is a piece of its own, and a text of one piece is whole", () => {
  expect(piecesOf("A title\nand text.", 7)).toEqual(["A title", "\nand text."]);
  expect(piecesOf("A text. Of two sentences.")).toEqual(["A text. Of two sentences."]);
});
