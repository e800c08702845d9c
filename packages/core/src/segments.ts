import type { PassageRange } from "./reranker.ts";

/** What a text is cut between, the coarsest first. */
const segmenters: readonly Intl.Segmenter[] = (["sentence", "word", "grapheme"] as const).map(
  (granularity) => new Intl.Segmenter(undefined, { granularity }),
);

/** So many characters are segmented at once, or more where passages are long: shared by small ones. */
const leastAtOnce = 1024;

/**
 * Finds the sentence around a place, where that does not fit the word, then the grapheme, and at last the code point.
 *
 * `around` begins where a segment does, and ends no earlier than a segment that fits. It never goes back.
 */
export type SegmentFinder = (place: number, around: PassageRange) => PassageRange;

/**
 * A finder of segments in a text. It asks for single ones: to go through all of them takes a microsecond or two for
 * each, seconds for a text of some megabytes.
 */
export function segmentFinder(text: string, fits: (segment: PassageRange) => boolean): SegmentFinder {
  let part: PassageRange = { start: 0, end: 0 };
  let levels: readonly ((place: number) => PassageRange)[] = [];
  return (place, around) => {
    if (around.end > part.end) {
      part = { start: around.start, end: Math.max(around.end, around.start + leastAtOnce) };
      levels = segmenters.map((segmenter) => segmentsOf(segmenter, text, part));
    }
    for (const segmentAt of levels) {
      const segment = segmentAt(place);
      if (fits(segment)) return segment;
    }
    return codePointAround(text, place);
  };
}

/** A function that finds the segment around a place in a part of a text. */
function segmentsOf(segmenter: Intl.Segmenter, text: string, part: PassageRange): (place: number) => PassageRange {
  const segments = segmenter.segment(text.slice(part.start, part.end));
  let last: PassageRange = { start: 0, end: 0 };
  return (place) => {
    // A long segment takes long to find, and the next place is often in it as well.
    if (last.start <= place && place < last.end) return last;
    const { index, segment } = segments.containing(place - part.start) as Intl.SegmentData;
    const start = part.start + index;
    last = { start, end: start + segment.length };
    return last;
  };
}

function codePointAround(text: string, place: number): PassageRange {
  const isSecondHalf = isPair(text, place - 1);
  const start = isSecondHalf ? place - 1 : place;
  return { start, end: isPair(text, start) ? start + 2 : start + 1 };
}

/** Whether the two code units from `place` on are one code point. */
function isPair(text: string, place: number): boolean {
  return (text.codePointAt(place) ?? 0) > 0xffff;
}
