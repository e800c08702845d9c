import { expect, test } from "vitest";
import { statisticsOf } from "./bm25.ts";
import { termCounter } from "./document.ts";
import { likenessToBest } from "./likeness.ts";
import { createPace } from "./pace.ts";

const pace = createPace(() => {});

/** The likeness of candidates with these terms and scores. */
async function likenessOf(terms: readonly (readonly number[])[], scores: readonly number[]): Promise<number[]> {
  const count = termCounter(10);
  const documents = terms.map((list) => count(Int32Array.from(list), 0));
  const statistics = await statisticsOf(documents, 10, pace);
  return [...(await likenessToBest(Float64Array.from(scores), documents, statistics, pace))];
}

const terms = [[0, 1], [0, 2], [0, 3], [0, 4], [1], [2], [3], [4], [5]];

test("candidates that tie with the first that is left out are no examples, whichever comes first", async () => {
  const scores = [2, 1, 1, 1, 0, 0, 0, 0, 0];
  const likeness = await likenessOf(terms, scores);
  expect(likeness[4]).toBeGreaterThan(0);
  expect(likeness.slice(5)).toEqual([0, 0, 0, 0]);
  const reversed = await likenessOf(terms.toReversed(), scores.toReversed());
  expect(reversed.toReversed()).toEqual(likeness);
});

test("where all of the best tie with one that is left out, nothing is like them", async () => {
  expect(await likenessOf(terms, [1, 1, 1, 1, 0, 0, 0, 0, 0])).toEqual(terms.map(() => 0));
});

test("a sole example is as like as the one that is most like it", async () => {
  const [best, ...others] = await likenessOf(terms, [2, 1, 1, 1, 0, 0, 0, 0, 0]);
  expect(best).toBe(Math.max(...others));
});
