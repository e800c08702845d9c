/** Scripts that write no spaces between words. */
const unspaced = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}ー";
const runs = new RegExp(`[${unspaced}][${unspaced}\\p{M}]*|[\\p{L}\\p{N}\\p{M}]+`, "gu");
const isUnspaced = new RegExp(`^[${unspaced}]`, "u");
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
/** Characters that are segmented at once. */
const longestPiece = 1000;
/** So many combining marks in a row spell nothing, and putting them in order takes time with the square of their number. */
const manyMarks = /(\p{M}{32})\p{M}+/gu;
/**
 * Characters that show nothing, such as soft hyphens, which HTML and PDF have inside words. Two of them may part words:
 * the zero-width space in scripts that write none, and the zero-width non-joiner in Persian.
 */
const invisible = new RegExp(`(?![\\u200b\\u200c][${unspaced}\\p{sc=Arabic}])\\p{Default_Ignorable_Code_Point}`, "gu");
/** Most texts have neither, which is found out faster than both are replaced. */
const marksOrInvisible = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;
const asciiWords = /[a-z0-9]+/giu;
/** Where an identifier such as `keepAliveTimeout` or `HTTPServer` is put together. */
const joints = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/**
 * The words of a text, in lower case, in order. Words between spaces are found by character class, which for such
 * scripts gives what `Intl.Segmenter` gives at a small part of its cost; scripts without spaces are segmented by it. An
 * identifier in camel case is followed by its parts.
 *
 * Unicode compatibility forms are folded (NFKC), so that full-width letters and ligatures match plain ones, and invisible
 * characters inside words are left out.
 */
export function tokenize(text: string): string[] {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/u.test(text)) return split(text.match(asciiWords) ?? []);
  const plain = marksOrInvisible.test(text) ? text.replaceAll(invisible, "").replaceAll(manyMarks, "$1") : text;
  const words: string[] = [];
  for (const [run] of plain.normalize("NFKC").matchAll(runs)) {
    if (isUnspaced.test(run)) segment(run, words);
    else words.push(run);
  }
  return split(words);
}

/** Adds the words of a run of a script without spaces, piece by piece: the segmenter's time grows with the square of a length. */
function segment(run: string, words: string[]): void {
  for (let start = 0; start < run.length;) {
    const end = start + longestPiece;
    const segments = [...segmenter.segment(run.slice(start, end))];
    // The last word may be cut off: the next piece begins with it.
    if (end < run.length && segments.length > 1) segments.pop();
    for (const { segment: word, isWordLike } of segments) {
      if (isWordLike === true) words.push(word);
      start += word.length;
    }
  }
}

function split(words: readonly string[]): string[] {
  const tokens: string[] = [];
  for (const word of words) {
    const lower = word.toLowerCase();
    tokens.push(lower);
    // Only a capital behind the first letter can be a joint.
    if (lower.slice(1) !== word.slice(1)) {
      const parts = word.split(joints);
      if (parts.length > 1) for (const part of parts) tokens.push(part.toLowerCase());
    }
  }
  return tokens;
}
