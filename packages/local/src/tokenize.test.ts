import { describe, expect, test } from "vitest";
import { tokenize } from "./tokenize.ts";

describe("tokenize", () => {
  test.each([
    ["Hello, World! It's 3.5 km.", ["hello", "world", "it", "'s", "3", "5", "km"]],
    ["She'd say they'll, we're, I've, I'm, BOB'S", "she 'd say they 'll we 're i 've i 'm bob 's".split(" ")],
    ["doesn't CAN’T Won't", ["doesn't", "can't", "won't"]],
    ["l’accès, L'ORÉAL's, qu'il n'a jusqu'à", "l' accès l' oréal 's qu' il n' a jusqu' à".split(" ")],
    ["Cos'è dell'arte d'11", ["cos'", "è", "dell'", "arte", "d'", "11"]],
    ["C's and D's", ["c", "'s", "and", "d", "'s"]],
    ["O'Brien rock'n'roll aujourd'hui dogs' 'quoted'", "o brien rock n roll aujourd hui dogs quoted".split(" ")],
    ["'l'eau' C#'s iPhone’s", ["l'", "eau", "c#", "c", "'s", "iphone", "i", "phone", "'s"]],
    ["APIs, userIDs", ["apis", "userids", "user", "ids"]],
    ["getURLsFromPage", ["geturlsfrompage", "get", "urls", "from", "page"]],
    ["parseJSONAsObject", ["parsejsonasobject", "parse", "json", "as", "object"]],
    ["Straße über Café", ["straße", "über", "café"]],
    ["keepAliveTimeout", ["keepalivetimeout", "keep", "alive", "timeout"]],
    ["HTTPServer", ["httpserver", "http", "server"]],
    ["snake_case", ["snake", "case"]],
    ["Ｆｕｌｌ ﬁt", ["full", "fit"]],
    ["наш Дом", ["наш", "дом"]],
    ["我们去公园。", ["我们", "去", "公园"]],
    ["東京に行く", ["東京", "に", "行く"]],
    ["mixed 文字 text", ["mixed", "文字", "text"]],
    ["Rechnungs\u00adnummer pass\u2060word \ufeffAuf\u200clage", ["rechnungsnummer", "password", "auflage"]],
    ["error\u200bhandling", ["error", "handling"]],
    ["क\u094d\u200dष", ["क\u094dष"]],
    ["می\u200cخواهم", ["می", "خواهم"]],
    ["ខ្មែរ\u200bភាសា", ["ខ្មែរ", "ភាសា"]],
    ["Use C#, C++17 and F#.", ["use", "c#", "c", "c++", "c", "17", "and", "f#", "f"]],
    ["C＃ für Häuser", ["c#", "c", "für", "häuser"]],
    ["C#の例外処理", ["c#", "c", "の", "例外", "処理"]],
    ["C++入门 C#은", ["c++", "c", "入门", "c#", "c", "은"]],
    ["page#anchor a++b 3# ## x+y", ["page", "anchor", "a", "b", "3", "x", "y"]],
    ["비밀번호를 재설정", ["비밀", "밀번", "번호", "호를", "재설", "설정"]],
    ["API를 책", ["api", "를", "책"]],
    ["使用Python设置", ["使用", "python", "设置"]],
    ["2024年", ["2024", "年"]],
    ["", []],
    ["… — !", []],
  ])("%j", (text, words) => {
    expect(tokenize(text)).toEqual(words);
  });

  test("tells each word as it is written, with the places of its tokens", () => {
    const told: [string, string[]][] = [];
    const text = "What's keepAlive in C#, US and 東京?";
    const tokens = tokenize(text);
    tokenize(text, (word, first, end) => told.push([word, tokens.slice(first, end)]));
    expect(told).toEqual([
      ["What", ["what"]],
      ["'s", ["'s"]],
      ["keepAlive", ["keepalive", "keep", "alive"]],
      ["in", ["in"]],
      ["C#", ["c#", "c"]],
      ["US", ["us"]],
      ["and", ["and"]],
      ["東京", ["東京"]],
    ]);
  });

  test("gives the same words for a long run without spaces, whose pieces are segmented by themselves", () => {
    const sentence = "我们去公园東京に行く";
    expect(tokenize(sentence.repeat(700))).toEqual(Array.from({ length: 700 }, () => tokenize(sentence)).flat());
  });

  test("keeps a few combining marks in a row, and not thousands", () => {
    expect(tokenize("e\u0301te\u0301")).toEqual(["été"]);
    expect(tokenize(`a${"\u0301\u0316".repeat(5000)} b`).map((word) => word.length < 40)).toEqual([true, true]);
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
