import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineReranker } from "./define-reranker.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import { type PassageLimits, passagesOf, sixthsPerToken, tokenSixths } from "./passages.ts";
import type { PassageRange, Reranker } from "./reranker.ts";
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

/** The passages of a text, all at once. */
function split(text: string, limits: PassageLimits): readonly PassageRange[] {
  const steps = passagesOf(text, limits);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** The texts of a text's passages. */
function quoted(text: string, limits: PassageLimits): string[] {
  return split(text, limits).map(({ start, end }) => text.slice(start, end));
}

function byCharacters(limit: number, overlapChars = 0): PassageLimits {
  return { limit, weigh: () => 1, heaviest: 1, overlapChars };
}

function byTokens(tokens: number, overlapChars = 0): PassageLimits {
  return { limit: tokens * sixthsPerToken, weigh: tokenSixths, heaviest: sixthsPerToken, overlapChars };
}

/** How many tokens a text has by the estimate. */
function tokensOf(text: string): number {
  const sixths = Array.from({ length: text.length }, (_, index) => tokenSixths(text.charCodeAt(index)));
  return sixths.reduce((sum, part) => sum + part, 0) / sixthsPerToken;
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
    [{ overlapChars: 100, maxChars: 100 }, "overlapChars is 100; it must be less than a passage may have, 100"],
    [{ overlapChars: 300, maxTokens: 100 }, "overlapChars is 300; it must be less than a passage may have, 300"],
    [{ aggregate: "median" as never }, "aggregate must be"],
    [{ topPassages: 2 }, 'topPassages has no effect without aggregate: "mean-of-top"'],
    [{ topPassages: 2, aggregate: "max" as const }, "topPassages has no effect"],
  ])("refuses %o", (options, message) => {
    expect(() => withPassages(goldDigger(), options)).toThrow(ConfigurationError);
    expect(() => withPassages(goldDigger(), options)).toThrow(message);
  });

  test.each<[unknown, string]>([
    [undefined, "what came back has no list of results but undefined"],
    [{}, "what came back has no list of results but undefined"],
    [{ results: [null, null] }, "result 0 has an index that is not an integer but undefined"],
    [{ results: [{ index: 99, relevanceScore: 1 }] }, "result 0 has index 99, out of range for"],
    [{ results: [{ index: 0, relevanceScore: "1" }] }, "result 0 has a relevance score that is not a finite number"],
    [{ results: [{ index: 0, relevanceScore: 1 }] }, "1 results came back for"],
  ])("what somebody else's reranker answers is checked: %o", async (answer, message) => {
    const foreign = { provider: "own", model: "own", rerank: async () => answer } as unknown as Reranker;
    const call = withPassages(foreign, { maxChars: 200 }).rerank({ query: "q", documents: [long] });
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.toThrow("(own own)");
    await expect(call).rejects.toBeInstanceOf(InvalidResponseError);
  });

  test("the passages of somebody else's reranker may come in any order", async () => {
    const rerank: Reranker["rerank"] = async ({ documents }) => ({
      results: documents.map((_, index) => ({ index, relevanceScore: index })),
      usage: { requests: 1 },
      provider: "own",
      model: "own",
    });
    const { results } = await withPassages({ provider: "own", model: "own", rerank }, { maxChars: 200 }).rerank({
      query: "q",
      documents: [long],
    });
    expect(results[0]?.passage?.end).toBe(long.trimEnd().length);
  });

  test("an abort comes through while a long text is split", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const seen: string[][] = [];
    const call = withPassages(goldDigger(seen)).rerank(
      { query: "q", documents: ["x".repeat(500_000)] },
      { signal: controller.signal },
    );
    setTimeout(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
    expect(seen).toEqual([]);
  });

  test("texts that are short enough whatever is in them go out as they are, for as many as were asked for", async () => {
    const requests: unknown[] = [];
    const inner: Reranker = {
      provider: "p",
      model: "m",
      rerank: async (request) => {
        requests.push(request);
        const results = [{ index: 1, relevanceScore: 1 }];
        return { results, usage: { requests: 1 }, provider: "p", model: "m" };
      },
    };
    const documents = ["a", "b"];
    const { results } = await withPassages(inner).rerank({ query: "q", documents, topN: 1 });
    expect(results).toEqual([{ index: 1, relevanceScore: 1 }]);
    expect(requests).toEqual([{ query: "q", documents, topN: 1 }]);
  });

  test("an abort comes through between many texts that fit", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const seen: string[][] = [];
    const documents = Array.from({ length: 40_000 }, (_, index) => `${index} ${filler.repeat(2)}`);
    const call = withPassages(goldDigger(seen)).rerank({ query: "q", documents }, { signal: controller.signal });
    setTimeout(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
    expect(seen).toEqual([]);
  });
});

