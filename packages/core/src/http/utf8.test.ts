import { expect, test } from "vitest";
import { utf8 } from "./utf8.ts";

test.each(["", "ascii", "é", "漢字", "😀", "half \ud83d", "x".repeat(2_000_000)])(
  "writes what Buffer.from() does",
  (text) => {
    expect(utf8(text).equals(Buffer.from(text))).toBe(true);
  },
);

test("writes all of a text at the end of a slab", () => {
  for (let count = 0; count < 12; count++) {
    const text = "漢".repeat(80_000 + count);
    expect(utf8(text).equals(Buffer.from(text))).toBe(true);
  }
});

test("leaves what was written as it is, whatever is written after it", () => {
  const texts = Array.from({ length: 400 }, (_, index) => `${index}漢é`.repeat(1 + index * 20));
  const written = texts.map((text) => utf8(text));
  expect(written.map(String)).toEqual(texts);
});
