import { describe, expect, test } from "vitest";
import { isStopWord, latinLanguageOf } from "./languages.ts";

/** The language of a query and its candidates, given as words between spaces. */
function languageOf(query: string, ...texts: readonly string[]): string {
  const words = [...new Set([query, ...texts].flatMap((text) => text.split(" ")))];
  const places = (text: string): number[] => text.split(" ").map((word) => words.indexOf(word));
  return latinLanguageOf(
    words,
    places(query),
    texts.map((text) => places(text)),
  );
}

describe("latinLanguageOf", () => {
  const german = "das wetter in der stadt ist nicht so schön und der hafen ist alt";
  const english = "the film is about a man who is in the town and it was good";

  test.each([
    ["a query's own words, where they show another language", "what is the capital of france", [german], "english"],
    ["the candidates, where the query has no function word", "capital france", [german], "german"],
    ["the candidates, where the query has one", "capital of france", [german], "german"],
    ["the candidates, where the query has one of another language", "die hard film", [english], "english"],
    ["the candidates, where the query has little more of another language", "die hard in a war", [english], "english"],
    ["the candidates, where a word of the query comes often", "die die die hard", [english], "english"],
    ["the candidates, of two languages that tie in the query", "para una casa", ["uma casa da avó"], "portuguese"],
    ["nothing, as English", "proxy", ["password"], "english"],
  ])("goes by %s", (_, query, texts, language) => {
    expect(languageOf(query, ...texts)).toBe(language);
  });

  test("of two other languages that tie in the query, goes by what the candidates have of them", () => {
    // Both are function words of French and of Spanish.
    const query = "un prix de la cote";
    expect(languageOf(query, german, german, "les rues des villes")).toBe("french");
    expect(languageOf(query, german, german, "los barcos del puerto")).toBe("spanish");
  });
});

describe("isStopWord", () => {
  test.each(["的", "什么", "什麼", "请问", "請問", "怎么", "です", "くだ", "どう", "何"])("%s is one", (word) => {
    expect(isStopWord(word, undefined)).toBe(true);
  });

  test.each(["会", "能", "要", "対", "和", "都", "需要", "才能"])(
    "%s is none, as it has a meaning of its own",
    (word) => {
      expect(isStopWord(word, undefined)).toBe(false);
    },
  );

  test.each([undefined, "english", "italian"] as const)("what has kept its apostrophe is one in %s", (language) => {
    for (const word of ["'s", "l'", "doesn't"]) expect(isStopWord(word, language)).toBe(true);
  });
});
