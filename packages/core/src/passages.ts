import type { PassageRange } from "./reranker.ts";

/** How long a passage may be, and how it is measured. */
export interface PassageLimits {
  /** The most that a passage may measure. */
  readonly limit: number;
  /** What a text measures: its characters, or an estimate of its tokens. */
  readonly measure: (text: string) => number;
  /** How much of a passage's end the next one repeats, in characters; whole sentences. */
  readonly overlapChars: number;
}

/** A piece of text that is not cut while it fits. */
interface Unit extends PassageRange {
  readonly size: number;
  readonly endsParagraph: boolean;
}

const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Splits a text into passages of whole sentences, cut at the end of a paragraph where one ends in the second half of a
 * passage. A sentence that is too long is cut between words, a word that is too long between characters.
 *
 * @returns Ranges without surrounding white space, in order; a single one when the text fits.
 */
export function passagesOf(text: string, limits: PassageLimits): readonly PassageRange[] {
  if (limits.measure(text) <= limits.limit) return [{ start: 0, end: text.length }];
  const units = withoutBlanks(
    text,
    unitsOf(text, { start: 0, end: text.length }, [sentences, words, graphemes], limits),
  );
  const passages: PassageRange[] = [];
  for (let first = 0; first < units.length;) {
    const last = lastOf(units, first, limits.limit);
    const range = trimmed(text, (units[first] as Unit).start, (units[last] as Unit).end);
    if (range !== undefined) passages.push(range);
    first = last + 1 === units.length ? units.length : nextFirst(units, first, last, limits);
  }
  return passages;
}

/** The units of a range: segments that fit, and of those that do not, their own segments. */
function unitsOf(
  text: string,
  range: PassageRange,
  [segmenter, ...finer]: readonly Intl.Segmenter[],
  limits: PassageLimits,
): Unit[] {
  if (segmenter === undefined) return [{ ...range, size: limits.limit, endsParagraph: false }];
  const units: Unit[] = [];
  for (const { start, end } of segmentsOf(segmenter, text, range)) {
    const segment = text.slice(start, end);
    const size = limits.measure(segment);
    if (size <= limits.limit) units.push({ start, end, size, endsParagraph: /\n\s*\n?$/u.test(segment) });
    else for (const unit of unitsOf(text, { start, end }, finer, limits)) units.push(unit);
  }
  return units;
}

/** So many characters are segmented at once. */
const blockLength = 4096;

/** The segments of a range, block by block: `Intl.Segmenter` takes time with the square of a text's length. */
function* segmentsOf(segmenter: Intl.Segmenter, text: string, range: PassageRange): Generator<PassageRange> {
  let length = blockLength;
  for (let start = range.start; start < range.end;) {
    const end = Math.min(start + length, range.end);
    const ends = Array.from(segmenter.segment(text.slice(start, end)), ({ index, segment }) => index + segment.length);
    // The last one may go on in the next block.
    if (end < range.end) ends.pop();
    length = ends.length === 0 ? length * 2 : blockLength;
    const blockStart = start;
    for (const last of ends) {
      yield { start, end: blockStart + last };
      start = blockStart + last;
    }
  }
}

/** The units with those of white space alone added to the one before, since they make no passage longer. */
function withoutBlanks(text: string, units: readonly Unit[]): Unit[] {
  const kept: Unit[] = [];
  for (const unit of units) {
    const previous = kept.at(-1);
    const isBlank = text.slice(unit.start, unit.end).trim() === "";
    if (previous === undefined || !isBlank) kept.push(unit);
    else
      kept[kept.length - 1] = {
        ...previous,
        end: unit.end,
        endsParagraph: previous.endsParagraph || unit.endsParagraph,
      };
  }
  return kept;
}

/** The last unit of the passage that begins at `first`. */
function lastOf(units: readonly Unit[], first: number, limit: number): number {
  let size = 0;
  let last = first;
  let paragraphEnd = -1;
  for (let index = first; index < units.length; index++) {
    const unit = units[index] as Unit;
    size += unit.size;
    if (index > first && size > limit) return paragraphEnd >= 0 ? paragraphEnd : last;
    last = index;
    if (unit.endsParagraph && size >= limit / 2) paragraphEnd = index;
  }
  return last;
}

/** Where the next passage begins: at the earliest unit that the overlap allows, and always further on. */
function nextFirst(
  units: readonly Unit[],
  first: number,
  last: number,
  { overlapChars, limit }: PassageLimits,
): number {
  const { end } = units[last] as Unit;
  const following = (units[last + 1] as Unit).size;
  let next = last + 1;
  let size = 0;
  for (let index = last; index > first; index--) {
    const unit = units[index] as Unit;
    size += unit.size;
    if (end - unit.start > overlapChars || size + following > limit) break;
    next = index;
  }
  return next;
}

function trimmed(text: string, start: number, end: number): PassageRange | undefined {
  const passage = text.slice(start, end);
  const from = start + passage.length - passage.trimStart().length;
  const to = start + passage.trimEnd().length;
  return from < to ? { start: from, end: to } : undefined;
}

/**
 * About how many tokens a text has, on the high side, for multilingual sentencepiece vocabularies such as that of
 * XLM-RoBERTa, which bge-reranker-v2-m3 uses: a token for 3 Latin characters, for 2 of other alphabets, for 1 ideograph.
 */
export function estimateTokens(text: string): number {
  let sixths = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x250) sixths += 2;
    else sixths += unit < 0x2e80 ? 3 : 6;
  }
  return Math.ceil(sixths / 6);
}