describe("passagesOf", () => {
  const texts = (text: string, limit: number, overlap = 0): string[] => quoted(text, byCharacters(limit, overlap));

  test("cuts between sentences", () => {
    expect(texts("One is here. Two is here. Three is here.", 26)).toEqual([
      "One is here. Two is here.",
      "Three is here.",
    ]);
  });

  test("counts the white space between words where a passage is measured by characters", () => {
    const text = "word and ".repeat(200).trim();
    const passages = texts(text, 100, 30);
    expect(passages.filter((passage) => passage.length > 100)).toEqual([]);
    expect(Math.max(...passages.map((passage) => passage.length))).toBe(98);
    expect(texts(`a${" ".repeat(300)}b c`, 100)).toEqual(["a", "b c"]);
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
          for (const { start, end } of split(text, byCharacters(limit, overlap))) {
            if (start > covered) expect(text.slice(covered, start).trim()).toBe("");
            expect(end).toBeGreaterThan(Math.min(covered, text.length - 1));
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end - start).toBeLessThanOrEqual(limit);
            covered = Math.max(covered, end);
          }
          expect(text.slice(covered).trim()).toBe("");
        },
      ),
    );
  });

  test("the estimate of tokens grows with the script's density", () => {
    expect(tokensOf("rerank")).toBe(2);
    expect(tokensOf("документ")).toBe(4);
    expect(tokensOf("今天天气")).toBe(4);
  });
});

test("a very long text is cut between sentences throughout, wherever it is segmented", () => {
  const text = Array.from({ length: 5000 }, (_, index) => `Sentence number ${index} says something. `).join("");
  const passages = quoted(text, byCharacters(100));
  expect(passages.every((passage) => /^Sentence.*something\.$/u.test(passage))).toBe(true);
  expect(passages.join(" ")).toBe(text.trim());
});

test("a very long word is cut too", () => {
  expect(split("x".repeat(200_000), byCharacters(1000))).toHaveLength(200);
});

test.each([
  ["words without a sentence's end", "word and ", /^(?:word|and)(?: word| and)*$/u],
  ["words without a gap", "今天天气很好我们去公园明天下雨", /^\S+$/u],
  ["emoji", "👩‍👩‍👧", /^(?:👩‍👩‍👧)+$/u],
  ["flags", "🇩🇪", /^(?:🇩🇪)+$/u],
])("a very long text of %s is cut between them", (_, part, whole) => {
  const text = part.repeat(50_000 / part.length);
  const passages = quoted(text, byCharacters(1000));
  expect(passages.filter((passage) => !whole.test(passage) || passage.length > 1000)).toEqual([]);
  expect(passages.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
});

test("a word is cut into as few passages as its tokens need", () => {
  const word = "abc".repeat(1000);
  expect(quoted(word, byTokens(512)).map((passage) => passage.length)).toEqual([1536, 1464]);
});

test("words that are too many for a passage fill it by the same estimate as a whole text", () => {
  const passages = quoted("six of one and half of the other ".repeat(200), byTokens(100));
  expect(passages.filter((passage) => tokensOf(passage) > 100)).toEqual([]);
  expect(passages.slice(0, -1).filter((passage) => tokensOf(passage) < 98)).toEqual([]);
});

test.each([
  ["characters", byCharacters(100)],
  ["tokens", byTokens(100)],
])("a long run of white space is in no passage: %s", (_, limits) => {
  expect(quoted(`one${" ".repeat(5000)}two${"\n".repeat(5000)}three`, limits)).toEqual(["one", "two", "three"]);
});

test("every passage goes beyond the one before, however much they share", () => {
  const text = `${"One two. ".repeat(6)}\nSix seven eight. `.repeat(5);
  const ends = split(text, byCharacters(50, 30)).map(({ end }) => end);
  expect(ends.filter((end, index) => end <= (ends[index - 1] ?? 0))).toEqual([]);
});

test("a grapheme that is longer than a passage is cut between code points", () => {
  const text = `e${"\u0301".repeat(5000)} 👨${"\u200D👩".repeat(500)}`;
  const passages = quoted(text, byCharacters(100));
  expect(passages.filter((passage) => passage.length > 100 || /\p{Cs}/u.test(passage))).toEqual([]);
  expect(passages.join("").replace(" ", "")).toBe(text.replace(" ", ""));
});

test("a code point is kept whole where a passage may have half of it", () => {
  expect(quoted("😀😀", byCharacters(1))).toEqual(["😀", "😀"]);
});

test("a character with thousands of marks is cut, and no pair of code units is", () => {
  const text = `${"x".repeat(3)}${"\u{1D165}".repeat(40_000)}`;
  const passages = quoted(text, byCharacters(1000));
  expect(passages.join("")).toBe(text);
  expect(passages.filter((passage) => /\p{Cs}/u.test(passage))).toEqual([]);
});
