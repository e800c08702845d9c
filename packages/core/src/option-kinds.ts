import { describe } from "./distinct-texts.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";

/** Refuses a value that is there and not a string. */
export function text(value: string | undefined, name: string): string | undefined {
  kindOf(value, name, "string", "a string");
  return value;
}

/** Refuses options that are no object; `owner` is whose they are. */
export function checkOptions(options: object, owner: string): void {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return;
  throw new ConfigurationError(`The options of ${owner} are ${describe(options)}; they must be an object`);
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
