import { fieldLines } from "@rankwire/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...Array.from("ab1.0 \t\n\r:#-?,[]{}&*!|>'\"%@`~\\\u0085\u2028\uFEFF\u0000")),
    maxLength: 12,
  }),
  fc.constantFrom("null", "~", "true", "0x1F", ".5", "-1e3", "---", "...", "<<", "=", "yes", "2024-01-01", "1_000"),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(text, tie("tree"), { maxKeys: 3 }),
  ),
}));

test("a YAML parser reads back the record, save trailing line breaks and the kind of line break", () => {
  fc.assert(
    fc.property(fc.dictionary(text, tree, { minKeys: 1, maxKeys: 4 }), (record) => {
      // What is blank has no line of its own; without any line there is nothing to parse.
      const written = Object.entries(record).filter(([, value]) => typeof value !== "string" || /\S/u.test(value));
      expect(parse(fieldLines(record)) ?? {}).toEqual(settled(Object.fromEntries(written)));
    }),
    { numRuns: 2000 },
  );
});

function settled(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/\r\n?/gu, "\n").replace(/\n+$/u, "");
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, settled(field)]));
}
