import { checkList } from "./check-request.ts";
import { describe, isBlank } from "./distinct-texts.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";

/**
 * A record as lines of YAML, `name: value`, which is how a reranker reads structured data best. Text of several lines
 * becomes a block, a value that YAML would read as something else is quoted, and nested values are indented. Trailing
 * line breaks are dropped; a field without a value (`null`, `undefined`, a function, a blank text) has no line.
 *
 * @param record - Names to values; a value with `toJSON()`, such as a date, stands as what that returns.
 * @param fields - The names to write, in this order and once, of those that the record has; all of them, in its order,
 * when omitted.
 * @returns The lines, joined by `\n`; empty when there is nothing to write.
 * @example
 * ```ts
 * fieldLines({ title: "Note: read me", pages: 3, secret: "…" }, ["title", "pages"]); // title: "Note: read me"\npages: 3
 * ```
 * @throws {@link InvalidRequestError} when `record` is not an object, `fields` no array, or a value contains itself
 * or is nested more than 100 levels deep.
 * @see {@link https://yaml.org/spec/1.2.2/ | YAML 1.2.2}
 */
export function fieldLines(record: Readonly<Record<string, unknown>>, fields?: readonly string[]): string {
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    throw new InvalidRequestError(`a record of fields is ${describe(record)}; it must be an object`);
  }
  if (fields !== undefined) checkList(fields, "fields");
  const names =
    fields === undefined ? Object.keys(record) : [...new Set(fields)].filter((name) => Object.hasOwn(record, name));
  const written = names.filter((name) => {
    const value = record[name];
    return typeof value !== "string" || !isBlank(value);
  });
  return mapLines(record, written, "", [record]).join("\n");
}

type Ancestors = readonly unknown[];

/** Deeper ones would be mostly indentation, and without a bound end in an overflow of the stack. */
const deepest = 100;

function mapLines(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
  indent: string,
  ancestors: Ancestors,
): string[] {
  return names.flatMap((name) => {
    const value = plainValue(record[name]);
    return value === undefined ? [] : entryLines(`${indent}${inline(name)}:`, value, indent, ancestors);
  });
}

/** The lines of one field or one list item; `head` is `name:` or `-`, with its indentation. */
function entryLines(head: string, value: unknown, indent: string, ancestors: Ancestors): string[] {
  const inner = `${indent}  `;
  if (typeof value === "string") {
    if (!value.includes("\n") || !fitsBlock(value)) return [`${head} ${inline(value)}`];
    return [`${head} |-`, ...value.split("\n").map((line) => (line === "" ? "" : inner + line))];
  }
  if (typeof value !== "object" || value === null) return [`${head} ${String(value)}`];
  if (ancestors.includes(value)) throw new InvalidRequestError("a field contains itself, so it has no text");
  if (ancestors.length > deepest) {
    throw new InvalidRequestError(`a field is nested more than ${deepest} levels deep; leave it out`);
  }
  const path = [...ancestors, value];
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => {
      const element = plainValue(item);
      return element === undefined ? [] : entryLines(`${inner}-`, element, inner, path);
    });
    return items.length === 0 ? [`${head} []`] : [head, ...items];
  }
  const record: Readonly<Record<string, unknown>> = { ...value };
  const lines = mapLines(record, Object.keys(record), inner, path);
  const [first, ...rest] = lines;
  if (first === undefined) return [`${head} {}`];
  // A list item and its first field share a line: "- " is as wide as the indentation.
  return head.endsWith("-") && head.trimStart() === "-" ? [`${head} ${first.trimStart()}`, ...rest] : [head, ...lines];
}

/** What JSON would see, with line breaks as YAML reads them; `undefined` for what has no text. */
function plainValue(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/\r\n?/gu, "\n").replace(/\n+$/u, "");
  if (typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function") {
    const json: unknown = value.toJSON();
    // JSON asks once, whatever comes.
    return typeof json === "object" && json !== null ? json : plainValue(json);
  }
  if (value === null || typeof value === "function" || typeof value === "symbol") return undefined;
  return value;
}

/** Characters that YAML forbids or reads as line breaks. */
const unprintable = /(?![\t\n])\p{Cc}|\p{Cs}|[\u2028\u2029\uFEFF\uFFFE\uFFFF]/u;
const looksTyped =
  /^(?:~|null|true|false|[-+]?\.(?:inf|nan)|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0o[0-7]+|0x[\da-f]+)$/iu;
const indicatorFirst = /^(?:[\s\-?:,[\]{}#&*!|>'"%@`]|\.\.\.|<<$)/u;
const indicatorInside = /:(?:\s|$)|\s#|\n|\s$/u;

/** A string on one line: as it is where YAML reads it back as the same string, else in double quotes. */
function inline(text: string): string {
  const isPlain =
    text !== "" &&
    !indicatorFirst.test(text) &&
    !indicatorInside.test(text) &&
    !looksTyped.test(text) &&
    !unprintable.test(text);
  return isPlain ? text : quoted(text);
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Whether lines can stand as they are in a block, whose indentation YAML takes from the first. */
function fitsBlock(text: string): boolean {
  return /^\S/u.test(text) && !unprintable.test(text);
}
