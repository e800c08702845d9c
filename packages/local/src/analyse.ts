import { languages, type Language, latinLanguageOf, type Stemmer } from "./languages.ts";
import { tokenize } from "./tokenize.ts";

/** A text as the scorer sees it. */
export interface Analysed {
  /** Its terms, in order. */
  readonly terms: readonly string[];
  /** How often each of them occurs. */
  readonly counts: ReadonlyMap<string, number>;
}

/** A query and its candidates, as terms that can be compared. */
export interface Analysis {
  readonly query: Analysed;
  readonly documents: readonly Analysed[];
}

/** Documents that are analysed before the event loop gets a turn, so that an abort can come through. */
const turn = 500;
/** Words of a document that are looked at to tell its language. */
const sample = 60;

const scripts: readonly (readonly [RegExp, Language])[] = [
  [/^\p{sc=Cyrillic}/u, "russian"],
  [/^\p{sc=Greek}/u, "greek"],
  [/^\p{sc=Arabic}/u, "arabic"],
];

/**
 * Turns a query and its candidates into terms: words, without the query's function words, reduced to their stems.
 *
 * @param language - Of the words in Latin script; `undefined` to tell it from their function words, `"none"` for no
 *   stemming at all.
 * @throws The signal's reason when it fires.
 */
export async function analyse(
  query: string,
  documents: readonly string[],
  language: Language | "none" | undefined,
  signal: AbortSignal | undefined,
): Promise<Analysis> {
  const queryWords = tokenize(query);
  const words: string[][] = [];
  for (const [index, text] of documents.entries()) {
    words.push(tokenize(text));
    if (index % turn === turn - 1) await breathe(signal);
  }
  const latin = language ?? latinLanguageOf([queryWords, ...words.map((list) => list.slice(0, sample))]);
  const toTerm = await termMaker(latin, [queryWords, ...words]);
  const content = latin === "none" ? queryWords : queryWords.filter((word) => !isStopWord(word, latin));
  const analysed: Analysed[] = [];
  for (const [index, list] of words.entries()) {
    analysed.push(countTerms(list, toTerm));
    if (index % turn === turn - 1) await breathe(signal);
  }
  return { query: countTerms(content.length > 0 ? content : queryWords, toTerm), documents: analysed };
}

function countTerms(words: readonly string[], toTerm: (word: string) => string): Analysed {
  const terms = words.map(toTerm);
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return { terms, counts };
}

function isStopWord(word: string, latin: Language): boolean {
  return languages[languageOf(word, latin)].stopWords.has(word);
}

function languageOf(word: string, latin: Language): Language {
  const code = word.charCodeAt(0);
  if (code < 0x370) return latin;
  return scripts.find(([script]) => script.test(word))?.[1] ?? latin;
}

/** A function from words to terms, with the stemmers that these words need. */
async function termMaker(
  latin: Language | "none",
  texts: readonly (readonly string[])[],
): Promise<(word: string) => string> {
  if (latin === "none") return folded;
  const stemmers = new Map<Language, Stemmer>();
  const needed = new Set<Language>([latin]);
  for (const text of texts) {
    for (const word of text) if (word.charCodeAt(0) >= 0x370) needed.add(languageOf(word, latin));
  }
  await Promise.all([...needed].map(async (name) => stemmers.set(name, (await languages[name].load()).stemmer)));
  const terms = new Map<string, string>();
  return (word) => {
    const known = terms.get(word);
    if (known !== undefined) return known;
    const stem = stemmers.get(languageOf(word, latin));
    const term = folded(stem === undefined || /\p{N}/u.test(word) ? word : stem(word) || word);
    terms.set(word, term);
    return term;
  };
}

/** Without diacritics, which people leave out, in alphabets where they are marks on a letter. */
function folded(word: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/u.test(word) || !/^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}\p{M}]+$/u.test(word))
    return word;
  return word.normalize("NFD").replaceAll(/\p{M}/gu, "").normalize("NFC");
}

async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}
