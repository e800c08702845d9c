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

  test("keeps the order of the fields, and calls no setter of the class", () => {
    class Guarded {
      declare a: number;
      set b(_: number) {
        throw new Error("called");
      }
    }
    const original = Object.defineProperties(new Guarded(), {
      a: { value: 1, writable: true, enumerable: true, configurable: true },
      b: { value: 2, writable: true, enumerable: true, configurable: true },
      c: { value: 3, writable: true, enumerable: true, configurable: true },
    });
    expect(Object.entries(copyWith(original, { b: 4, d: 5 }))).toEqual([
      ["a", 1],
      ["b", 4],
      ["c", 3],
      ["d", 5],
    ]);
  });

  test("gives a sealed copy the accessors that it is asked for, once and again", () => {
    const hidden = (value: number) => [["hash", { get: () => value, enumerable: false, configurable: false }]] as const;
    const sealed = Object.seal(copyWith({ a: 1 }, {}, hidden(7)));
    expect(copyWith(sealed, { a: 2 }, hidden(8))).toMatchObject({ a: 2, hash: 8 });
  });

  test("copies an object without a prototype", () => {
    const original = Object.assign(Object.create(null) as object, { a: 1 });
    expect(Object.getPrototypeOf(copyWith(original, {}))).toBeNull();
  });
});
