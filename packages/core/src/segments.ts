import type { PassageRange } from "./reranker.ts";

/** How a text is cut: finer ones stand behind. */
export const segmenters: readonly Intl.Segmenter[] = (["sentence", "word", "grapheme"] as const).map(
  (granularity) => new Intl.Segmenter(undefined, { granularity }),
);

/** So many characters are segmented at once: `Intl.Segmenter` takes time with a text's length for each segment. */
const sentenceBlock = 4096;
const wordBlock = 1024;
/** A segment that is longer than this is cut between finer ones. */
const longestSegment = 16_384;

/** The segments of a range, block by block. */
export function* segmentsOf(
  [segmenter, ...finer]: readonly Intl.Segmenter[],
  text: string,
  range: PassageRange,
): Generator<readonly PassageRange[]> {
  if (segmenter === undefined) return;
  const blockLength = segmenter === segmenters[0] ? sentenceBlock : wordBlock;
  let length = blockLength;
  for (let start = range.start; start < range.end;) {
    const end = Math.min(start + length, range.end);
    const ends = Array.from(segmenter.segment(text.slice(start, end)), (found) => found.index + found.segment.length);
    // The last one may go on in the next block.
    if (end < range.end) ends.pop();
    if (ends.length === 0 && length < longestSegment) {
      length = longestSegment;
      continue;
    }
    if (ends.length === 0) ends.push(placeToCut(finer, text, start, end) - start);
    else length = blockLength;
    const segments: PassageRange[] = [];
    const blockStart = start;
    for (const last of ends) {
      segments.push({ start, end: blockStart + last });
      start = blockStart + last;
    }
    yield segments;
  }
}

/** The last place before `end` at which a finer segment begins; never between the halves of a character. */
function placeToCut(finer: readonly Intl.Segmenter[], text: string, start: number, end: number): number {
  const tail = Math.max(start, end - wordBlock);
  for (const segmenter of finer) {
    const index = Array.from(segmenter.segment(text.slice(tail, end))).at(-1)?.index ?? 0;
    if (index > 0) return tail + index;
  }
  return /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
}
