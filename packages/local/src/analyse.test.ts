import { expect, test } from "vitest";
import { analyse } from "./analyse.ts";
import { createPace } from "./pace.ts";
import { termsOf } from "./stem.ts";
import { tokenize } from "./tokenize.ts";

const pace = createPace(() => {});
const paragraph =
  "Eine Zeile über keepAliveTimeout, 我们去公园。明天下雨 … e\u0301te\u0301\u00a0\u0301x ＡＢＣ ﬁt, ー東京に行く。";

test.each([
  ["with a title", `Coins and medals\n${paragraph.repeat(4000)}`],
  ["with a first line as long as the text", `${paragraph.repeat(4000)}\nThe end`],
  ["whose first line is long and has few words", `A title ${" - ".repeat(100_000)}\n${paragraph}`],
  ["of one line", paragraph.repeat(4000)],
  ["that begins with a line break", `\n${paragraph.repeat(4000)}`],
  ["with blank lines above its title", `\n \r\nCoins and medals\r\n${paragraph.repeat(4000)}`],
  ["of blank lines", "\n \n".repeat(4000)],
])("a long text %s has the terms that its lines have as a whole", async (_, text) => {
  const { documents } = await analyse("zeile", [text], "none", pace);
  const line = Math.max(0, text.indexOf("\n", text.search(/\S/u)));
  const title = tokenize(text.slice(0, line));
  const words = [...title, ...tokenize(text.slice(line))];
  const different = [...new Set(["zeile", ...words])];
  const { termOf } = await termsOf(new Map(different.map((word, place) => [word, place])), "none", pace);
  const places = new Map(different.map((word, place) => [word, termOf[place]]));
  expect(documents[0]?.terms).toEqual(Int32Array.from(words, (word) => places.get(word) ?? -1));
  const counted = documents[0]?.counts.reduce((sum, count) => sum + count, 0);
  expect(counted).toBe(words.length + (title.length <= 40 ? title.length : 0));
});

test.each([
  ["40 words is a title", 40, 2],
  ["41 words is none", 41, 1],
])("a first line in Korean of %s, though it has more pairs of syllables", async (_, words, count) => {
  const text = `${Array.from({ length: words - 1 }, () => "연차휴가").join(" ")} 육아휴직\n본문 내용`;
  const { query, documents } = await analyse("육아", [text], undefined, pace);
  expect(documents[0]?.counts[documents[0].distinct.indexOf(query[0]?.term ?? -1)]).toBe(count);
});

test("words are looked up and stemmed with rests in between", async () => {
  let checks = 0;
  const text = Array.from({ length: 2000 }, (_, index) => `wörd${index}ing`).join(" ");
  await analyse(
    "query",
    [text],
    undefined,
    createPace(() => checks++, 0),
  );
  // Finding the languages, the stems, the spellings and the numbers: a rest each hundred words, with two checks.
  expect(checks).toBeGreaterThanOrEqual(4 * 20 * 2);
});
