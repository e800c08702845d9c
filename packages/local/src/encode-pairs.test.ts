import { InvalidRequestError } from "@rankwire/core";
import { expect, test } from "vitest";
import { pairEncoder } from "./encode-pairs.ts";
import type { Tokenizer } from "./transformers.ts";

/** One token a word; 0 stands before the pair, 1 twice in its middle and once at its end, as in RoBERTa. */
function tokenizer(onEncode: (text: string) => void = () => {}): Tokenizer {
  const ids = new Map<string, number>();
  const tokens = (text: string): number[] => {
    onEncode(text);
    return (text.match(/\S+/gu) ?? []).map((word) => {
      if (!ids.has(word)) ids.set(word, ids.size + 2);
      return ids.get(word) ?? 0;
    });
  };
  const encode: Pick<Tokenizer, never> & ((...parameters: Parameters<Tokenizer>) => unknown) = (
    text,
    { text_pair, add_special_tokens = true },
  ) => {
    if (!add_special_tokens) return { input_ids: tokens(text) };
    const [first, second] = [tokens(text), tokens(text_pair ?? "")];
    return {
      input_ids: [0, ...first, 1, 1, ...second, 1],
      token_type_ids: [...[0, ...first, 1].map(() => 0), ...[1, ...second, 1].map(() => 1)],
    };
  };
  return encode as Tokenizer;
}

test("a pair that fits is left as it is", () => {
  const { tokens, segments } = pairEncoder(tokenizer(), 9)("x y")("u v w");
  expect(tokens).toHaveLength(9);
  expect(segments).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1]);
});

test("a longer document loses its end alone: the query and the special tokens stay", () => {
  const whole = pairEncoder(tokenizer(), 100)("x y")("u v w x y z");
  const { tokens, segments } = pairEncoder(tokenizer(), 9)("x y")("u v w x y z");
  expect(tokens).toEqual([...whole.tokens.slice(0, 8), 1]);
  expect(segments).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1]);
});

test("a query that leaves no room for a document is refused", () => {
  expect(pairEncoder(tokenizer(), 9)("a b c d")("u").tokens).toHaveLength(9);
  expect(() => pairEncoder(tokenizer(), 9)("a b c d e")).toThrow(InvalidRequestError);
  expect(() => pairEncoder(tokenizer(), 9)("a b c d e")).toThrow(/^query has 5 tokens/u);
});

test("of a book no more is encoded than its first pages, with the same outcome", () => {
  let longest = 0;
  const watched = tokenizer((text) => {
    longest = Math.max(longest, text.length);
  });
  const book = Array.from({ length: 100_000 }, (_, index) => `w${index % 70}`).join(" ");
  const { tokens } = pairEncoder(watched, 64)("x y")(book);
  expect(longest).toBeLessThan(2000);
  expect(tokens).toEqual(pairEncoder(tokenizer(), 64)("x y")(book.slice(0, 10_000)).tokens);
});

test("a book of long words or wide gaps is read further", () => {
  const sparse = Array.from({ length: 200 }, (_, index) => `w${index}`).join(" ".repeat(40));
  const { tokens } = pairEncoder(tokenizer(), 64)("x y")(sparse);
  expect(tokens).toHaveLength(64);
  expect(new Set(tokens.slice(5, -1)).size).toBe(58);
});

test("what stands beyond 64 characters for each token is never looked at", () => {
  let longest = 0;
  const watched = tokenizer((text) => {
    longest = Math.max(longest, text.length);
  });
  const encode = pairEncoder(watched, 64);
  expect(encode("x y")("w".repeat(1_000_000)).tokens).toHaveLength(7);
  expect(() => encode("w".repeat(1_000_000))).toThrow(/^query has more than 1 tokens/u);
  expect(longest).toBeLessThanOrEqual(64 * 64);
});

/** One token for a character that is known, and for a run of those that are not. */
function characterTokenizer(onEncode: (text: string) => void): Tokenizer {
  const tokens = (text: string): number[] => (text.match(/\?+|\S/gu) ?? []).map((run) => run.charCodeAt(0));
  const encode: (...parameters: Parameters<Tokenizer>) => unknown = (text, { text_pair }) => {
    onEncode(text_pair ?? text);
    return { input_ids: [...tokens(text), ...(text_pair == null ? [] : [1, ...tokens(text_pair)])] };
  };
  return encode as Tokenizer;
}

test("a run that the vocabulary does not know is read in part, with the same tokens", () => {
  let longest = 0;
  const encode = pairEncoder(
    characterTokenizer((text) => {
      longest = Math.max(longest, text.length);
    }),
    1024,
  );
  const unknown = "?".repeat(10_000);
  expect(encode("x y")(`${unknown} known`).tokens).toHaveLength(2 + 1 + 1 + 5);
  expect(encode(`${unknown} x`)("known").tokens).toHaveLength(2 + 1 + 5);
  expect(encode("x y")(`${"a".repeat(700)}${unknown} known`).tokens).toHaveLength(2 + 1 + 700 + 1 + 5);
  expect(longest).toBeLessThan(2500);
});

test.each([0, 1, 100, 255, 506, 507, 511])("what is known behind a run that is not stays: %i", (more) => {
  const tokenizer = characterTokenizer(() => {});
  const encode = pairEncoder(tokenizer, 1024);
  const whole = (query: string, document: string): readonly number[] =>
    tokenizer(query, { text_pair: document, return_tensor: false }).input_ids;
  const unknown = "?".repeat(2048 + more);
  for (const text of [`${unknown},"name"${unknown}y policy`, `x${unknown}|${unknown}`, `${unknown}z`]) {
    expect(encode("x y")(text).tokens).toEqual(whole("x y", text));
    expect(encode(text)("known").tokens).toEqual(whole(text, "known"));
  }
});

test("a run that the vocabulary knows is read as far as a pair goes", () => {
  const encode = pairEncoder(
    characterTokenizer(() => {}),
    1024,
  );
  expect(encode("x y")("很".repeat(10_000)).tokens).toHaveLength(1024);
});
