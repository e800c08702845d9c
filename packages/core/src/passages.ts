import type { PassageRange } from "./reranker.ts";
import { segmenters, segmentsOf } from "./segments.ts";

/** How long a passage may be, and how it is measured. */
export interface PassageLimits {
  /** The most that a passage may measure. */
  readonly limit: number;
  /** What a text measures: its characters, or an estimate of its tokens. */
  readonly measure: (text: string) => number;
  /** Whether white space between words makes a passage longer; in tokens it does not, as they take it along. */
  readonly countsBlanks: boolean;
  /** How much of a passage's end the next one repeats, in characters; whole sentences. */
  readonly overlapChars: number;
}

/** A piece of text that is not cut while it fits. */
interface Unit {
  readonly start: number;
  end: number;
  readonly size: number;
  /** The size of the white space behind it, where that counts. */
  gap: number;
  endsParagraph: boolean;
}

/**
 * Splits a text into passages of whole sentences, cut at the end of a paragraph where one ends in the second half of a
 * passage. A sentence that is too long is cut between words, a word that is too long between characters.
 *
 * A long text takes a while: each `yield` is a place to let other work in.
 *
 * @returns Ranges without surrounding white space, in order; a single one when the text fits.
 */
export function* passagesOf(text: string, limits: PassageLimits): Generator<void, readonly PassageRange[]> {
  if (limits.measure(text) <= limits.limit) return [{ start: 0, end: text.length }];
  const units: Unit[] = [];
  yield* collectUnits(units, text, { start: 0, end: text.length }, segmenters, limits);
  const passages: PassageRange[] = [];
  for (let first = 0; first < units.length;) {
    const last = lastOf(units, first, limits.limit);
    const range = trimmed(text, (units[first] as Unit).start, (units[last] as Unit).end);
    if (range !== undefined) passages.push(range);
    first = last + 1 === units.length ? units.length : nextFirst(units, first, last, limits);
    yield;
  }
  return passages;
}

/** Adds the units of a range: segments that fit, and of those that do not, their own segments. */
function* collectUnits(
  units: Unit[],
  text: string,
  range: PassageRange,
  finest: readonly Intl.Segmenter[],
  limits: PassageLimits,
): Generator<void> {
  if (finest.length === 0) addUnit(units, text, range, limits.limit, limits);
  for (const segments of segmentsOf(finest, text, range)) {
    for (const segment of segments) {
      const size = limits.measure(text.slice(segment.start, segment.end));
      if (size <= limits.limit) addUnit(units, text, segment, size, limits);
      else yield* collectUnits(units, text, segment, finest.slice(1), limits);
    }
    yield;
  }
}

/** Adds a unit; white space alone goes to the one before. */
function addUnit(
  units: Unit[],
  text: string,
  { start, end }: PassageRange,
  size: number,
  { countsBlanks }: PassageLimits,
): void {
  const part = text.slice(start, end);
  const endsParagraph = /\n\s*\n?$/u.test(part);
  const previous = units.at(-1);
  if (previous === undefined || part.trim() !== "") units.push({ start, end, size, gap: 0, endsParagraph });
  else {
    previous.end = end;
    previous.endsParagraph ||= endsParagraph;
    if (countsBlanks) previous.gap += size;
  }
}

/** The last unit of the passage that begins at `first`. */
function lastOf(units: readonly Unit[], first: number, limit: number): number {
  let size = 0;
  let gap = 0;
  let last = first;
  let paragraphEnd = -1;
  for (let index = first; index < units.length; index++) {
    const unit = units[index] as Unit;
    size += gap + unit.size;
    gap = unit.gap;
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
    size += unit.size + unit.gap;
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

/** The most characters that {@link estimateTokens} takes for a token. */
export const charsPerToken = 3;

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
