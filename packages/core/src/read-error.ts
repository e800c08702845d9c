import { isObject } from "./parse-response.ts";
import { repeatsAny, type Sent } from "./repeats.ts";

/** What a server says of a failed request. */
export interface ServerComplaint {
  /** The message, fit for printing; `undefined` when there is none. */
  readonly message: string | undefined;
  /** The message as it came, for classification only: it may hold what was sent. */
  readonly original: string;
  /** Every code and type in words: `"model_not_found"`. */
  readonly codes: readonly string[];
  /** Whether the body is an HTML page. */
  readonly isPage: boolean;
}

/** So much of a message is shown, in characters. */
const maxShownLength = 300;
/** So much of a message is read, in characters. */
const maxReadLength = 4000;
/** So much of a code is read, in characters. */
const maxCodeLength = 200;
/** So many steps of the way to a mistake are shown. */
const maxPlaceLength = 10;
/** Nothing is looked for deeper than this. */
const maxDepth = 4;

/**
 * Reads the body of a failed request in any shape that rerank servers use: `{ error: { message, type, code } }`,
 * `{ error: "…" }`, `{ detail: "…" }`, `{ detail: [{ loc, msg }] }`, `{ code, message }`, a JSON string, plain text, HTML
 * or nothing.
 *
 * @param sent - A message that repeats a part of it is withheld.
 */
export function readError(body: string, sent: Sent): ServerComplaint {
  const isPage = isHtml(body);
  const json = isPage ? undefined : parseJson(body);
  const found = json === undefined && !isPage ? body : messageOf(json, maxDepth);
  const original = (found ?? "").slice(0, maxReadLength).replaceAll(unprintable, " ").trim();
  const shown = original.length > maxShownLength ? `${original.slice(0, maxShownLength)}…` : original;
  const isQuoting = shown !== "" && repeatsAny(shown, sent.texts, sent.keys);
  return {
    message: isQuoting ? "the server's message is withheld, since it repeats what was sent" : shown || undefined,
    original,
    codes: codesIn(json, maxDepth),
    isPage,
  };
}

/** White space, and what turns a terminal's colours, titles or the direction of writing. */
const unprintable = /[\s\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu;

/** Whether a body is an HTML page. */
export function isHtml(body: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/iu.test(body.slice(0, 200));
}

/** The value of a JSON text; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

/** Fields are looked into by name alone: those beside them may hold the request, as FastAPI's `input` does. */
function messageOf(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value.trim() || undefined;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) {
    const messages = value.slice(0, 20).map((entry) => messageOf(entry, depth - 1));
    return messages.filter((message) => message !== undefined).join("; ") || undefined;
  }
  if (!isObject(value)) return undefined;
  const { error, message, msg, detail, errors, loc } = value;
  for (const part of [message, msg, detail, error, errors]) {
    const found = messageOf(part, depth - 1);
    if (found !== undefined) return [placeOf(loc), found].filter((words) => words !== "").join(": ");
  }
  return undefined;
}

/** Where in the request FastAPI finds a mistake: names and positions. */
function placeOf(loc: unknown): string {
  const parts = Array.isArray(loc) ? loc.slice(0, maxPlaceLength) : [];
  return parts.filter((part) => typeof part === "string" || typeof part === "number").join(".");
}

function shortened(code: string): string {
  return code.slice(0, maxCodeLength);
}

function codesIn(value: unknown, depth: number): readonly string[] {
  if (!isObject(value) || depth === 0) return [];
  const { code, type, error_type, error, detail } = value;
  const own = [code, type, error_type].filter((part) => typeof part === "string").map(shortened);
  return [...own, ...codesIn(error, depth - 1), ...codesIn(detail, depth - 1)];
}
