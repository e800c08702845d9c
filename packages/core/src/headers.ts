/** HTTP header names to values; names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** Headers that say how a message is sent, and not what it is. */
const framing = /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/iu;

/**
 * Lays headers over others, names in lower case.
 *
 * @param refuse - Makes the error for a header that HTTP cannot carry; the message never holds the value.
 */
export function mergeHeaders(base: Headers, added: Headers | undefined, refuse: (message: string) => Error): Headers {
  if (added === undefined) return base;
  if (typeof added !== "object" || added === null || Symbol.iterator in added) {
    throw refuse("headers must be a plain object of names and values");
  }
  const merged: Record<string, string> = { ...base };
  for (const [name, value] of Object.entries(added)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/u.test(name)) throw refuse("headers has a name that is not a valid HTTP header name");
    if (typeof value !== "string" || !isHeaderValue(value)) {
      throw refuse(
        `The value of header "${name}" cannot be sent: it must be a string without line breaks or characters beyond Latin-1`,
      );
    }
    if (framing.test(name)) throw refuse(`headers has "${name}", which the connection itself takes care of`);
    merged[name.toLowerCase()] = value;
  }
  return merged;
}

/** Whether HTTP can carry a value: visible Latin-1, spaces and tabs. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/u.test(value);
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

/** What is private in the headers and in the URL's query, where it is `apiKey` under whatever name. */
export function secretsIn(headers: Headers, url: URL, apiKey: string | undefined): Secrets {
  const values = [...Object.entries(headers), ...url.searchParams].filter(([name]) => !open.has(name));
  const wordsOf = ([, value]: readonly [string, string]): string[] =>
    value.split(/[\s,;]+/u).map((word) => word.replace(/^[\w.-]+=(?=[^=])/u, ""));
  const keys = values
    .filter(([name]) => keyName.test(name))
    // A scheme stands before the credentials: "Bearer", "Basic".
    .flatMap(([name, value]) => [...wordsOf([name, value.replace(/^[a-z]+ /iu, "")]), ...namesIn(value)]);
  return {
    words: values.flatMap(wordsOf).filter((word) => word.length >= 8),
    keys: [...new Set((apiKey === undefined ? keys : [apiKey, ...keys]).map(withoutPrefix))].filter(
      (key) => key.length >= 4,
    ),
  };
}

/** A key without what all keys of its provider begin with (`sk-`, `jina_`), which messages and links may well hold. */
function withoutPrefix(key: string): string {
  const secret = key.replace(/^[a-z]{2,6}[-_]/iu, "");
  return secret.length >= 8 ? secret : key;
}

/** The user name and the password in a value of the scheme "Basic", which holds them in base64. */
function namesIn(authorization: string): string[] {
  try {
    return atob(/^basic +(\S+)$/iu.exec(authorization)?.[1] ?? "").split(":");
  } catch {
    return [];
  }
}
