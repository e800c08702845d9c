import { describe } from "./distinct-texts.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { ineffective } from "./spelling.ts";

/** Refuses a value that is there and not a string. */
export function text(value: string | undefined, name: string): string | undefined {
  kindOf(value, name, "string", "a string");
  return value;
}

/**
 * Refuses options that are no object, and those without an effect: one whose name differs from one of `names` by
 * capitals, separators, a plural or a unit alone, as `baseUrl`, `apiKeys` and `timeout` do; one that other libraries
 * call otherwise, such as `topK`; and one that has its place elsewhere, as `topN` has in a request. Other names that are
 * not known are left alone.
 *
 * @param owner - Whose options they are, as the error names it.
 * @throws {@link ConfigurationError} that names the option, and never its value.
 */
export function checkOptions(options: object, names: readonly string[], owner: string): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new ConfigurationError(`The options of ${owner} are ${describe(options)}; they must be an object`);
  }
  const mistake = ineffective(options, names);
  if (mistake !== undefined) throw new ConfigurationError(`${mistake} (the options of ${owner})`);
}

/**
 * The options of these names that are there, in an object of their own. Unlike a spread it takes along what an instance
 * of a class has from its prototype, getters among them.
 */
export function pickOptions<Options extends object, Name extends keyof Options>(
  options: Options,
  names: readonly Name[],
): Pick<Options, Name> {
  const picked: Partial<Options> = {};
  for (const name of names) {
    const value = options[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked as Pick<Options, Name>;
}

/** The names of all options of a type: the compiler sees to it that none is missing. */
export function namesOf<Options>(all: Record<keyof Options, true>): readonly (keyof Options & string)[] {
  return Object.keys(all) as (keyof Options & string)[];
}

/**
 * Refuses a value that is there and not of a kind. The message names the option, and never its value.
 *
 * @param whole - What the caller passed, where `value` is a part of it.
 */
export function kindOf(
  value: unknown,
  name: string,
  kind: "boolean" | "function" | "string",
  rule: string,
  whole: unknown = value,
): void {
  if (whole !== undefined && typeof value !== kind) {
    throw new ConfigurationError(`${name} is ${describe(whole)}; it must be ${rule}`);
  }
}
