import { describe, isBlank } from "./distinct-texts.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { mergeHeaders } from "./headers.ts";
import { namesOf } from "./option-kinds.ts";
import type { CallOptions } from "./reranker.ts";
import { duration } from "./settings.ts";
import { ineffective } from "./spelling.ts";

/** The name of every option of a call. */
export const callOptionNames: readonly string[] = namesOf<CallOptions>({
  signal: true,
  timeoutMs: true,
  headers: true,
});

/**
 * The number of results to return of `count` candidates.
 *
 * @throws InvalidRequestError unless `topN` is a positive integer, `Infinity` or `undefined` (both: all).
 */
export function resolveTopN(topN: number | undefined, count: number): number {
  if (topN === undefined || topN === Infinity) return count;
  if (!Number.isSafeInteger(topN) || topN < 1) {
    throw new InvalidRequestError(
      `topN is ${typeof topN === "number" ? topN : describe(topN)}; it must be a positive integer, or Infinity for all`,
    );
  }
  return Math.min(topN, count);
}

/** @throws InvalidRequestError unless `query` is a string with something in it. */
export function checkQuery(query: string): void {
  if (typeof query !== "string") throw new InvalidRequestError(`query is ${describe(query)}; it must be a string`);
  if (isBlank(query)) throw new InvalidRequestError("query is blank; pass the question or search text");
}

/**
 * @param name - What the caller knows it by.
 * @param fields - What belongs in it.
 * @throws InvalidRequestError unless `value` is an object, and none of its fields is misspelled.
 */
export function checkObject(value: object, name: string, fields: readonly string[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidRequestError(`${name} is ${describe(value)}; it must be an object: { ${fields.join(", ")} }`);
  }
  const mistake = ineffective(value, fields);
  if (mistake !== undefined) throw new InvalidRequestError(`${mistake} (${name})`);
}

/**
 * Checks the options of a call before anything is done for it: that they are an object, that each name has an effect and
 * that the signal has not fired.
 *
 * @param name - What the caller knows them by: `"the third argument"`.
 * @param own - The names of the options that the call takes besides, which are its own to check.
 * @throws {@link InvalidRequestError} that names the option; the signal's reason when it has fired.
 */
export function checkCallOptions(options: CallOptions, name: string, own: readonly string[] = []): void {
  checkObject(options, name, [...callOptionNames, ...own]);
  checkSignal(options.signal);
}

/** @throws The signal's reason when it has fired; an InvalidRequestError unless it is an AbortSignal or absent. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  if (typeof signal?.throwIfAborted !== "function" || typeof signal.addEventListener !== "function") {
    throw new InvalidRequestError(
      `signal is ${describe(signal)}; it must be an AbortSignal, such as controller.signal`,
    );
  }
  signal.throwIfAborted();
}

/**
 * Checks what a call sets for itself before anything is done for it.
 *
 * @throws InvalidRequestError for a `timeoutMs` out of range, or headers that HTTP cannot carry.
 */
export function checkCallValues({ timeoutMs, headers }: CallOptions): void {
  const refuse = (message: string): Error => new InvalidRequestError(message);
  duration(timeoutMs, "timeoutMs", Infinity, refuse);
  mergeHeaders({}, headers, refuse);
}

/** @throws InvalidRequestError unless `value` is an array; `name` is what the caller knows it by. */
export function checkList(value: readonly unknown[], name: string): void {
  if (!Array.isArray(value)) throw new InvalidRequestError(`${name} is ${describe(value)}; it must be an array`);
}

/** @throws InvalidRequestError unless `threshold` is a number or absent. */
export function checkThreshold(threshold: number | undefined): void {
  if (threshold !== undefined && (typeof threshold !== "number" || Number.isNaN(threshold))) {
    throw new InvalidRequestError(
      `scoreThreshold is ${typeof threshold === "number" ? "NaN" : describe(threshold)}; it must be a number on the model's score scale`,
    );
  }
}
