import { ConfigurationError } from "./errors/configuration-error.ts";
import type { Dialect, DialectRequest } from "./dialects/dialect.ts";
import type { ExtraBody } from "./extra-body.ts";

/**
 * The JSON text of a request. Half of a surrogate pair, which a text that was cut by length may begin or end with, goes
 * out as U+FFFD: strict servers refuse the whole request for one.
 */
export function requestBody(dialect: Dialect, request: DialectRequest, extra: ExtraBody | undefined): string {
  const write = (sent: DialectRequest): unknown =>
    extra === undefined ? dialect.body(sent) : { ...(dialect.body(sent) as object), ...extra };
  const body = json(write(request));
  if (body === undefined)
    throw new ConfigurationError("dialect.body() returns nothing that JSON can carry, such as an object");
  // JSON escapes lone surrogates alone in this way, so that this finds them faster than a look at every text.
  if (!body.includes("\\ud")) return body;
  const { query, documents } = request;
  return JSON.stringify(
    write({ ...request, query: wellFormed(query), documents: documents.map((text) => wellFormed(text)) }),
  );
}

/** `undefined` for what JSON has no words for: functions, numbers beyond 2^53 as BigInt, objects that hold themselves. */
function json(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\u{fffd}");
}
