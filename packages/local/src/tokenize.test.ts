import { describe, expect, test } from "vitest";
import { tokenize } from "./tokenize.ts";

describe("tokenize", () => {
  test.each([
    ["Hello, World! It's 3.5 km.", ["hello", "world", "it", "s", "3", "5", "km"]],
    ["Straße über Café", ["straße", "über", "café"]],
    ["keepAliveTimeout", ["keepalivetimeout", "keep", "alive", "timeout"]],
    ["HTTPServer", ["httpserver", "http", "server"]],
    ["snake_case", ["snake", "case"]],
    ["Ｆｕｌｌ ﬁt", ["full", "fit"]],
    ["наш Дом", ["наш", "дом"]],
    ["我们去公园。", ["我们", "去", "公园"]],
    ["東京に行く", ["東京", "に", "行く"]],
    ["mixed 文字 text", ["mixed", "文字", "text"]],
    ["", []],
    ["… — !", []],
  ])("%j", (text, words) => {
    expect(tokenize(text)).toEqual(words);
  });

  test("gives the words of Intl.Segmenter where words are written apart", () => {
    const text = "Ein kurzer Satz über Häuser. Une phrase déjà écrite. Простое предложение здесь.";
    const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
    const words = [...segmenter.segment(text)]
      .filter(({ isWordLike }) => isWordLike)
      .map(({ segment }) => segment.toLowerCase());
    expect(tokenize(text)).toEqual(words);
  });
});
