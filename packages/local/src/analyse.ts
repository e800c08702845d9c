import { type Document, termCounter } from "./document.ts";
import { type Language, languages, latinLanguageOf } from "./languages.ts";
import { languageOf, termsOf } from "./stem.ts";
import { tokenize } from "./tokenize.ts";

/** A query and its candidates, as terms that can be compared: numbers from 0. */
export interface Analysis {
  /** The query's terms, in order. */
  readonly query: readonly number[];
  readonly documents: readonly Document[];
  /** How many different terms there are. */
  readonly vocabulary: number;
}

/** A text as numbers of words. */
interface Numbered {
  readonly words: readonly number[];
  /** How many at the beginning are the title. */
  readonly title: number;
}

/** Characters that are analysed before the event loop gets a turn, so that an abort can come through. */
const turn = 200_000;
/** Words of a text that are looked at to tell its language. */
const sample = 60;
/** A first line of more words is taken for the text itself, not for its title. */
const longestTitle = 40;

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
  // A word is looked up by its letters once; all that follows is done once for each different word.
  const numbers = new Map<string, number>();
  const queryWords = numberWords(tokenize(query), numbers);
  const texts: Numbered[] = [];
  let passed = 0;
  for (const text of documents) {
    const found: number[] = [];
    const line = text.indexOf("\n");
    let start = 0;
    let title = 0;
    for (const end of endsOf(text, line)) {
      for (const word of numberWords(tokenize(text.slice(start, end)), numbers)) found.push(word);
      if (end === line) title = found.length;
      passed += end - start;
      start = end;
      if (passed < turn) continue;
      passed = 0;
      await nextTurn(signal);
    }
    texts.push({ words: found, title: title > longestTitle || title === found.length ? 0 : title });
  }
  const words = [...numbers.keys()];
  const samples = [queryWords, ...texts.map((text) => text.words)].map((list) => list.slice(0, sample));
  const latin = language ?? latinLanguageOf(words, samples);
  const { termOf, vocabulary } = await termsOf(words, latin);
  const toTerms = (list: readonly number[]): Int32Array => {
    const terms = new Int32Array(list.length);
    for (let index = 0; index < list.length; index++) terms[index] = termOf[list[index] ?? 0] ?? 0;
    return terms;
  };
  const countTerms = termCounter(vocabulary);
  const content = queryWords.filter((word) => !isStopWord(words[word] ?? "", latin));
  return {
    query: [...toTerms(content.length > 0 ? content : queryWords)],
    documents: texts.map((text) => countTerms(toTerms(text.words), text.title)),
    vocabulary,
  };
}

/**
 * Where a text is cut to be analysed piece by piece: behind its first line, which ends at `line`, and between words of
 * a long one, where a cut changes none of them.
 */
function* endsOf(text: string, line: number): Generator<number> {
  for (let start = 0; start < text.length;) {
    const next = text.length - start > turn ? endOfWord(text, start + turn) : text.length;
    const end = start < line && line < next ? line : next;
    yield end;
    start = end;
  }
}

/** Behind the first white space or ideographic full stop from `start` on. */
function endOfWord(text: string, start: number): number {
  const gap = /[\s。]/gu;
  gap.lastIndex = start;
  return gap.test(text) ? gap.lastIndex : text.length;
}

function numberWords(words: readonly string[], numbers: Map<string, number>): number[] {
  return words.map((word) => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  });
}

function isStopWord(word: string, latin: Language | "none"): boolean {
  const language = latin === "none" ? undefined : languageOf(word, latin);
  return language !== undefined && languages[language].stopWords.has(word);
}

async function nextTurn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}
