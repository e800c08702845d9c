import { isObject } from "./parse-response.ts";
import { repeatsAny } from "./repeats.ts";

/** What a server says of a failed request. */
export interface ServerComplaint {
  /** The message, fit for printing; `undefined` when there is none, or it repeats what was sent. */
  readonly message: string | undefined;
  /** The message as it came, for classification only: it may hold what was sent. */
  readonly original: string | undefined;
  readonly code: string | undefined;
  /** Whether the body is an HTML page. */
  readonly isPage: boolean;
}

/** A longer message is cut, in characters. */
const maxMessageLength = 300;

/**
 * Reads the body of a failed request in any shape that rerank servers use: `{ error: { message, code } }`,
 * `{ error: "…" }`, `{ detail: "…" }`, `{ detail: [{ msg }] }`, `{ message, code }`, a JSON string, plain text, HTML or
 * nothing.
 */
export function readError(body: string, texts: readonly string[], apiKey: string | undefined): ServerComplaint {
  const isPage = isHtml(body);
  const json = parseJson(body);
  const inner = isObject(json) ? (json["error"] ?? json["detail"] ?? json) : json;
  const found = isPage ? undefined : messageOf(inner, json === undefined ? body : undefined);
  const original = found?.replaceAll(/\s+/gu, " ").trim() || undefined;
  const code = codeIn(inner) ?? codeIn(json);
  const isPrintable = original !== undefined && !repeatsAny(original, texts, apiKey);
  const cut =
    original !== undefined && original.length > maxMessageLength ? `${original.slice(0, maxMessageLength)}…` : original;
  return {
    message: isPrintable ? cut : original && "the server's message is withheld, since it repeats what was sent",
    original,
    code,
    isPage,
  };
}

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

function messageOf(value: unknown, otherwise: string | undefined): string | undefined {
  if (typeof value === "string") return value;
  // A list of validation errors: its messages alone, since the entries beside them repeat the input.
  if (Array.isArray(value)) {
    const messages = value.map((entry) => (isObject(entry) ? messageOf(entry["msg"], undefined) : undefined));
    return messages.filter((message) => message !== undefined).join("; ") || otherwise;
  }
  if (!isObject(value)) return otherwise;
  const { message, msg, detail, error } = value;
  return [message, msg, detail, error].find((part) => typeof part === "string") ?? otherwise;
}

function codeIn(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  return [value["code"], value["type"], value["error_type"]].find((part) => typeof part === "string");
}
