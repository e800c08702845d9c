import { expect, test } from "vitest";
import { merge, sumUsage } from "./merge.ts";

const part = (start: number, ...scores: number[]) => ({
  start,
  results: scores.map((relevanceScore, index) => ({ index, relevanceScore })),
  usage: { requests: 1, totalTokens: 10 },
});

test("rows of all parts are put in order, and equal scores keep the order of the parts", () => {
  const { results } = merge([part(0, 0.5, 0.25), part(2, 0.75, 0.5)], 4);
  expect(results).toEqual([
    { index: 2, relevanceScore: 0.75 },
    { index: 0, relevanceScore: 0.5 },
    { index: 3, relevanceScore: 0.5 },
    { index: 1, relevanceScore: 0.25 },
  ]);
});

test("the best are kept", () => {
  expect(merge([part(0, 0.5), part(1, 0.75)], 1).results).toEqual([{ index: 1, relevanceScore: 0.75 }]);
});

test("usage is summed; a count that a part does not report is not known for the whole", () => {
  expect(sumUsage([])).toEqual({ requests: 0 });
  expect(
    sumUsage([
      { requests: 1, promptTokens: 3, totalTokens: 5, searchUnits: 1 },
      { requests: 2, totalTokens: 7, searchUnits: 0 },
    ]),
  ).toEqual({ requests: 3, totalTokens: 12, searchUnits: 1 });
});

test("parts are not written to", () => {
  const frozen = [part(0, 0.25), part(1, 0.5)].map((answer) => {
    answer.results.forEach((row) => Object.freeze(row));
    return Object.freeze({ ...answer, results: Object.freeze(answer.results) });
  });
  expect(merge(frozen, 2).results.map(({ index }) => index)).toEqual([1, 0]);
});
