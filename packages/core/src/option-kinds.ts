import { describe } from "./distinct-texts.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";

/** Refuses a value that is there and not a string. */
export function text(value: string | undefined, name: string): string | undefined {
  kindOf(value, name, "string", "a string");
  return value;
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
