import { InvalidRequestError } from "@rankwire/core";
import type { Tokenizer } from "./transformers.ts";

/** A query and a document as a model reads them. */
export interface Pair {
  readonly tokens: readonly number[];
  /** Which of the two texts a token belongs to, for the models that tell them apart this way. */
  readonly segments: readonly number[] | undefined;
}

/** The characters of a document that are looked at for each token that a pair may have: first, and at most. */
const charactersPerToken = { first: 16, most: 64 };

/** Characters of a text without white space that are looked at together, for whether the vocabulary knows them. */
const block = 512;
/** The tokens of a block that it does not know: one for all of them, and in some vocabularies one for a word's beginning. */
const mostOfUnknown = 2;
const longRuns = new RegExp(`(?<!\\S)\\S{${2 * block},}`, "gu");

/**
 * Encodes pairs of at most `maxTokens` tokens. A longer document loses its end, while the special tokens behind it stay:
 * a tokenizer's own truncation would cut those, and the query with them.
 */
export function pairEncoder(tokenizer: Tokenizer, maxTokens: number): (query: string) => (document: string) => Pair {
  const tokensOf = (text: string): readonly number[] =>
    tokenizer(text, { add_special_tokens: false, return_tensor: false }).input_ids;
  const encode = (query: string, document: string): Pair => {
    const { input_ids, token_type_ids } = tokenizer(query, { text_pair: document, return_tensor: false });
    return { tokens: input_ids, segments: token_type_ids };
  };
  const { around, behind } = specialTokens(tokensOf("a"), encode("a", "a").tokens);

  const mostCharacters = maxTokens * charactersPerToken.most;

  /** The first characters of a text, without those that change none of its tokens and take long. */
  const beginningOf = (text: string, length: number): string =>
    text.slice(0, length).replaceAll(longRuns, (run) => shortenUnknown(run, tokensOf));

  return (query) => {
    // A text of a million characters takes seconds to encode, or breaks the tokenizer.
    const wholeQuery = beginningOf(query, mostCharacters);
    const queryTokens = tokensOf(wholeQuery).length;
    if (query.length > mostCharacters || queryTokens + around >= maxTokens) {
      throw new InvalidRequestError(
        `query has ${query.length > mostCharacters ? "more than " : ""}${queryTokens} tokens, which leaves no room for ` +
          `a document: a pair holds ${maxTokens} tokens, ${around} of them special; shorten the query or raise maxTokens`,
      );
    }
    return (document) => {
      // Encoding a book to keep its first page would hold up the process. Twice the limit is certain to reach past the
      // place where the window ends, whatever the tokenizer makes of a word that is cut there.
      const firstCharacters = maxTokens * charactersPerToken.first;
      let pair = encode(wholeQuery, beginningOf(document, firstCharacters));
      if (firstCharacters < document.length && pair.tokens.length < 2 * maxTokens) {
        pair = encode(wholeQuery, beginningOf(document, mostCharacters));
      }
      return cut(pair, maxTokens, behind);
    };
  };
}

/**
 * Leaves out what the vocabulary does not know and stands behind more of it. The tokenizer makes one token of all of it,
 * in time with the square of its length. Whatever else is in the run stays, and its tokens with it.
 */
function shortenUnknown(run: string, tokensOf: (text: string) => readonly number[]): string {
  let kept = "";
  let isBehindUnknown = false;
  let start = 0;
  for (; start + block <= run.length; start += block) {
    const text = run.slice(start, start + block);
    const isUnknown = hasUnknownAlone(text, tokensOf);
    if (!isUnknown || !isBehindUnknown) kept += text;
    isBehindUnknown = isUnknown;
  }
  return kept + run.slice(start);
}

/** Its middle has the same tokens then, while a word or a mark that is known at one end adds a token. */
function hasUnknownAlone(text: string, tokensOf: (text: string) => readonly number[]): boolean {
  const tokens = tokensOf(text);
  if (tokens.length > mostOfUnknown) return false;
  const middle = tokensOf(text.slice(block / 4, -block / 4));
  return middle.length === tokens.length && middle.every((token, place) => token === tokens[place]);
}

/** How many special tokens a pair has in all, and how many of them stand behind the document. */
function specialTokens(word: readonly number[], pair: readonly number[]): { around: number; behind: number } {
  let start = pair.length - word.length;
  while (start > 0 && word.some((token, offset) => pair[start + offset] !== token)) start--;
  return { around: pair.length - 2 * word.length, behind: pair.length - word.length - start };
}

function cut({ tokens, segments }: Pair, length: number, behind: number): Pair {
  if (tokens.length <= length) return { tokens, segments };
  const shorten = (values: readonly number[]): readonly number[] => [
    ...values.slice(0, length - behind),
    ...values.slice(values.length - behind),
  ];
  return { tokens: shorten(tokens), segments: segments === undefined ? undefined : shorten(segments) };
}
