/** The headers of a response as undici and its interceptors hand them out. */
export type ResponseHeaders = Record<string, string | number | string[] | null | undefined>;

/** Headers by their names in lower case, the values of one name joined. */
export function joinedHeaders(headers: ResponseHeaders): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null) continue;
    values[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : String(value);
  }
  return values;
}
