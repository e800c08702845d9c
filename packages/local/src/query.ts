import type { Statistics } from "./bm25.ts";
import { isStopWord, type Language } from "./languages.ts";
import { languageOf } from "./stem.ts";
import type { WordListener } from "./tokenize.ts";

/** A word of the query that is compared. Terms are numbers from 0. */
export interface QueryWord {
  readonly term: number;
  /** The terms of its parts, when it is an identifier such as `keepAliveTimeout`. */
  readonly parts: readonly number[];
}

/** What the way a query is written tells of its tokens. */
export interface Spelling {
  /** The place behind the last part of each identifier, by the identifier's own place. */
  readonly identifiers: ReadonlyMap<number, number>;
  /** The places of what is no function word by its capitals: `US`, `IT`, `WHO`, the `A` of `vitamin A`. */
  readonly acronyms: ReadonlySet<number>;
  /** The places of other words in capitals. */
  readonly capitals: ReadonlySet<number>;
  /** How many words there are. */
  readonly words: number;
  readonly hasLowerCase: boolean;
  readonly onWord: WordListener;
}

/** Acronyms that are spelled like function words. Others, such as `AND` and `NOT`, are written so to stress them. */
const likeFunctionWords: ReadonlySet<string> = new Set(["IT", "US", "WHO"]);

/** Notes how the words of a query are written, as they are told. */
export function spellingOf(query: string): Spelling {
  const identifiers = new Map<number, number>();
  const acronyms = new Set<number>();
  const capitals = new Set<number>();
  let words = 0;
  const onWord: WordListener = (word, first, end) => {
    words++;
    // The whole and at least two parts; `C#` has one.
    if (end - first > 2) identifiers.set(first, end);
    if (likeFunctionWords.has(word) || (word === "A" && first > 0)) acronyms.add(first);
    else if (/^\p{Lu}{2,}$/u.test(word)) capitals.add(first);
  };
  return {
    identifiers,
    acronyms,
    capitals,
    get words() {
      return words;
    },
    hasLowerCase: /\p{Ll}/u.test(query),
    onWord,
  };
}

/**
 * The words of a query that are compared: those that say what it is about, or all of them when none does.
 *
 * @param tokens - Of the query, in order.
 * @param termOf - The term of the token at a place.
 */
export function contentOf(
  tokens: readonly string[],
  { identifiers, acronyms, capitals, words, hasLowerCase }: Spelling,
  latin: Language | "none",
  termOf: (place: number) => number,
): QueryWord[] {
  const isFunctionWord = (place: number): boolean => {
    const token = tokens[place] ?? "";
    return latin !== "none" && isStopWord(token, languageOf(token, latin));
  };
  // Who writes most in capitals, function words too, or all, tells nothing by them.
  const isMostlyCapitals = 2 * (capitals.size + acronyms.size) > words && [...capitals].some(isFunctionWord);
  const isShouted = !hasLowerCase || isMostlyCapitals;
  const isContent = (place: number): boolean => !isFunctionWord(place) || (!isShouted && acronyms.has(place));
  const wordsThat = (isKept: (place: number) => boolean): QueryWord[] => {
    const found: QueryWord[] = [];
    for (let place = 0; place < tokens.length;) {
      const first = place++;
      if (!isKept(first)) continue;
      const parts: number[] = [];
      for (const end = identifiers.get(first) ?? place; place < end; place++) {
        if (isKept(place)) parts.push(termOf(place));
      }
      found.push({ term: termOf(first), parts });
    }
    return found;
  };
  const content = wordsThat(isContent);
  return content.length > 0 ? content : wordsThat(() => true);
}

/** A query as its candidates are scored by it. */
export interface WeightedQuery {
  /** What each term counts; 0 for one that the query does not have. */
  readonly weights: Float64Array;
  /** What the words of the query count together. */
  readonly total: number;
  /** The terms whose nearness counts, in order. */
  readonly terms: readonly number[];
}

/** What the parts of an identifier count together beside the whole, which is what is asked for. */
const partsShare = 1 / 3;

/**
 * Weights the terms of a query by their rarity. An identifier that no candidate has is left out for its parts. Where one
 * has it, its parts count a little for those that have it not, and add nothing to what the words count together.
 */
export function weightQuery(query: readonly QueryWord[], { documentFrequency, rarity }: Statistics): WeightedQuery {
  const weights = new Float64Array(rarity.length);
  const terms: number[] = [];
  let total = 0;
  const rarityOf = (term: number): number => rarity[term] ?? 0;
  const count = (term: number, weight: number): void => {
    weights[term] = (weights[term] ?? 0) + weight;
  };
  const ask = (term: number): void => {
    terms.push(term);
    total += rarityOf(term);
    count(term, rarityOf(term));
  };
  for (const { term, parts } of query) {
    if (parts.length > 0 && (documentFrequency[term] ?? 0) === 0) {
      for (const part of parts) ask(part);
      continue;
    }
    ask(term);
    const all = parts.reduce((sum, part) => sum + rarityOf(part), 0);
    for (const part of parts) count(part, (partsShare * rarityOf(term) * rarityOf(part)) / all);
  }
  return { weights, total, terms };
}
