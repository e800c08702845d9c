import { type Language, languages, type Stemmer } from "./languages.ts";

/** Which term each word is compared by. */
export interface Terms {
  /** The number of each word's term, from 0. */
  readonly termOf: Int32Array;
  /** How many different terms there are. */
  readonly vocabulary: number;
}

/** Words whose terms are remembered for each choice of language: stemming is most of the cost of a call. */
const mostRemembered = 20_000;
/** Longer words are no words of a language. */
const longestWord = 40;

const remembered = new Map<Language | "none", Map<string, string>>();
/** Importing a module again costs as much as ranking a few documents. */
const stemmers = new Map<Language, Stemmer>();

/** Reduces different words to their terms. */
export async function termsOf(words: readonly string[], latin: Language | "none"): Promise<Terms> {
  const terms = memoryOf(latin);
  if (latin !== "none") await loadStemmers(words, latin);
  const found = words.map((word) => terms.get(word) ?? remember(terms, word, toTerm(word, latin)));
  const joined = joinSpellings(words, found);
  const numbers = new Map<string, number>();
  const termOf = new Int32Array(words.length);
  for (const [index, own] of found.entries()) {
    const term = joined(own);
    const number = numbers.get(term) ?? numbers.size;
    if (number === numbers.size) numbers.set(term, number);
    termOf[index] = number;
  }
  return { termOf, vocabulary: numbers.size };
}

/**
 * Makes one term of two when a word stands there with and without its accents: stemmers know endings by them, and may
 * leave `café` whole while they shorten `cafe`.
 */
function joinSpellings(words: readonly string[], terms: readonly string[]): (term: string) => string {
  const places = new Map<string, number>();
  const joined = new Map<string, string>();
  const rootOf = (term: string): string => {
    let root = term;
    for (let next = joined.get(root); next !== undefined; next = joined.get(root)) root = next;
    return root;
  };
  for (const [index, word] of words.entries()) {
    const plain = folded(word);
    if (plain === word) continue;
    if (places.size === 0) for (const [place, spelling] of words.entries()) places.set(spelling, place);
    const place = places.get(plain);
    if (place === undefined) continue;
    const [from, to] = [rootOf(terms[index] ?? ""), rootOf(terms[place] ?? "")];
    if (from !== to) joined.set(from, to);
  }
  return joined.size === 0 ? (term) => term : rootOf;
}

function toTerm(word: string, latin: Language | "none"): string {
  if (latin === "none" || word.length > longestWord || /\p{N}/u.test(word)) return folded(word);
  const language = languageOf(word, latin);
  const stem = language === undefined ? undefined : stemmers.get(language);
  return folded(stem?.(word) || word);
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

async function loadStemmers(words: readonly string[], latin: Language): Promise<void> {
  const needed = new Set<Language>([latin]);
  for (const word of words) {
    const language = languageOf(word, latin);
    if (language !== undefined) needed.add(language);
  }
  const missing = [...needed].filter((language) => !stemmers.has(language));
  await Promise.all(
    missing.map(async (language) => stemmers.set(language, (await languages[language].load()).stemmer)),
  );
}

/** Without diacritics, which people leave out, in alphabets where they are marks on a letter. */
function folded(word: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/u.test(word) || !/^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}\p{M}]+$/u.test(word))
    return word;
  return word.normalize("NFD").replaceAll(/\p{M}/gu, "").normalize("NFC");
}
