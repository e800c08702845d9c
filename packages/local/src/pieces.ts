/** Characters of a text that are read at once: `Intl.Segmenter` takes some 10 ms for as many. */
const longestPiece = 4096;
/**
 * Where a cut changes no word. Punctuation is never part of one, and whatever belongs to a word stands before it; but what
 * stands behind a `#` says whether it is that of `C#`, and an apostrophe may have the rest of a word behind it.
 */
const gap = /\s|(?![#﹟＃'’＇])\p{P}/u;

/**
 * Where a text is cut to be read piece by piece: behind its title, which ends at `line`, and in a long one between
 * words. A run without a gap is cut wherever a piece ends, and spells nothing that a query could ask for.
 */
export function* endsOfPieces(text: string, line: number): Generator<number> {
  for (let start = 0; start < text.length;) {
    const next = endOfPiece(text, start);
    const end = start < line && line < next ? line : next;
    yield end;
    start = end;
  }
}

function endOfPiece(text: string, start: number): number {
  const limit = start + longestPiece;
  if (limit >= text.length) return text.length;
  for (let end = limit; end > limit - longestPiece / 2; end--) if (gap.test(text.charAt(end - 1))) return end;
  // A character beyond U+FFFF is not cut in two.
  return (text.codePointAt(limit - 1) ?? 0) > 0xffff ? limit - 1 : limit;
}
