/** Scripts that write no spaces between words. */
const unspaced = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}ー";
const runs = new RegExp(`[${unspaced}][${unspaced}\\p{M}]*|[\\p{L}\\p{N}\\p{M}]+`, "gu");
const isUnspaced = new RegExp(`^[${unspaced}]`, "u");
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const asciiWords = /[a-z0-9]+/giu;
/** Where an identifier such as `keepAliveTimeout` or `HTTPServer` is put together. */
const joints = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/**
 * The words of a text, in lower case, in order. Words between spaces are found by character class, which for such
 * scripts gives what `Intl.Segmenter` gives at a small part of its cost; scripts without spaces are segmented by it. An
 * identifier in camel case is followed by its parts.
 *
 * Unicode compatibility forms are folded (NFKC), so that full-width letters and ligatures match plain ones.
 */
export function tokenize(text: string): string[] {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/u.test(text)) return split(text.match(asciiWords) ?? []);
  const words: string[] = [];
  for (const [run] of text.normalize("NFKC").matchAll(runs)) {
    if (!isUnspaced.test(run)) words.push(run);
    else for (const { segment, isWordLike } of segmenter.segment(run)) if (isWordLike === true) words.push(segment);
  }
  return split(words);
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
