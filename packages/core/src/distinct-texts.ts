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
  if (known.has(documents)) return { texts: documents, positions: undefined };
  const distinct = new Set<string>();
  for (let index = 0; index < documents.length; index++) {
    const text: unknown = documents[index];
    if (typeof text !== "string") {
      throw new InvalidRequestError(`documents[${index}] is ${describe(text)}; every document must be a string`);
    }
    if (!isBlank(text)) distinct.add(text);
  }
  // A list of its own: the caller's may change while the request waits for its turn.
  const texts = [...distinct];
  known.add(texts);
  if (texts.length === documents.length) return { texts, positions: undefined };
  const positionsOf = new Map<string, number[]>(texts.map((text) => [text, []]));
  for (const [index, text] of documents.entries()) positionsOf.get(text)?.push(index);
  return { texts, positions: [...positionsOf.values()] };
}

/** Whether a text is empty or white space throughout. */
export function isBlank(text: string): boolean {
  return !/\S/u.test(text);
}

/** What a value is, in words that hold nothing of its content. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : typeof value;
}
