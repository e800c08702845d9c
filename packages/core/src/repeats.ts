/** A run this long, in characters, that stands in the message and in a text is taken for a quotation. */
const quotation = 16;
/** The same in writing of which a character says as much as a word's half, such as Chinese. */
const denseQuotation = 6;
const dense = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff]/u;
/** A whole text this long, in characters, that stands in the message is one too; in dense writing one of two. */
const wholeText = 3;
/** A part of a key this long, in characters, is too much of it. */
const keyPart = 4;

/**
 * Whether a server's message repeats a text that was sent, a longer part of one, or a part of a key: as it was sent, in
 * capitals or not, escaped as in JSON once or twice, or encoded as in a URL, in HTML or in the bytes of Python; with white
 * space of any kind and length alike.
 */
export function repeatsAny(message: string, texts: readonly string[], keys: readonly string[]): boolean {
  const sent = texts.map((text) => collapsed(text));
  const keyParts = keys.flatMap((key) => windows(collapsed(key), keyPart, 1));
  // A body that is quoted in a message that is quoted in a message is escaped twice.
  const once = unescaped(message);
  return [message, once, unescaped(once), decoded(message)].some((wording) => {
    const said = collapsed(wording);
    const run = dense.test(said) ? denseQuotation : quotation;
    const needles = windows(said, run / 2, run / 2);
    return (
      keyParts.some(({ part }) => said.includes(part)) ||
      sent.some(
        (text) =>
          (text.length >= (dense.test(text) ? wholeText - 1 : wholeText) && said.includes(text)) ||
          needles.some(({ start, part }) => sharesRun(said, start, text, text.indexOf(part), part, run)),
      )
    );
  });
}

/** Whether one of the places where `part` stands in `text` belongs to a run of `run` characters that both share. */
function sharesRun(message: string, start: number, text: string, first: number, part: string, run: number): boolean {
  let place = first;
  for (let tries = 0; place >= 0 && tries < 8; tries++) {
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

/** A text without the escapes of JSON. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([\da-f]{4})|(.))/giu, (_, code: string | undefined, character: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return /[nrtbf]/u.test(character) ? " " : character;
  });
}

const entities: Readonly<Record<string, string>> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };

/** A text without the encodings of URLs (`%C3%A4`), of Python's bytes (`\xc3\xa4`) and of HTML (`&#228;`, `&amp;`). */
function decoded(text: string): string {
  return text
    .replaceAll(/(?:(?:%|\\x)[\da-f]{2})+/giu, (bytes) => {
      try {
        return decodeURIComponent(bytes.replaceAll(/\\x/giu, "%"));
      } catch {
        return bytes;
      }
    })
    .replaceAll(/&#(\d{1,7});|&#x([\da-f]{1,6});|&(amp|apos|gt|lt|quot);/giu, (entity, decimal, hex, name) => {
      if (typeof name === "string") return entities[name.toLowerCase()] ?? entity;
      const code = Number.parseInt(String(decimal ?? hex), decimal === undefined ? 16 : 10);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : entity;
    });
}
