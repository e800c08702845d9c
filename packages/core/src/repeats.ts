/** A run this long, in characters, that stands in the message and in a text is taken for a quotation. */
const quotation = 16;
/** The same where letters and digits alone are compared. */
const bareQuotation = 13;
/** The same in writing of which a character says as much as a word's half, such as Chinese. */
const denseQuotation = 6;
const dense = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff]/u;
/** A whole text this long, in characters, that stands in the message is one too; in dense writing one of two. */
const wholeText = 3;
/** A part of a key this long, in characters, is too much of it. */
const keyPart = 4;
/** So many places of a few characters are looked at in a text. */
const mostPlaces = 20_000;
/** So often a message may be encoded in a message that is encoded. */
const maxLayers = 3;

/** What was sent, and must not come back in an error. */
export interface Sent {
  /** The query, the documents and the longer words of headers and of the URL's query. */
  readonly texts: readonly string[];
  readonly keys: readonly string[];
}

/**
 * Whether a server's message repeats a text that was sent, a longer part of one, or a part of a key: as it was sent, in
 * capitals or not, in full width or half, cut into tokens, escaped as in JSON, or encoded as in a URL, in mail, in HTML,
 * as bytes of some kind, in base64 or in hexadecimal, up to three times over; with white space and punctuation of any
 * kind and length alike.
 */
export function repeatsAny(message: string, texts: readonly string[], keys: readonly string[]): boolean {
  const wordings = wordingsOf(message);
  return [
    { form: collapsed, run: quotation },
    { form: bare, run: bareQuotation },
  ].some(({ form, run }) => {
    const sent = texts.map(form);
    const keyParts = keys.flatMap((key) => windows(form(key), keyPart, 1));
    return [...new Set(wordings.map(form))].some((said) => {
      const shared = dense.test(said) ? denseQuotation : run;
      const needles = windows(said, Math.floor(shared / 2), Math.floor(shared / 2));
      return (
        keyParts.some(({ part }) => said.includes(part)) ||
        sent.some(
          (text) =>
            (form === collapsed && isWhole(text) && said.includes(text)) ||
            needles.some(({ start, part }) => sharesRun(said, start, text, text.indexOf(part), part, shared)),
        )
      );
    });
  });
}

/** Whether a text is long enough to be a quotation where all of it stands in a message. */
function isWhole(text: string): boolean {
  return text.length >= (dense.test(text) ? wholeText - 1 : wholeText);
}

/** A message as it is, and as it is without one or more layers of escapes and encodings. */
function wordingsOf(message: string): readonly string[] {
  const wordings = new Set([message]);
  let last = [message];
  for (let layer = 0; layer < maxLayers && last.length > 0; layer++) {
    const found = last.flatMap((wording) => [
      unescaped(wording),
      decoded(wording),
      decodedBytes(wording),
      reread(wording),
      spelt(wording),
      ...decodedWords(wording),
    ]);
    last = [...new Set(found)].filter((wording) => !wordings.has(wording));
    for (const wording of last) wordings.add(wording);
  }
  return [...wordings];
}

/**
 * Whether one of the places where `part` stands in `text` belongs to a run of `run` characters that both share; `true`
 * as well where it stands in more places than can be looked at.
 */
function sharesRun(message: string, start: number, text: string, first: number, part: string, run: number): boolean {
  let place = first;
  for (let tries = 0; place >= 0; tries++) {
    if (tries === mostPlaces) return true;
    let before = 0;
    while (before < run && before < start && before < place && message[start - 1 - before] === text[place - 1 - before])
      before++;
    let after = part.length;
    while (after < run && message[start + after] !== undefined && message[start + after] === text[place + after])
      after++;
    if (before + after >= run) return true;
    place = text.indexOf(part, place + 1);
  }
  return false;
}

function windows(text: string, length: number, step: number): { start: number; part: string }[] {
  const found: { start: number; part: string }[] = [];
  for (let start = 0; start + length <= text.length; start += step)
    found.push({ start, part: text.slice(start, start + length) });
  return found;
}

function collapsed(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim().toLowerCase();
}

/** The letters and digits of a text, all of one width. */
function bare(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
}

