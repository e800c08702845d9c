/** Scripts that write no spaces between words. */
const unspaced = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}ー";
const hangul = "\\p{sc=Hangul}";
/**
 * What makes `C#` and `C++` of a letter, and is no part of `page#anchor` and `a++b`. Scripts that put no space there go on
 * behind it, as in `C#の例外処理`.
 */
const sign = `(?<=\\p{L})(?:#|\\+\\+)(?![\\p{L}--[${unspaced}${hangul}]])`;
/** A word, and what an apostrophe joins to it, as in `l'eau` and `Bob's`. */
const joined = (letters: string): string => `${letters}+(?:${sign})?(?:'${letters}+(?:${sign})?)*`;
const spacedWord = joined(`[[\\p{L}\\p{N}\\p{M}]--[${unspaced}${hangul}]]`);
const runs = new RegExp(`[${unspaced}][${unspaced}\\p{M}]*|${hangul}+|${spacedWord}`, "gv");
const isUnspaced = new RegExp(`^[${unspaced}]`, "u");
const isHangul = new RegExp(`^${hangul}`, "u");
const koreanWords = new RegExp(`${hangul}+`, "gu");
/** Where Thai begins; every script that is not taken by its spaces comes after it. */
const thai = 0x0e00;
const zero = 0x30;
const apostrophe = 0x27;
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
/** Characters that are segmented at once. */
const longestPiece = 1000;
/** So many combining marks in a row spell nothing, and putting them in order takes time with the square of their number. */
const manyMarks = /(\p{M}{32})\p{M}+/gu;
/**
 * Characters that show nothing, such as soft hyphens, which HTML and PDF have inside words. Two of them part words: the
 * zero-width space, and the zero-width non-joiner in Persian.
 */
const invisible = new RegExp(`(?!\\u200b|\\u200c[${unspaced}\\p{sc=Arabic}])\\p{Default_Ignorable_Code_Point}`, "gu");
/** Most texts have neither, which is found out faster than both are replaced. */
const marksOrInvisible = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;
const asciiWords = new RegExp(joined("[a-z0-9]"), "giv");
const signAtEnd = /[#+]+$/u;
/** Where an identifier such as `keepAliveTimeout` or `HTTPServer` is put together; `APIs` is the plural of one word. */
const joints = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})(?!\p{Lu}s(?!\p{L}))(?![B-HJ-Z]s(?!\p{Ll}))/u;
/** What English writes at a word's end, as in `it's` and `they'll`, by its letters. */
const endings = new Map("s t d ll re ve m".split(" ").map((letters) => [letters, `'${letters}`]));
/** What French, Italian and others write before a word that begins with a vowel, as in `l'eau` and `dell'arte`. */
const elisions = new Map(
  "c d j l m n s t v qu jusqu lorsqu puisqu quelqu quoiqu un all dall dell nell sull coll degl gl quest quell anch cos com dov"
    .split(" ")
    .map((letters) => [letters, `${letters}'`]),
);

/** Is told a word as it is written, and the places of its tokens. */
export type WordListener = (word: string, first: number, end: number) => void;

/**
 * The words of a text, in lower case, in order. Words between spaces are found by character class, which for such
 * scripts gives what `Intl.Segmenter` gives at a small part of its cost; scripts without spaces are segmented by it, and
 * Korean is taken in pairs of syllables. An identifier in camel case is followed by its parts, `C#` by `C`. What is
 * written with an apostrophe keeps it where it is a function word, such as the `'s` of `Bob's`, the `l'` of `l'eau` and
 * `doesn't`: a letter alone would be taken for that of `vitamin D`.
 *
 * Unicode compatibility forms are folded (NFKC), so that full-width letters and ligatures match plain ones, and invisible
 * characters inside words are left out.
 *
 * @param onWord - Is told each word as it is written, and which of the tokens are its own: from `first` to before `end`.
 */
export function tokenize(text: string, onWord?: WordListener): string[] {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/u.test(text)) return toTokens(text.match(asciiWords) ?? [], text, onWord);
  const plain = marksOrInvisible.test(text) ? text.replaceAll(invisible, "").replaceAll(manyMarks, "$1") : text;
  const folded = plain.normalize("NFKC").replaceAll("’", "'");
  const words: string[] = [];
  for (const [run] of folded.matchAll(runs)) {
    if (run.charCodeAt(0) < thai) words.push(run);
    else if (isUnspaced.test(run)) segment(run, words);
    else if (isHangul.test(run)) pairUp(run, words);
    else words.push(run);
  }
  return toTokens(words, folded, onWord);
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

/**
 * Adds each two syllables of a Korean word that stand side by side: particles are written onto words, and words onto
 * words, so that the same word seldom stands alone. Pairs are what Lucene and others compare Korean by, too.
 *
 * @see https://lucene.apache.org/core/9_0_0/analysis/common/org/apache/lucene/analysis/cjk/CJKBigramFilter.html
 */
function pairUp(run: string, words: string[]): void {
  words.push(run.slice(0, 2));
  for (let start = 1; start < run.length - 1; start++) words.push(run.slice(start, start + 2));
}

/** Whether a word of `tokenize` is Korean: such a one is seldom a whole word. */
export function isKorean(word: string): boolean {
  return word.charCodeAt(0) >= thai && isHangul.test(word);
}

/** How many words of Korean a text has, as they are written. */
export function countKorean(text: string): number {
  return text.match(koreanWords)?.length ?? 0;
}

/** The tokens of the words of a text, in most of which no word has an apostrophe to be looked for. */
function toTokens(words: readonly string[], text: string, onWord?: WordListener): string[] {
  const tokens: string[] = [];
  for (const word of text.includes("'") ? takeApart(words) : words) {
    const first = tokens.length;
    addTokens(word, tokens);
    onWord?.(word, first, tokens.length);
  }
  return tokens;
}

function takeApart(joined: readonly string[]): string[] {
  const words: string[] = [];
  for (const word of joined) {
    if (word.includes("'")) partAtApostrophes(word, words);
    else words.push(word);
  }
  return words;
}

/** Parts a word at its apostrophes, which stay with the function words among its parts: `rock'n'roll` has none. */
function partAtApostrophes(word: string, words: string[]): void {
  const last = word.lastIndexOf("'");
  const ending = endings.get(word.slice(last + 1).toLowerCase());
  let start = 0;
  for (let place = word.indexOf("'"); place !== -1; place = word.indexOf("'", start)) {
    const part = word.slice(start, place);
    const lower = part.toLowerCase();
    if (place === last && ending !== undefined) {
      if (ending === "'t" && lower.length > 1 && lower.endsWith("n")) words.push(lower + ending);
      else words.push(part, ending);
      return;
    }
    words.push((start === 0 ? elisions.get(lower) : undefined) ?? part);
    start = place + 1;
  }
  words.push(word.slice(start));
}

function addTokens(run: string, tokens: string[]): void {
  const last = run.charCodeAt(run.length - 1);
  // All other characters of words come after the digits.
  const hasSign = last < zero && last !== apostrophe;
  if (hasSign) tokens.push(run.toLowerCase());
  const word = hasSign ? run.replace(signAtEnd, "") : run;
  const lower = word.toLowerCase();
  tokens.push(lower);
  // Only a capital behind the first letter can be a joint.
  if (lower.slice(1) !== word.slice(1)) {
    const parts = word.split(joints);
    if (parts.length > 1) for (const part of parts) tokens.push(part.toLowerCase());
  }
}
