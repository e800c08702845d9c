import { expect, test } from "vitest";
import { analyse } from "./analyse.ts";
import { termsOf } from "./stem.ts";
import { tokenize } from "./tokenize.ts";

const paragraph =
  "Eine Zeile über keepAliveTimeout, 我们去公园。明天下雨 … e\u0301te\u0301\u00a0\u0301x ＡＢＣ ﬁt, ー東京に行く。";

test.each([
  ["with a title", `Coins and medals\n${paragraph.repeat(4000)}`],
  ["with a first line as long as the text", `${paragraph.repeat(4000)}\nThe end`],
  ["whose first line is long and has few words", `A title ${" - ".repeat(100_000)}\n${paragraph}`],
  ["of one line", paragraph.repeat(4000)],
  ["without any gap", "word".repeat(100_000)],
  ["that begins with a line break", `\n${paragraph.repeat(4000)}`],
])("a long text %s has the terms that its lines have as a whole", async (_, text) => {
  const { documents } = await analyse("zeile", [text], "none", undefined);
  const line = Math.max(0, text.indexOf("\n"));
  const title = tokenize(text.slice(0, line));
  const words = [...title, ...tokenize(text.slice(line))];
  const different = [...new Set(["zeile", ...words])];
  const { termOf } = await termsOf(different, "none");
  const places = new Map(different.map((word, place) => [word, termOf[place]]));
  expect(documents[0]?.terms).toEqual(Int32Array.from(words, (word) => places.get(word) ?? -1));
  const counted = documents[0]?.counts.reduce((sum, count) => sum + count, 0);
  expect(counted).toBe(words.length + (title.length <= 40 ? title.length : 0));
});
