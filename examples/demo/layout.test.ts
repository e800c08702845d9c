import { expect, test } from "vitest";
import { bar, cut, wrap } from "./layout.ts";

test("a bar is as long as its value, to an eighth of a column, and always fills its columns", () => {
  expect(bar(0, 4)).toBe("    ");
  expect(bar(0.5, 4)).toBe("██  ");
  expect(bar(0.78125, 4)).toBe("███▏");
  expect(bar(1, 4)).toBe("████");
  expect(bar(-3, 4)).toBe("    ");
  expect(bar(17, 4)).toBe("████");
});

test("a text that is too long is cut with an ellipsis", () => {
  expect(cut("twelve chars", 12)).toBe("twelve chars");
  expect(cut("twelve chars", 8)).toBe("twelve…");
  expect(cut("twelve", 0)).toBe("");
});

test("lines break at spaces, and inside a word only where it is longer than a line", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("a abcdefghij", 4)).toEqual(["a", "abcd", "efgh", "ij"]);
  expect(wrap("a\nb", 10)).toEqual(["a", "b"]);
});
