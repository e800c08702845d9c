import { type Document, termCounter } from "./document.ts";
import { type Language, latinLanguageOf } from "./languages.ts";
import type { Pace } from "./pace.ts";
import { endsOfPieces } from "./pieces.ts";
import { contentOf, type QueryWord, spellingOf } from "./query.ts";
import { termsOf } from "./stem.ts";
import { countKorean, isKorean, tokenize, type WordListener } from "./tokenize.ts";

/** A query and its candidates, as terms that can be compared: numbers from 0. */
export interface Analysis {
  /** The query's words that are compared, in order. */
  readonly query: readonly QueryWord[];
  readonly documents: readonly Document[];
  /** How many different terms there are. */
  readonly vocabulary: number;
}

/** A text as numbers of words. */
interface Numbered {
  readonly words: readonly number[];
  /** How many at the beginning are the title. */
  readonly title: number;
  /** Those that its language is told from. */
  readonly sample: readonly number[];
}

/** Words of a text that are looked at to tell its language. Those of Korean say nothing about the words in Latin script. */
const longestSample = 60;
/** A first line of more words is taken for the text itself, not for its title. */
const longestTitle = 40;

/**
 * Turns a query and its candidates into terms: words, without the query's function words, reduced to their stems.
 *
 * @param language - Of the words in Latin script; `undefined` to tell it from their function words, `"none"` for no
 *   stemming at all.
 * @throws What its pace throws.
 */
export async function analyse(
  query: string,
  documents: readonly string[],
  language: Language | "none" | undefined,
  pace: Pace,
): Promise<Analysis> {
  // A word is looked up by its letters once; all that follows is done once for each different word.
  const numbers = new Map<string, number>();
  const spelling = spellingOf(query);
  const asked = await numberWords(query, numbers, pace, spelling.onWord);
  const texts: Numbered[] = [];
  for (const text of documents) texts.push(await numberWords(text, numbers, pace));
  const words = [...numbers.keys()];
  const samples = texts.map(({ sample }) => sample);
  const latin = language ?? latinLanguageOf(words, asked.sample, samples);
  const { termOf, vocabulary } = await termsOf(numbers, latin, pace);
  const toTerms = (list: readonly number[]): Int32Array => {
    const terms = new Int32Array(list.length);
    for (let index = 0; index < list.length; index++) terms[index] = termOf[list[index] ?? 0] ?? 0;
    return terms;
  };
  const countTerms = termCounter(vocabulary);
  const tokens = asked.words.map((word) => words[word] ?? "");
  const content = contentOf(tokens, spelling, latin, (place) => termOf[asked.words[place] ?? 0] ?? 0);
  const counted: Document[] = [];
  await pace.each(texts, (text) => counted.push(countTerms(toTerms(text.words), text.title)));
  return { query: content, documents: counted, vocabulary };
}

/** Reads a text piece by piece. A word that is new gets the next number. */
async function numberWords(
  text: string,
  numbers: Map<string, number>,
  pace: Pace,
  onWord?: WordListener,
): Promise<Numbered> {
  const words: number[] = [];
  const sample: number[] = [];
  const line = endOfFirstLine(text);
  let start = 0;
  let title = 0;
  // Of the first line, with Korean words taken whole: as pairs of syllables they would be several times as many.
  let wordsOfLine = 0;
  for (const end of endsOfPieces(text, line)) {
    // Before the work: of many calls that start in one turn, most find their time spent by the first.
    if (pace.isDue(end - start)) await pace.rest();
    const piece = text.slice(start, end);
    if (end <= line) wordsOfLine += countKorean(piece);
    const before = words.length;
    const tell: WordListener | undefined = onWord && ((word, first, end) => onWord(word, before + first, before + end));
    for (const word of tokenize(piece, tell)) {
      const number = numbers.get(word) ?? numbers.size;
      if (number === numbers.size) numbers.set(word, number);
      words.push(number);
      if (isKorean(word)) continue;
      if (end <= line) wordsOfLine++;
      if (sample.length < longestSample) sample.push(number);
    }
    if (end === line) title = words.length;
    start = end;
  }
  return { words, title: wordsOfLine > longestTitle || title === words.length ? 0 : title, sample };
}

/** Where the first line that is not blank ends; -1 where no other comes after it. */
function endOfFirstLine(text: string): number {
  const start = text.search(/\S/u);
  return start === -1 ? -1 : text.indexOf("\n", start);
}
