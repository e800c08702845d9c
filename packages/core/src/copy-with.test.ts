import { describe, expect, test } from "vitest";
import { copyWith } from "./copy-with.ts";

class Wrapper {
  score: number | undefined = 1;
  extra = { kept: true };
  get double(): number {
    return 2 * (this.score ?? 0);
  }
}

describe("copyWith", () => {
  test("keeps the class and the other fields, and leaves the original alone", () => {
    const original = new Wrapper();
    const copy = copyWith(original, { score: 3, rank: 0 });
    expect(copy).toBeInstanceOf(Wrapper);
    expect(copy).toMatchObject({ score: 3, double: 6, rank: 0 });
    expect(copy.extra).toBe(original.extra);
    expect(Object.entries(original)).toEqual([
      ["score", 1],
      ["extra", { kept: true }],
    ]);
  });

  test("keeps accessors as accessors and hidden fields hidden", () => {
    let reads = 0;
    const original = Object.defineProperties(
      {},
      { lazy: { enumerable: true, get: () => ++reads }, hidden: { value: "h", enumerable: false } },
    );
    const copy = copyWith(original, { score: 0 });
    expect(reads).toBe(0);
    expect(Object.keys(copy)).toEqual(["lazy", "score"]);
    expect(copy).toHaveProperty("hidden", "h");
  });

  test("takes a field away where its value is undefined", () => {
    expect(Object.keys(copyWith({ score: 1, other: 2 }, { score: undefined }))).toEqual(["other"]);
  });

  test.each([
    ["frozen", Object.freeze, Object.isFrozen],
    ["sealed", Object.seal, Object.isSealed],
    ["closed", Object.preventExtensions, (value: object) => !Object.isExtensible(value)],
  ])("is %s where the original is", (_, close, isClosed) => {
    expect(isClosed(copyWith(close({ score: 1 }), { score: 2, reranked: true }))).toBe(true);
    expect(isClosed(copyWith({ score: 1 }, { score: 2 }))).toBe(false);
  });

  test("copies an object without a prototype", () => {
    const original = Object.assign(Object.create(null) as object, { a: 1 });
    expect(Object.getPrototypeOf(copyWith(original, {}))).toBeNull();
  });
});
