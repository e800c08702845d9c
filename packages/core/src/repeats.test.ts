import { expect, test } from "vitest";
import { repeatsAny } from "./repeats.ts";

const text = "The quick brown fox\n\tjumps over the lazy dog, naïvely";

test.each([
  ["the whole text", `cannot read "${text}"`],
  ["a run of 16 characters", "near 'brown fox jumps ov'"],
  ["white space of another kind", "near 'brown fox    jumps over'"],
  ["escapes of JSON", `body: ${JSON.stringify({ text })}`],
  ["escapes of every letter beyond ASCII", "lazy dog, na\\u00efvely"],
  ["escapes within escapes, as of a body in a message", 'body: "{\\"text\\":\\"brown fox\\\\n\\\\tjumps over\\"}"'],
])("%s is a quotation", (_what, message) => {
  expect(repeatsAny(message, ["something else", text], [])).toBe(true);
});

test.each(["the request is too long", "brown fox jump", "The index is out of range: 12", ""])(
  "%j is none",
  (message) => {
    expect(repeatsAny(message, [text, "a"], [])).toBe(false);
  },
);

test.each([
  ["a URL", `bad query: ${encodeURIComponent(text)}`],
  ["Python's bytes", "cannot parse b'fox\\n\\tjumps over the lazy dog, na\\xc3\\xafvely'"],
  ["HTML, by numbers", "bad: dog&#44; na&#xef;vely and lazy dog&#44; na&#239;vely"],
  ["HTML, by names", "see lazy dog&comma; but &lt;brown fox jumps over&gt;"],
  ["HTML, with spaces that do not break", "see &quot;brown&nbsp;fox&nbsp;jumps&nbsp;over"],
  ["a form", `bad query: ${new URLSearchParams({ text }).toString()}`],
  ["a URL in a URL", `bad query: ${encodeURIComponent(encodeURIComponent(text))}`],
  ["HTML in HTML", "see &amp;lt;brown fox&amp;#32;jumps over&amp;gt;"],
  ["base64", `cannot read ${btoa("The quick brown fox jumps over")}`],
  ["base64 for URLs", `cannot read ${Buffer.from(text).toString("base64url")}`],
  ["hexadecimal", `cannot read 0x${Buffer.from(text).toString("hex")}`],
  ["a list of tokens", `tokens: ${JSON.stringify("the quick brown fox jumps".split(" "))}`],
  ["pieces of words", "tokens: quick ##br ##own fox ju ##mps over"],
  ["Rust", "invalid: lazy dog, na\\u{ef}vely"],
  ["escape()", "invalid: lazy%20dog%2C%20na%u00efvely"],
  ["mail", "invalid: lazy=20dog,=20na=C3=AFvely"],
  ["a list of bytes", `invalid: [${[...Buffer.from("brown fox jumps over")].join(", ")}]`],
  [
    "hexadecimal with spaces",
    `invalid: ${Buffer.from("brown fox jumps over")
      .toString("hex")
      .replaceAll(/..(?!$)/gu, "$& ")}`,
  ],
  [
    "HTML, without semicolons",
    `invalid: ${Array.from("brown fox jumps over", (one) => `&#${one.charCodeAt(0)}`).join("")}`,
  ],
  ["one name", "no index the_quick_brown_fox_jumps"],
  ["full width", "\uff54\uff48\uff45 \uff51\uff55\uff49\uff43\uff4b \uff42\uff52\uff4f\uff57\uff4e \uff46\uff4f\uff58"],
])("a text that is encoded as in %s is found", (_what, message) => {
  expect(repeatsAny(message, [text], [])).toBe(true);
});

test.each([
  "ad blockers in the kitchen",
  "10 downing street",
  "50% off everything",
  "42 is the answer",
  "ab\u4f60\u597d",
])("%j is found in a URL's query, whose first letters look like bytes of mail", (query) => {
  expect(repeatsAny(`upstream refused GET /search?q=${encodeURIComponent(query)}`, [query], [])).toBe(true);
});

test.each([
  ["read as Latin-1", (bytes: Buffer) => bytes.toString("latin1")],
  [
    "in octal, as Protocol Buffers print them",
    (bytes: Buffer) => Array.from(bytes, (byte) => `\\${byte.toString(8)}`).join(""),
  ],
])("the bytes of a text %s are found", (_what, print) => {
  const chinese = "\u654f\u611f\u808c\u80a4\u9002\u5408\u4f7f\u7528";
  expect(repeatsAny(`invalid: ${print(Buffer.from(chinese))}`, [chinese], [])).toBe(true);
});

test("what is no encoding after all harms nothing", () => {
  expect(repeatsAny("100%e0 of &#9999999; \\xff \\u{ffffff} \u00ff a=b0 1, 2, 3, 999 12:34:56:78", [text], [])).toBe(
    false,
  );
});

test("a short text counts when it stands there as a whole, and one of a letter or two never", () => {
  expect(repeatsAny("no results for cat", ["cat"], [])).toBe(true);
  expect(repeatsAny("no results for cat", ["ca"], [])).toBe(false);
});

test("a run is found wherever it stands in a text that repeats its parts", () => {
  // Each part of the quotation that is looked for stands alone in many places before.
  const parts = ["abcdefgh 1 ", "ijklmnop 2 ", "ghijkl 3 "].map((part) => part.repeat(50)).join("");
  expect(repeatsAny("abcdefghijklmnop", [`${parts}abcdefghijklmnop`], [])).toBe(true);
  expect(repeatsAny("abcdefghijklmnop", [parts], [])).toBe(false);
});

test("what stands in more places than can be looked at is taken for a quotation", () => {
  expect(repeatsAny("aaaaaaaab is no word", ["a".repeat(100_000)], [])).toBe(true);
});

test("four characters of a key are too much of it", () => {
  const key = "4f7Qm2vXw9KpLr4Tz8";
  expect(repeatsAny("Incorrect key: jina_4f7Q***", [], [key])).toBe(true);
  expect(repeatsAny("Incorrect key: ***4Tz8", [], [key])).toBe(true);
  expect(repeatsAny("Please recharge at https://jina.ai/", [], [key])).toBe(false);
});

test.each([
  ["base64", (key: string) => btoa(`Bearer ${key}`)],
  ["hexadecimal", (key: string) => Buffer.from(key).toString("hex")],
  ["a URL in a URL", (key: string) => encodeURIComponent(encodeURIComponent(`/${key}`))],
])("a key in %s is found", (_what, encode) => {
  const key = "4f7Qm2vXw9KpLr4Tz8";
  expect(repeatsAny(`Incorrect key: ${encode(key)}`, [], [key])).toBe(true);
});

test("capitals make no difference, for a text as for a key", () => {
  expect(repeatsAny("NEAR 'BROWN FOX JUMPS OVER'", [text], [])).toBe(true);
  expect(repeatsAny("to https://sk-4f7qm2vxw9.example", [], ["sk-4f7Qm2vXw9KpLr4Tz8"])).toBe(true);
});

test("in dense writing six characters are a quotation", () => {
  const sent = ["\u654f\u611f\u808c\u80a4\u9002\u5408\u4f7f\u7528\u4ec0\u4e48\u62a4\u80a4\u54c1"];
  expect(repeatsAny("error: \u808c\u80a4\u9002\u5408\u4f7f\u7528", sent, [])).toBe(true);
  expect(repeatsAny("\u654f\u611f\u8bcd: \u62a4\u80a4", ["\u62a4\u80a4"], [])).toBe(true);
  expect(repeatsAny("\u8bf7\u6c42\u5931\u8d25: \u4f7f\u7528", sent, [])).toBe(false);
});
