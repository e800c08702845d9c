import fc from "fast-check";
import { expect, test } from "vitest";
import { batchesByLength } from "./batches.ts";

const lengths = fc.array(fc.integer({ min: 1, max: 8192 }), { maxLength: 200 });
const sizes = fc.integer({ min: 1, max: 64 });

test("every pair is in one batch", () => {
  fc.assert(
    fc.property(lengths, sizes, (lengths, size) => {
      const batched = batchesByLength(lengths, size).flat();
      expect(batched.toSorted((a, b) => a - b)).toEqual(Array.from(lengths.keys()));
    }),
  );
});

test("a batch is no larger than asked for, holds 4096 tokens unless it is a single pair, and pads by half at most", () => {
  fc.assert(
    fc.property(lengths, sizes, (lengths, size) => {
      for (const batch of batchesByLength(lengths, size)) {
        const inBatch = batch.map((index) => lengths[index] ?? 0);
        const [longest, shortest] = [Math.max(...inBatch), Math.min(...inBatch)];
        expect(batch.length).toBeLessThanOrEqual(size);
        if (batch.length > 1) expect(batch.length * longest).toBeLessThanOrEqual(4096);
        expect(longest - shortest).toBeLessThanOrEqual(Math.max(16, longest / 2));
      }
    }),
  );
});

test("pairs of like length go together, longest first", () => {
  expect(batchesByLength([10, 1000, 12, 900, 300], 16)).toEqual([[1, 3], [4], [2, 0]]);
  expect(batchesByLength([5, 5, 5, 5, 5], 2)).toEqual([[0, 1], [2, 3], [4]]);
  expect(batchesByLength([], 16)).toEqual([]);
});
