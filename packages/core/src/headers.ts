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
