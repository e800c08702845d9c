import { InvalidRequestError } from "./errors/invalid-request-error.ts";

/** The texts that are worth sending, and which positions each stands for. */
export interface DistinctTexts {
  /** Every text that is not blank, once, in order of first appearance. */
  readonly texts: readonly string[];
  /** For each of `texts`, the positions in the input at which it stands, ascending; `undefined` when text i stands at i alone. */
  readonly positions: readonly (readonly number[])[] | undefined;
}

/** Lists that {@link distinctTexts} made: rerankers wrap rerankers, and only the outermost has anything to find. */
const known = new WeakSet<readonly string[]>();

/** Puts blank texts aside and equal ones together. */
export function distinctTexts(documents: readonly string[]): DistinctTexts {
  // A list of its own each time: the caller's may change while the request waits for its turn.
  const isKnown = known.has(documents);
  const texts = isKnown ? [...documents] : [];
  known.add(texts);
  if (isKnown) return { texts, positions: undefined };
  const placeOf = placer(texts);
  const places: (number | undefined)[] = [];
  for (let index = 0; index < documents.length; index++) {
    const text: unknown = documents[index];
    if (typeof text !== "string") {
      throw new InvalidRequestError(`documents[${index}] is ${describe(text)}; every document must be a string`);
    }
    places.push(isBlank(text) ? undefined : placeOf(text));
  }
  if (texts.length === documents.length) return { texts, positions: undefined };
  const positions = texts.map((): number[] => []);
  for (const [index, place] of places.entries()) if (place !== undefined) positions[place]?.push(index);
  return { texts, positions };
}

/**
 * A function that finds the place of a text in `texts`, to which it adds what it has not met. V8 takes 2 ns to hash a
 * character, which for 50 passages is a tenth of a call: so only texts whose fingerprints are equal are hashed.
 */
function placer(texts: string[]): (text: string) => number {
  const places = new Map<number, number | Map<string, number>>();
  const add = (text: string): number => texts.push(text) - 1;
  return (text) => {
    const print = fingerprint(text);
    const found = places.get(print);
    if (found === undefined) {
      const place = add(text);
      places.set(print, place);
      return place;
    }
    if (typeof found === "number") {
      const other = texts[found] as string;
      if (other === text) return found;
      const place = add(text);
      places.set(
        print,
        new Map([
          [other, found],
          [text, place],
        ]),
      );
      return place;
    }
    const place = found.get(text) ?? add(text);
    found.set(text, place);
    return place;
  };
}

/** A number from a text's length, its beginning and a few characters further on: texts that differ mostly differ in it. */
function fingerprint(text: string): number {
  let print = text.length;
  const start = Math.min(text.length, 12);
  for (let index = 0; index < start; index++) print = (Math.imul(print, 31) + text.charCodeAt(index)) | 0;
  const step = (text.length >> 3) + 1;
  for (let index = step; index < text.length; index += step)
    print = (Math.imul(print, 31) + text.charCodeAt(index)) | 0;
  return print;
}

/** Whether a text is empty or white space throughout. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  // A printable ASCII character, as most texts begin with, tells at once.
  if (first > 0x20 && first < 0x7f) return false;
  return !/\S/u.test(text);
}

/** What a value is, in words that hold nothing of its content. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof Promise) return "a promise";
  return typeof value === "object" ? "an object" : typeof value;
}
