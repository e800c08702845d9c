import fc from "fast-check";
import { expect, test } from "vitest";
import { describe as shapeOf, distinctTexts, isBlank } from "./distinct-texts.ts";

test("equal texts stand once, with every place of theirs; blank ones nowhere", () => {
  expect(distinctTexts(["b", "", "a", "b", " \n", "a"])).toEqual({
    texts: ["b", "a"],
    positions: [
      [0, 3],
      [2, 5],
    ],
  });
});

test("texts that are all different and not blank have no positions to keep", () => {
  expect(distinctTexts(["b", "a"])).toEqual({ texts: ["b", "a"], positions: undefined });
  expect(distinctTexts([])).toEqual({ texts: [], positions: undefined });
});

test("the texts are those of the moment of the call", () => {
  const documents = ["b", "a"];
  const { texts } = distinctTexts(documents);
  documents.length = 0;
  expect(texts).toEqual(["b", "a"]);
});

test("a list that was looked at comes back as a list of its own, which the next one may spoil", () => {
  const { texts } = distinctTexts(["b", "", "a"]);
  const again = distinctTexts(texts);
  expect(again).toEqual({ texts: ["b", "a"], positions: undefined });
  (again.texts as string[]).length = 0;
  expect(texts).toEqual(["b", "a"]);
});

test("texts that differ in white space, case or normal form are different", () => {
  expect(distinctTexts(["a", "a ", "A", "\u00e9", "e\u0301"]).texts).toHaveLength(5);
});

test("names of prototype members are texts like any other", () => {
  expect(distinctTexts(["__proto__", "constructor", "__proto__"]).positions).toEqual([[0, 2], [1]]);
});

test("every text is where its positions say, and every position is a text's or blank", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("", " ", "a", "b", "c", "\t")), (documents) => {
      const { texts, positions = texts.map((_, index) => [index]) } = distinctTexts(documents);
      for (const [text, places] of texts.map((text, index) => [text, positions[index] ?? []] as const)) {
        expect(places.map((place) => documents[place])).toEqual(places.map(() => text));
      }
      const blank = documents.flatMap((text, index) => (isBlank(text) ? [index] : []));
      expect([...positions.flat(), ...blank].sort((a, b) => a - b)).toEqual([...documents.keys()]);
    }),
  );
});

test("long texts that differ in one character are different, wherever it stands", () => {
  const base = "words ".repeat(70);
  const variants = Array.from(
    { length: base.length },
    (_, index) => `${base.slice(0, index)}X${base.slice(index + 1)}`,
  );
  const { texts, positions } = distinctTexts([...variants, ...variants]);
  expect(texts).toEqual(variants);
  expect(positions).toEqual(variants.map((_, index) => [index, index + variants.length]));
});

test("what is no string is refused with its position and kind", () => {
  expect(() => distinctTexts(["a", 7 as unknown as string])).toThrow("documents[1] is number; every document must be");
});

test("blank is white space of every kind, and nothing else", () => {
  for (const text of ["", " \t\r\n", "\u00a0\u2003\u3000\ufeff"]) expect(isBlank(text)).toBe(true);
  for (const text of [".", "\u0000", "\u200b", "\ud800"]) expect(isBlank(text)).toBe(false);
});

test("a value is described without its content", () => {
  expect([null, [1], { a: 1 }, "secret", 7, undefined, 1n].map((value) => shapeOf(value))).toEqual([
    "null",
    "an array",
    "an object",
    "string",
    "number",
    "undefined",
    "bigint",
  ]);
});
