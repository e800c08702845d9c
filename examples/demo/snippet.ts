import { textOf } from "./load-manuals.ts";
import { sentencesOf } from "./sentences.ts";

/** The sentence of a passage that shares most words with the question, or else its first line: for the eye only. */
export function snippetOf(pageContent: string, question: string): string {
  const text = textOf(pageContent);
  const asked = new Set(wordsOf(question));
  const shared = (sentence: string): number => new Set(wordsOf(sentence).filter((word) => asked.has(word))).size;
  const best = sentencesOf(text).toSorted((a, b) => shared(b) - shared(a))[0];
  return (
    best ??
    text
      .split("\n")
      .find((line) => /^[^`~]*[\p{L}\p{N}]/u.test(line))
      ?.trim() ??
    ""
  );
}

/** Words of four letters or more: shorter ones are in every sentence. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
}
