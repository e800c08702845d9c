/** HTTP header names to values; names in lower case. */
export type Headers = Readonly<Record<string, string>>;

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
    merged[name.toLowerCase()] = value;
  }
  return merged;
}

/** Whether HTTP can carry a value: visible Latin-1, spaces and tabs. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/u.test(value);
}

/** The headers of a response, without cookies and without those that repeat what is private in the request. */
export function withoutSecrets(headers: Headers, secrets: readonly string[]): Headers {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name !== "set-cookie" && !secrets.some((secret) => value.includes(secret))) shown[name] = value;
  }
  return shown;
}

/** Headers whose values are nobody's secret. */
const open: ReadonlySet<string> = new Set(["accept", "content-type", "user-agent"]);

/** What of the headers and the URL's query may be a key, or tell who asks: every longer word of their values. */
export function privateWords(headers: Headers, url: URL): readonly string[] {
  const values = Object.entries(headers).map(([name, value]) => (open.has(name) ? "" : value));
  return [...values, ...url.searchParams.values()]
    .flatMap((value) => value.split(/\s+/u))
    .filter((word) => word.length >= 8);
}
