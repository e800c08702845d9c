import fc from "fast-check";
import { expect, test } from "vitest";
import { splitDocuments } from "./split.ts";

const texts = (count: number, length = 1): string[] => Array.from({ length: count }, () => "x".repeat(length));
const sizes = (...input: Parameters<typeof splitDocuments>): number[] =>
  splitDocuments(...input).map(({ start, end }) => end - start);

test("as few parts as the limit allows, of about equal length", () => {
  expect(sizes(texts(100), 1, 100, Infinity)).toEqual([100]);
  expect(sizes(texts(101), 1, 100, Infinity)).toEqual([51, 50]);
  expect(sizes(texts(250), 1, 100, Infinity)).toEqual([84, 84, 82]);
  expect(sizes(texts(5), 1, 1, Infinity)).toEqual([1, 1, 1, 1, 1]);
  expect(sizes(texts(5), 1, Infinity, Infinity)).toEqual([5]);
});

test("characters count the query once for each document", () => {
  expect(sizes(texts(4, 6), 4, Infinity, 20)).toEqual([2, 2]);
  expect(sizes(texts(4, 6), 5, Infinity, 20)).toEqual([1, 1, 1, 1]);
});

test("a document above the limit is a part on its own", () => {
  expect(sizes(["a", "x".repeat(50), "b", "c"], 1, Infinity, 10)).toEqual([1, 1, 2]);
});

test("parts cover the list in order, without a gap, within both limits", () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 60 });
  const limit = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(lengths, limit, fc.integer({ min: 1, max: 120 }), limit, (all, maxDocuments, maxCharacters, query) => {
      const documents = all.map((length) => "x".repeat(length));
      const parts = splitDocuments(documents, query, maxDocuments, maxCharacters);
      let next = 0;
      for (const { start, end } of parts) {
        expect(start).toBe(next);
        expect(end).toBeGreaterThan(start);
        expect(end - start).toBeLessThanOrEqual(maxDocuments);
        const characters = documents.slice(start, end).reduce((sum, text) => sum + text.length + query, 0);
        if (end - start > 1) expect(characters).toBeLessThanOrEqual(maxCharacters);
        next = end;
      }
      expect(next).toBe(documents.length);
    }),
  );
});
