/** A run this long, in characters, that stands in the message and in a text is taken for a quotation. */
const quotation = 16;
/** A whole text this long, in characters, that stands in the message is one too. */
const wholeText = 3;
/** A part of the key this long, in characters, is too much of it. */
const keyPart = 4;

/** Whether a server's message repeats a text that was sent, a longer part of one, or a part of the key. */
export function repeatsAny(message: string, texts: readonly string[], apiKey: string | undefined): boolean {
  const needles = windows(message, quotation / 2, quotation / 2);
  const isQuoted = (text: string): boolean => {
    const trimmed = text.trim();
    if (trimmed.length >= wholeText && message.includes(trimmed)) return true;
    return needles.some(({ start, part }) => sharesRun(message, start, text, text.indexOf(part), part));
  };
  if (apiKey !== undefined && windows(apiKey, keyPart, 1).some(({ part }) => message.includes(part))) return true;
  return texts.some((text) => isQuoted(text));
}

/** Whether one of the places where `part` stands in `text` belongs to a run of `quotation` characters that both share. */
function sharesRun(message: string, start: number, text: string, first: number, part: string): boolean {
  let place = first;
  for (let tries = 0; place >= 0 && tries < 8; tries++) {
    let before = 0;
    while (
      before < quotation &&
      before < start &&
      before < place &&
      message[start - 1 - before] === text[place - 1 - before]
    )
      before++;
    let after = part.length;
    while (after < quotation && message[start + after] !== undefined && message[start + after] === text[place + after])
      after++;
    if (before + after >= quotation) return true;
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
