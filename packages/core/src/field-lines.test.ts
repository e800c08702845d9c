import { expect, test } from "vitest";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { fieldLines } from "./field-lines.ts";

test("one line for each field, in the record's order", () => {
  expect(fieldLines({ title: "Bone broth", pages: 12, draft: false })).toBe(
    "title: Bone broth\npages: 12\ndraft: false",
  );
});

test("the named fields alone, in the order in which they are named, without those that the record lacks", () => {
  const record = { body: "text", secret: "s", title: "A" };
  expect(fieldLines(record, ["title", "missing", "body", "toString"])).toBe("title: A\nbody: text");
});

test("a field that is named twice is written once", () => {
  expect(fieldLines({ a: 1, b: 2 }, ["b", "a", "b"])).toBe("b: 2\na: 1");
});

test("a value that YAML would read as something else is quoted", () => {
  const record = {
    a: "Note: this",
    b: "12",
    c: "true",
    d: "- dash",
    e: "x # y",
    f: [""],
    g: "ends:",
    "h: i": 'say "k"',
  };
  expect(fieldLines(record).split("\n")).toEqual([
    'a: "Note: this"',
    'b: "12"',
    'c: "true"',
    'd: "- dash"',
    'e: "x # y"',
    "f:",
    '  - ""',
    'g: "ends:"',
    '"h: i": say "k"',
  ]);
});

test("ordinary prose, times, addresses and numbers with words stay as they are", () => {
  const record = { a: "it's 10:30, isn't it?", b: "https://example.com/a#b", c: "3 apples", d: "für Haut – 护肤" };
  expect(fieldLines(record)).toBe(
    "a: it's 10:30, isn't it?\nb: https://example.com/a#b\nc: 3 apples\nd: für Haut – 护肤",
  );
});

test("text of several lines is a block, whatever its line breaks, and a trailing line break is dropped", () => {
  expect(fieldLines({ a: "one\r\n\ntwo: 2\n", b: "last\n" })).toBe("a: |-\n  one\n\n  two: 2\nb: last");
});

test("text that a block would change is quoted", () => {
  expect(fieldLines({ a: "  indented\nfirst", b: "bell\u0007\nx" })).toBe(
    'a: "  indented\\nfirst"\nb: "bell\\u0007\\nx"',
  );
});

test("nested values are indented", () => {
  const record = { author: { name: "A", tags: ["x", "y: z"] }, list: [{ a: 1, b: 2 }, [3]], none: {}, empty: [] };
  expect(fieldLines(record)).toBe(
    [
      "author:",
      "  name: A",
      "  tags:",
      "    - x",
      '    - "y: z"',
      "list:",
      "  - a: 1",
      "    b: 2",
      "  -",
      "    - 3",
      "none: {}",
      "empty: []",
    ].join("\n"),
  );
});

test("a field without a value has no line, and a date is written as JSON writes it", () => {
  const record = { a: null, b: undefined, c: () => 1, d: new Date(0), e: Symbol("e"), f: 2n };
  expect(fieldLines(record)).toBe("d: 1970-01-01T00:00:00.000Z\nf: 2");
});

test("a record without fields is an empty text", () => {
  expect(fieldLines({})).toBe("");
  expect(fieldLines({ a: 1 }, [])).toBe("");
});

test("what contains itself is refused, and the same object in two places is not", () => {
  const shared = { x: 1 };
  expect(fieldLines({ a: shared, b: shared })).toBe("a:\n  x: 1\nb:\n  x: 1");
  const loop: Record<string, unknown> = { name: "secret" };
  loop["self"] = [loop];
  expect(() => fieldLines(loop)).toThrow(InvalidRequestError);
  expect(() => fieldLines(loop)).not.toThrow(/secret/u);
});

test("what is nested too deep is refused, and 100 levels are not", () => {
  const nested = (levels: number, wrap: (inner: unknown) => unknown): Record<string, unknown> => {
    let value: unknown = "secret";
    for (let level = 0; level < levels; level++) value = wrap(value);
    return { value };
  };
  for (const wrap of [(inner: unknown) => ({ inner }), (inner: unknown) => [inner]]) {
    expect(fieldLines(nested(100, wrap))).toContain("secret");
    for (const levels of [101, 20_000]) {
      expect(() => fieldLines(nested(levels, wrap))).toThrow("nested more than 100 levels deep");
      expect(() => fieldLines(nested(levels, wrap))).toThrow(InvalidRequestError);
    }
  }
});

test("toJSON() is asked once, and what goes on without end in it is refused", () => {
  const endless = (): object => ({ toJSON: endless, name: "x" });
  expect(fieldLines({ a: endless() })).toBe("a:\n  name: x");
  const self = { toJSON: (): object => ({ self }) };
  expect(() => fieldLines({ self })).toThrow("nested more than 100 levels deep");
});

test("what is no record is refused", () => {
  // @ts-expect-error a text is no record
  expect(() => fieldLines("text")).toThrow("a record of fields is string; it must be an object");
  // @ts-expect-error nor is a list
  expect(() => fieldLines([])).toThrow(InvalidRequestError);
});

test("the record is not changed", () => {
  const record = Object.freeze({ a: Object.freeze(["x\n"]), b: "y\n" });
  fieldLines(record);
  expect(record).toEqual({ a: ["x\n"], b: "y\n" });
});

test("a field that is blank has no line", () => {
  expect(fieldLines({ a: "", b: " \n", c: "x" }, ["a", "b", "c"])).toBe("c: x");
  expect(fieldLines({ a: " " })).toBe("");
});
