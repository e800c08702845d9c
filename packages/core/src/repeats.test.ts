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
  expect(repeatsAny(message, ["something else", text], undefined)).toBe(true);
});

test.each(["the request is too long", "brown fox jump", "The index is out of range: 12", ""])(
  "%j is none",
  (message) => {
    expect(repeatsAny(message, [text, "a"], undefined)).toBe(false);
  },
);

test("a short text counts when it stands there as a whole, and one of a letter or two never", () => {
  expect(repeatsAny("no results for cat", ["cat"], undefined)).toBe(true);
  expect(repeatsAny("no results for cat", ["ca"], undefined)).toBe(false);
});

test("four characters of the key are too much of it, and what all keys of a provider begin with is nothing", () => {
  const key = "jina_4f7Qm2vXw9KpLr4Tz8";
  expect(repeatsAny("Incorrect key: jina_4f7Q***", [], key)).toBe(true);
  expect(repeatsAny("Incorrect key: ***4Tz8", [], key)).toBe(true);
  expect(repeatsAny("Please recharge at https://jina.ai/", [], key)).toBe(false);
  expect(repeatsAny("the key short is wrong", [], "a-short")).toBe(true);
});
