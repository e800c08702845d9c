import type { PassageRange } from "./reranker.ts";
import { type SegmentFinder, segmentFinder } from "./segments.ts";

/** How long a passage may be, and how it is measured. */
export interface PassageLimits {
  /** The most that the characters of a passage may weigh together. */
  readonly limit: number;
  /** What a character weighs, by its UTF-16 code unit: a whole number above 0, no more than the limit. */
  readonly weigh: (codeUnit: number) => number;
  /** The most that a character weighs. */
  readonly heaviest: number;
  /** How much of a passage's end the next one repeats, in characters; whole sentences. */
  readonly overlapChars: number;
}

/** Whether a text fits in a passage whatever is in it. */
export function isShort(text: string, { heaviest, limit }: PassageLimits): boolean {
  return text.length * heaviest <= limit;
}

/**
 * Splits a text into passages of whole sentences, cut at the end of a paragraph where one ends in the second half of a
 * passage. A sentence that is too long is cut between words, a word that is too long between graphemes, and a grapheme
 * that is too long between code points.
 *
 * A long text takes a while: each `yield` is a place to let other work in.
 *
 * @returns Ranges without surrounding white space, in order; a single one when the text fits.
 */
export function* passagesOf(text: string, limits: PassageLimits): Generator<void, readonly PassageRange[]> {
  if (isShort(text, limits) || reach(text, 0, limits) === text.length) return [{ start: 0, end: text.length }];
  const finder = segmentFinder(text, (segment) => reach(text, segment.start, limits, segment.end) === segment.end);
  const passages: PassageRange[] = [];
  let previous: PassageRange = { start: 0, end: 0 };
  for (let start = afterBlanks(text, 0); start < text.length;) {
    const { end, next } = passageFrom(text, previous, start, limits, finder);
    passages.push({ start, end: start + text.slice(start, end).trimEnd().length });
    previous = { start, end };
    start = next;
    yield;
  }
  return passages;
}

/**
 * Where the passage that begins at `start` ends, and where the next one begins.
 *
 * @param previous - The passage before: a segment that goes on from its start to this passage was too long, and this
 * one goes beyond its end.
 */
function passageFrom(
  text: string,
  previous: PassageRange,
  start: number,
  limits: PassageLimits,
  finder: SegmentFinder,
): { readonly end: number; readonly next: number } {
  const full = reach(text, start, limits);
  if (full === text.length) return { end: full, next: full };
  // A segment that begins up to `full` and fits ends before `further`.
  const further = Math.min(reach(text, full, limits) + 1, text.length);
  const segmentAt = (place: number): PassageRange => finder(place, { start: previous.start, end: further });
  const last = segmentAt(full);
  // A code point of two halves stays whole, even where a passage may only have one.
  const cut = last.start > start ? last.start : last.end;
  const paragraph = paragraphEnd(text, start, cut, limits) ?? cut;
  const end = paragraph > previous.end ? paragraph : cut;
  const following = afterBlanks(text, end);
  if (following >= further) return { end, next: following };
  // What follows must still fit behind what is repeated.
  const earliest = Math.max(
    start + 1,
    following - limits.overlapChars,
    reachBack(text, segmentAt(following).end, limits),
  );
  if (earliest >= following) return { end, next: following };
  const first = segmentAt(earliest);
  return { end, next: afterBlanks(text, first.start === earliest ? earliest : Math.min(first.end, following)) };
}

/** The end of the last paragraph that ends in the second half of a passage. */
function paragraphEnd(text: string, start: number, cut: number, limits: PassageLimits): number | undefined {
  const end = start + text.slice(start, cut).lastIndexOf("\n") + 1;
  const middle = reach(text, start, { ...limits, limit: (limits.limit - 1) / 2 });
  return end > middle ? end : undefined;
}

/** How far the characters from `start` on, `end` at most, are within the limit. */
function reach(text: string, start: number, { limit, weigh }: PassageLimits, end: number = text.length): number {
  let weight = 0;
  for (let place = start; place < end; place++) {
    weight += weigh(text.charCodeAt(place));
    if (weight > limit) return place;
  }
  return end;
}

/** How far back the characters before `end` are within the limit. */
function reachBack(text: string, end: number, { limit, weigh }: PassageLimits): number {
  let weight = 0;
  for (let place = end; place > 0; place--) {
    weight += weigh(text.charCodeAt(place - 1));
    if (weight > limit) return place;
  }
  return 0;
}

/** The place of the first character from `place` on that is not white space. */
function afterBlanks(text: string, place: number): number {
  const character = /\S/g;
  character.lastIndex = place;
  return character.exec(text)?.index ?? text.length;
}

/** Sixths of a token, so that sums are exact. */
export const sixthsPerToken = 6;
/** The most characters that {@link tokenSixths} takes for a token. */
export const charsPerToken = 3;

/**
 * About how many sixths of a token a character is, on the high side, for multilingual sentencepiece vocabularies such as
 * that of XLM-RoBERTa, which bge-reranker-v2-m3 uses: a token for 3 Latin characters, for 2 of other alphabets, for 1
 * ideograph.
 */
export function tokenSixths(codeUnit: number): number {
  if (codeUnit < 0x250) return 2;
  return codeUnit < 0x2e80 ? 3 : 6;
}
