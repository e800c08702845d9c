import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineReranker } from "./define-reranker.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { estimateTokens, passagesOf } from "./passages.ts";
import type { Reranker } from "./reranker.ts";
import { withPassages } from "./with-passages.ts";

/** Scores a text by how often it says "gold", per hundred characters. */
function goldDigger(seen: string[][] = []): Reranker {
  return defineReranker({
    provider: "test",
    model: "gold",
    rerank: async ({ documents, topN }) => {
      seen.push([...documents]);
      const score = (text: string): number => (text.split("gold").length - 1) / (text.length / 100);
      const results = documents.map((text, index) => ({ index, relevanceScore: score(text) }));
      return {
        results: results.toSorted((a, b) => b.relevanceScore - a.relevanceScore).slice(0, topN),
        usage: { requests: 1 },
      };
    },
  });
}

const filler = "Nothing of interest is said in this sentence. ".repeat(20);
const long = `${filler}Here they found gold, and gold again.\n\n${filler}`;

describe("withPassages", () => {
  test("a long document gets the score of its best passage, whose range can be quoted", async () => {
    const seen: string[][] = [];
    const documents = [
      "Some gold is mentioned in a short text that has a hundred characters or so, more or less, I think.",
      long,
    ];
    const { results } = await withPassages(goldDigger(seen), { maxChars: 200, overlapChars: 0 }).rerank({
      query: "q",
      documents,
    });
    const best = results.find(({ index }) => index === 1);
    expect(long.slice(best?.passage?.start, best?.passage?.end)).toContain("found gold, and gold again.");
    expect(results.find(({ index }) => index === 0)).not.toHaveProperty("passage");
    for (const text of seen[0] ?? []) expect(text.length).toBeLessThanOrEqual(200);
  });

  test("topN counts documents, after aggregation", async () => {
    const documents = [long, long.replace("again", "again, gold"), "plain", "text"];
    const { results } = await withPassages(goldDigger(), { maxChars: 200 }).rerank({ query: "q", documents, topN: 2 });
    expect(results.map(({ index }) => index)).toEqual([1, 0]);
  });

  test("the mean of the top passages rewards a document that is relevant throughout", async () => {
    const steady = "A line with gold in it, as every line here. ".repeat(40);
    const options = { maxChars: 200, overlapChars: 0 } as const;
    const documents = [long.replace("found gold, and gold", "found gold gold gold gold gold gold, and gold"), steady];
    const best = await withPassages(goldDigger(), options).rerank({ query: "q", documents });
    const mean = await withPassages(goldDigger(), { ...options, aggregate: "mean-of-top" }).rerank({
      query: "q",
      documents,
    });
    expect(best.results.map(({ index }) => index)).toEqual([0, 1]);
    expect(mean.results.map(({ index }) => index)).toEqual([1, 0]);
  });

  test("short documents go as they are", async () => {
    const seen: string[][] = [];
    await withPassages(goldDigger(seen)).rerank({ query: "q", documents: [" a ", "b\n"] });
    expect(seen).toEqual([[" a ", "b\n"]]);
  });

  test.each([
    [{ maxChars: 10, maxTokens: 10 }, "maxChars and maxTokens are both given"],
    [{ maxChars: 0 }, "maxChars is 0"],
    [{ maxTokens: 1.5 }, "maxTokens is 1.5"],
    [{ overlapChars: -1 }, "overlapChars is -1"],
    [{ aggregate: "median" as never }, "aggregate must be"],
  ])("refuses %o", (options, message) => {
    expect(() => withPassages(goldDigger(), options)).toThrow(ConfigurationError);
    expect(() => withPassages(goldDigger(), options)).toThrow(message);
  });
});

describe("passagesOf", () => {
  const limits = (limit: number, overlapChars = 0) => ({ limit, overlapChars, measure: (text: string) => text.length });
  const texts = (text: string, limit: number, overlap = 0): string[] =>
    passagesOf(text, limits(limit, overlap)).map(({ start, end }) => text.slice(start, end));

  test("cuts between sentences", () => {
    expect(texts("One is here. Two is here. Three is here.", 26)).toEqual([
      "One is here. Two is here.",
      "Three is here.",
    ]);
  });

  test("prefers the end of a paragraph in the second half", () => {
    expect(texts("One is here. Two is here.\n\nThree. Four is here.", 36)[0]).toBe("One is here. Two is here.");
  });

  test("repeats whole sentences at the end of a passage in the next", () => {
    expect(texts("Aaaa aa. Bbbb bb. Cccc cc. Dddd dd.", 27, 9)).toEqual([
      "Aaaa aa. Bbbb bb. Cccc cc.",
      "Cccc cc. Dddd dd.",
    ]);
  });

  test("cuts a sentence without end between words, and a word without end between graphemes", () => {
    expect(texts("one two three four five", 10).every((part) => !part.includes("thre ") && part.length <= 10)).toBe(
      true,
    );
    expect(texts("👩‍👩‍👧".repeat(10), 20).every((part) => part.replaceAll("👩‍👩‍👧", "") === "")).toBe(true);
  });

  test("Chinese and Japanese are cut at their own full stops", () => {
    expect(texts("今天天气很好。我们去公园。明天下雨。", 13)).toEqual(["今天天气很好。我们去公园。", "明天下雨。"]);
  });

  test("every character that is not white space is in a passage, in order, within the limit", () => {
    const text = fc.string({ unit: "binary", maxLength: 300 });
    const words = fc.lorem({ maxCount: 40, mode: "sentences" });
    fc.assert(
      fc.property(
        fc.oneof(text, words),
        fc.integer({ min: 8, max: 80 }),
        fc.integer({ min: 0, max: 30 }),
        (text, limit, overlap) => {
          let covered = 0;
          for (const { start, end } of passagesOf(text, limits(limit, overlap))) {
            if (start > covered) expect(text.slice(covered, start).trim()).toBe("");
            expect(end).toBeGreaterThan(Math.min(covered, text.length - 1));
            expect(end).toBeGreaterThanOrEqual(start);
            covered = Math.max(covered, end);
          }
          expect(text.slice(covered).trim()).toBe("");
        },
      ),
    );
  });

  test("the estimate of tokens grows with the script's density", () => {
    expect(estimateTokens("reranker")).toBe(3);
    expect(estimateTokens("документ")).toBe(4);
    expect(estimateTokens("今天天气")).toBe(4);
  });
});

test("a very long text is cut between sentences throughout, wherever it is segmented", () => {
  const text = Array.from({ length: 5000 }, (_, index) => `Sentence number ${index} says something. `).join("");
  const passages = passagesOf(text, { limit: 100, measure: (part) => part.length, overlapChars: 0 });
  const quoted = passages.map(({ start, end }) => text.slice(start, end));
  expect(quoted.every((passage) => /^Sentence.*something\.$/u.test(passage))).toBe(true);
  expect(quoted.join(" ")).toBe(text.trim());
});

test("a very long word is cut too", () => {
  const limits = { limit: 1000, measure: (part: string) => part.length, overlapChars: 0 };
  expect(passagesOf("x".repeat(200_000), limits)).toHaveLength(200);
});
