import type { Dialect, DialectRequest } from "./dialects/dialect.ts";
import { describe } from "./distinct-texts.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { isObject } from "./parse-response.ts";

/** Further fields of a request's body, by their names on the wire. */
export type ExtraBody = Readonly<Record<string, unknown>>;

/** Two requests that differ in everything. */
const samples: readonly DialectRequest[] = [
  { model: "a", query: "a", documents: ["a"], topN: 1 },
  { model: "b", query: "b", documents: ["b"], topN: 2 },
];

/**
 * The fields as they are now: what becomes of the caller's object later has no effect.
 *
 * @throws ConfigurationError when they are no object that JSON can carry, or one of them is written by the dialect from
 * the request itself.
 */
export function resolveExtraBody(extraBody: ExtraBody | undefined, dialect: Dialect): ExtraBody | undefined {
  if (extraBody === undefined) return undefined;
  const fields = copyOf(extraBody);
  if (!isObject(extraBody) || !isObject(fields)) {
    throw new ConfigurationError(`extraBody is ${describe(extraBody)}; it must be an object that JSON can carry`);
  }
  const [one, other] = samples.map((sample) => dialect.body(sample));
  if (!isObject(one) || !isObject(other)) {
    throw new ConfigurationError("extraBody cannot be added to what dialect.body() returns, which is no object");
  }
  for (const name of Object.keys(fields)) {
    if (JSON.stringify(one[name]) !== JSON.stringify(other[name])) {
      throw new ConfigurationError(`extraBody has ${name}, which is written from the options and the request itself`);
    }
    // The server would answer with fewer rows than were asked for.
    if (/^top_?[nk]$/iu.test(name)) throw new ConfigurationError(`extraBody has ${name}: pass topN with the request`);
  }
  return fields;
}

function copyOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}
