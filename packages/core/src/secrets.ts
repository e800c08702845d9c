import type { CheckedRequest } from "./define-reranker.ts";
import type { ExtraBody } from "./extra-body.ts";
import type { Headers } from "./headers.ts";
import type { Sent } from "./repeats.ts";

/** What must not be printed of a request's headers and URL. */
export interface Secrets {
  /** Every longer word of their values: it may tell who asks. */
  readonly words: readonly string[];
  /** What is a key, to judge by its name, without a prefix such as `sk-`: no part of it must be printed either. */
  readonly keys: readonly string[];
}

/** Headers whose values are nobody's secret. */
const open: ReadonlySet<string> = new Set(["accept", "content-type", "user-agent"]);
const keyName = /auth|key|token|secret|cookie|password|credential|signature/iu;

/** Whether the values of a header are nobody's secret. */
export function isOpen(name: string): boolean {
  return open.has(name);
}

/** Whether a header or a URL's parameter of this name says who asks, or nothing, rather than what is asked. */
export function isPrivateName(name: string): boolean {
  return open.has(name) || keyName.test(name);
}

/**
 * What is private in the headers, in the URL's query, where it is `apiKey` under whatever name, and in the fields that
 * are added to a body.
 */
export function secretsIn(headers: Headers, url: URL, apiKey: string | undefined, extraBody: ExtraBody = {}): Secrets {
  const fields = Object.entries(extraBody).flatMap(([name, value]) =>
    textsIn(value).map((text) => [name, text] as const),
  );
  const entries = [...Object.entries(headers), ...url.searchParams, ...fields].filter(([name]) => !open.has(name));
  const keys = entries.flatMap(([name, value]) => (keyName.test(name) ? keysIn(value) : []));
  const all = (apiKey === undefined ? keys : [apiKey, ...keys]).map((key) => withoutPrefix(key));
  return {
    words: entries.flatMap(([, value]) => wordsIn(value)).filter((word) => word.length >= 8),
    keys: [...new Set(all)].filter((key) => key.length >= 4),
  };
}

/** Every text in a JSON value. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The words of a value; of `name=value`, as in cookies, the second. */
function wordsIn(value: string): string[] {
  return value.split(/[\s,;]+/u).map((word) => word.replace(/^[\w.-]+=(?=[^=])/u, ""));
}

/** What follows the scheme in a header such as `Authorization`; of the scheme "Basic" what its base64 holds, too. */
function keysIn(value: string): string[] {
  const [, scheme = "", credentials = value] = /^([a-z]+) +(.+)$/iu.exec(value) ?? [];
  return [...wordsIn(credentials), ...(scheme.toLowerCase() === "basic" ? userAndPassword(credentials) : [])];
}

function userAndPassword(base64: string): string[] {
  try {
    return atob(base64).split(":");
  } catch {
    return [];
  }
}

/** What was sent with a request, with what is private in its headers and its URL. */
export function sentIn({ query, documents }: CheckedRequest, { words, keys }: Secrets): Sent {
  return { texts: [query, ...documents, ...words], keys };
}

/** The headers of a response, without cookies and without those that repeat what is private in the request. */
export function withoutSecrets(headers: Headers, { words, keys }: Secrets): Headers {
  const shown: Record<string, string> = {};
  const repeats = (value: string): boolean => [words, keys].some((list) => list.some((word) => value.includes(word)));
  for (const [name, value] of Object.entries(headers)) {
    if (name !== "set-cookie" && !repeats(value)) shown[name] = value;
  }
  return shown;
}

/** A key without what all keys of its provider begin with (`sk-`, `jina_`), which messages and links may well hold. */
function withoutPrefix(key: string): string {
  const secret = key.replace(/^[a-z]{2,6}[-_]/iu, "");
  return secret.length >= 8 ? secret : key;
}
