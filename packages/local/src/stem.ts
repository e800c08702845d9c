import { type Language, languages, type Stemmer } from "./languages.ts";
import type { Pace } from "./pace.ts";

/** Which term each word is compared by. */
export interface Terms {
  /** The number of each word's term, from 0. */
  readonly termOf: Int32Array;
  /** How many different terms there are. */
  readonly vocabulary: number;
}

/** Words whose terms are remembered for each choice of language: stemming is most of the cost of a call. */
const mostRemembered = 20_000;
/** Words between two looks at the clock. */
const stride = 100;
/** Longer words are no words of a language. */
const longestWord = 40;

const remembered = new Map<Language | "none", Map<string, string>>();
/** Importing a module again costs as much as ranking a few documents. */
const stemmers = new Map<Language, Stemmer>();

/**
 * Reduces different words to their terms.
 *
 * @param numbers - The words, each with its number in order from 0.
 */
export async function termsOf(
  numbers: ReadonlyMap<string, number>,
  latin: Language | "none",
  pace: Pace,
): Promise<Terms> {
  const words = [...numbers.keys()];
  const terms = memoryOf(latin);
  if (latin !== "none") await loadStemmers(words, latin, pace);
  const found: string[] = [];
  await pace.each(words, (word) => found.push(terms.get(word) ?? remember(terms, word, toTerm(word, latin))), stride);
  const joined = await joinSpellings(numbers, words, found, latin, pace);
  const termNumbers = new Map<string, number>();
  const termOf = new Int32Array(words.length);
  const numberTerm = (own: string, index: number): void => {
    const term = joined(own);
    const number = termNumbers.get(term) ?? termNumbers.size;
    if (number === termNumbers.size) termNumbers.set(term, number);
    termOf[index] = number;
  };
  await pace.each(found, numberTerm, stride);
  return { termOf, vocabulary: termNumbers.size };
}

/**
 * Makes one term of two when a word stands there with and without its accents: stemmers know endings by them, and may
 * leave `café` whole while they shorten `cafe`.
 */
async function joinSpellings(
  numbers: ReadonlyMap<string, number>,
  words: readonly string[],
  terms: readonly string[],
  latin: Language | "none",
  pace: Pace,
): Promise<(term: string) => string> {
  const joined = new Map<string, string>();
  const rootOf = (term: string): string => {
    let root = term;
    for (let next = joined.get(root); next !== undefined; next = joined.get(root)) root = next;
    return root;
  };
  const join = (word: string, index: number): void => {
    const plain = folded(word, latin);
    const place = plain === word ? undefined : numbers.get(plain);
    if (place === undefined) return;
    const [from, to] = [rootOf(terms[index] ?? ""), rootOf(terms[place] ?? "")];
    if (from !== to) joined.set(from, to);
  };
  await pace.each(words, join, stride);
  return joined.size === 0 ? (term) => term : rootOf;
}

function toTerm(word: string, latin: Language | "none"): string {
  if (latin === "none" || word.length > longestWord || /[\p{N}']/u.test(word)) return folded(word, latin);
  const language = languageOf(word, latin);
  const stem = language === undefined ? undefined : stemmers.get(language);
  return folded(stem?.(word) || word, latin);
}

function remember(terms: Map<string, string>, word: string, term: string): string {
  if (word.length > longestWord) return term;
  if (terms.size >= mostRemembered) terms.clear();
  terms.set(word, term);
  return term;
}

/** The language that a word is taken for, by its script; `undefined` in a script that knows no stems. */
export function languageOf(word: string, latin: Language): Language | undefined {
  const code = word.charCodeAt(0);
  if (code < 0x370 || (code >= 0x1e00 && code < 0x1f00)) return latin;
  if (code < 0x400 || (code >= 0x1f00 && code < 0x2000)) return "greek";
  if (code < 0x530) return "russian";
  return code >= 0x600 && code < 0x780 ? "arabic" : undefined;
}

function memoryOf(latin: Language | "none"): Map<string, string> {
  const known = remembered.get(latin);
  if (known !== undefined) return known;
  const terms = new Map<string, string>();
  remembered.set(latin, terms);
  return terms;
}

async function loadStemmers(words: readonly string[], latin: Language, pace: Pace): Promise<void> {
  const needed = new Set<Language>([latin]);
  const need = (word: string): void => {
    const language = languageOf(word, latin);
    if (language !== undefined) needed.add(language);
  };
  await pace.each(words, need, stride);
  const missing = [...needed].filter((language) => !stemmers.has(language));
  await Promise.all(
    missing.map(async (language) => stemmers.set(language, (await languages[language].load()).stemmer)),
  );
}

/** Alphabets whose diacritics, vowel points among them, people leave out; in other scripts marks are vowels of their own. */
const withDiacritics = /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}\p{N}\p{M}\u0640]+$/u;
/** Marks, and the stroke that draws an Arabic word out. */
const diacritics = /[\p{M}\u0640]/gu;
/** Letters that people write with others where a keyboard has none of them, and that Unicode does not take apart. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ŧ: "t",
  ı: "i",
};
const specialLetters = new RegExp(`[${Object.keys(plainLetters).join("")}]`, "gu");

/**
 * A word's spelling without diacritics and special letters. The letters stay where a function word comes out: Danish `før`
 * would match each `for`.
 */
function folded(word: string, latin: Language | "none"): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/u.test(word) || !withDiacritics.test(word)) return word;
  const plain = word.normalize("NFD").replaceAll(diacritics, "").normalize("NFC");
  const spelt = plain.replaceAll(specialLetters, (letter) => plainLetters[letter] ?? letter);
  return spelt !== plain && latin !== "none" && languages[latin].stopWords.has(spelt) ? plain : spelt;
}