/** A text without the escapes of JSON, of JavaScript and Rust (`\u{e4}`) and of `escape()` (`%u00e4`). */
function unescaped(text: string): string {
  return text.replaceAll(
    /[\\%]u(?:([\da-f]{4})|\{([\da-f]{1,6})\})|\\(.)/giu,
    (escape, unit: string | undefined, point: string | undefined, character: string | undefined) => {
      if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
      if (point !== undefined) return characterOf(Number.parseInt(point, 16)) ?? escape;
      return character === undefined || /[nrtbf]/u.test(character) ? " " : character;
    },
  );
}

/** A character by its number; `undefined` where Unicode has none. */
function characterOf(code: number): string | undefined {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };

/** A text without the encodings of URLs (`%C3%A4`), of Python's bytes (`\xc3\xa4`) and of HTML (`&#228;`, `&amp;`). */
function decoded(text: string): string {
  return text
    .replaceAll(/(?:(?:%|\\x)[\da-f]{2})+/giu, (run) => bytesIn(run, /[\da-f]{2}/giu, 16))
    .replaceAll(/&#(\d{1,7});?|&#x([\da-f]{1,6});?|&([a-z]{2,8});/giu, (entity, decimal, hex, name) => {
      if (typeof name === "string") return entities[name.toLowerCase()] ?? " ";
      return characterOf(Number.parseInt(String(decimal ?? hex), decimal === undefined ? 16 : 10)) ?? entity;
    });
}

/**
 * A text without the encodings of mail (`=C3=A4`) and of Protocol Buffers (`\303\244`). Much else looks like these, as
 * does `q=ad` in a URL, which is why they are read by themselves.
 */
function decodedBytes(text: string): string {
  return text
    .replaceAll(/(?:=[\da-f]{2})+/giu, (run) => bytesIn(run, /[\da-f]{2}/giu, 16))
    .replaceAll(/(?:\\[0-3][0-7]{2})+/gu, (run) => bytesIn(run, /\d{3}/gu, 8));
}

/** What a run of escaped bytes spells; itself where they are no UTF-8. */
function bytesIn(run: string, digits: RegExp, radix: number): string {
  return utf8Of((run.match(digits) ?? []).map((byte) => Number.parseInt(byte, radix))) ?? run;
}

/** The text of bytes; `undefined` where they are no UTF-8. */
function utf8Of(bytes: readonly number[]): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** A text whose UTF-8 was read as Latin-1, read aright. */
function reread(text: string): string {
  return text.replaceAll(/[\u0080-\u00ff]+/gu, (run) => utf8Of(Array.from(run, (byte) => byte.charCodeAt(0))) ?? run);
}

/** A text with lists of bytes, `[84, 104, 101]` or `54 68 65`, in the place of what they spell. */
function spelt(text: string): string {
  return text.replaceAll(/(?<![\w.])(?:0x)?[\da-f]{1,3}(?:[\s,:]{1,3}(?:0x)?[\da-f]{1,3}(?![\w.])){3,}/giu, (list) => {
    const values = list.replaceAll(/0x/giu, "").split(/[\s,:]+/u);
    const isHex = values.every((value) => value.length === 2) && (/[a-f]|0x/iu.test(list) || !list.includes(","));
    const bytes = values.map((value) => (isHex ? Number.parseInt(value, 16) : Number(value)));
    return bytes.every((byte) => byte <= 255) ? (utf8Of(bytes) ?? list) : list;
  });
}

/** What words stand for that look like base64 or hexadecimal; nothing where they are something else. */
function decodedWords(text: string): readonly string[] {
  return (text.match(/[\w+/-]{12,}/gu) ?? []).flatMap((word) => {
    const bytes = [fromHex(word), fromBase64(word.replaceAll("-", "+").replaceAll("_", "/"))];
    return bytes.filter((found) => found !== undefined).map((found) => new TextDecoder().decode(found));
  });
}

function fromHex(word: string): Uint8Array | undefined {
  const digits = /^(?:0x)?((?:[\da-f]{2})+)$/iu.exec(word)?.[1]?.match(/../gu);
  return digits == null ? undefined : Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16));
}

function fromBase64(word: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(word.slice(0, word.length - (word.length % 4 === 1 ? 1 : 0))), (byte) =>
      byte.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}
