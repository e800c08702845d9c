import fc from "fast-check";
import { expect, test } from "vitest";
import { checkResults } from "./check-results.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import type { RerankResult } from "./reranker.ts";

const row = (index: unknown, relevanceScore: unknown = 0.5): RerankResult =>
  ({ index, relevanceScore }) as RerankResult;

test.each([
  ["a repeated index", [row(0), row(0)], "result 1 repeats index 0"],
  ["an index past the end", [row(0), row(2)], "result 1 has index 2, out of range for 2 documents"],
  ["a negative index", [row(-1), row(0)], "result 0 has index -1, out of range"],
  ["a fractional index", [row(0.5), row(0)], "not an integer but 0.5"],
  ["an index of NaN", [row(Number.NaN), row(0)], "not an integer but NaN"],
  ["an index in words", [row("0"), row(1)], "not an integer but string"],
  ["an infinite score", [row(0, Infinity), row(1)], "not a finite number but Infinity"],
  [
    "a score of NaN",
    [row(0), row(1, Number.NaN)],
    "result 1 has a relevance score that is not a finite number but NaN",
  ],
  ["a score in words", [row(0, "0.5"), row(1)], "not a finite number but string"],
  ["a missing row", [row(0)], "1 results came back for 2 documents where 2 were asked for"],
])("%s is refused with the rule and the row", (_title, results, message) => {
  const refused = (): unknown => checkResults(results, 2, 2, "POST http://here");
  expect(refused).toThrow(message);
  expect(refused).toThrow("(POST http://here)");
  expect(refused).toThrow(InvalidResponseError);
});

test("more rows than asked for are refused", () => {
  expect(() => checkResults([row(0), row(1)], 2, 1, "here")).toThrow("2 results came back where top N is 1 (here)");
});

test("sound rows in order come back as they are", () => {
  const results = Object.freeze([row(1, 0.75), row(0, 0.5)]);
  expect(checkResults(results, 2, 2, "here")).toBe(results);
});

test("rows out of order are sorted, stably, and the input is not written to", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 })), (scores) => {
      const results = Object.freeze(scores.map((score, index) => Object.freeze(row(index, score))));
      const sorted = checkResults(results, scores.length, scores.length, "here");
      expect(sorted).toEqual(
        [3, 2, 1, 0, -1, -2, -3].flatMap((score) => results.filter((result) => result.relevanceScore === score)),
      );
    }),
  );
});

test("fields beside index and score stay", () => {
  const results = [
    { ...row(0, 0.25), passage: { start: 0, end: 3 } },
    { ...row(1, 0.5), passage: undefined },
  ];
  expect(checkResults(results, 2, 2, "here")).toEqual([results[1], results[0]]);
});
