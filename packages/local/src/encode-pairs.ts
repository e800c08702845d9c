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

/** Characters that the vocabulary does not know, one after another, of which the rest is left out. */
const longestUnknown = 512;
/** Fewer tokens in so many characters are those of text that the vocabulary does not know. */
const fewTokens = 8;
const longRuns = new RegExp(`(?<!\\S)\\S{${longestUnknown}}\\S+`, "gu");

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

  /** The first characters of a text. The tokenizer makes one token of a run that it does not know, in time with the square of its length. */
  const beginningOf = (text: string, length: number): string =>
    text.slice(0, length).replaceAll(longRuns, (run) => run.slice(0, endOfKnown(run, tokensOf)));

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

/** Behind the first characters of a run that the vocabulary does not know; the run's end when it knows them all. */
function endOfKnown(run: string, tokensOf: (text: string) => readonly number[]): number {
  for (let end = longestUnknown; end < run.length; end += longestUnknown) {
    if (tokensOf(run.slice(end - longestUnknown, end)).length < fewTokens) return end;
  }
  return run.length;
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
