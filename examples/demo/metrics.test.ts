import { expect, test } from "vitest";
import { mean, ndcg, recall, reciprocalRank } from "./metrics.ts";

const relevant = new Set(["a", "b"]);

test("the reciprocal rank is one over the rank of the first relevant id", () => {
  expect(reciprocalRank(["a", "x"], relevant)).toBe(1);
  expect(reciprocalRank(["x", "y", "b", "a"], relevant)).toBeCloseTo(1 / 3, 12);
  expect(reciprocalRank(["x", "y"], relevant)).toBe(0);
  expect(reciprocalRank([], relevant)).toBe(0);
});

test("nDCG is 1 for a perfect order and falls with the ranks of the relevant ids", () => {
  expect(ndcg(["b", "a", "x"], relevant, 5)).toBeCloseTo(1, 12);
  // (1 / log2(3) + 1 / log2(5)) / (1 / log2(2) + 1 / log2(3))
  expect(ndcg(["x", "a", "y", "b"], relevant, 5)).toBeCloseTo(0.650_92, 5);
  expect(ndcg(["x", "y"], relevant, 5)).toBe(0);
});

test("nDCG sees nothing beyond its depth and expects no more hits than fit", () => {
  expect(ndcg(["x", "y", "a"], relevant, 2)).toBe(0);
  expect(ndcg(["a"], relevant, 1)).toBe(1);
});

test("recall is the part of the relevant ids that was found, however often", () => {
  expect(recall(["a", "x", "a"], relevant)).toBe(0.5);
  expect(recall(["x", "b", "a"], relevant)).toBe(1);
  expect(recall(["x"], new Set())).toBe(0);
});

test("the mean of nothing is 0", () => {
  expect(mean([])).toBe(0);
  expect(mean([1, 0, 0.5])).toBe(0.5);
});
