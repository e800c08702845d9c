import { ConfigurationError } from "./errors/configuration-error.ts";

/**
 * Refuses an option whose name differs from one of `names` by capitals or separators alone, as `baseUrl` and `top_n` do:
 * it would have no effect, and nobody would be told. Other names that are not known are left alone.
 *
 * @param owner - Whose options they are, as the error names it.
 * @throws {@link ConfigurationError} that says how the option is spelled.
 */
export function checkOptionNames(options: object, names: readonly string[], owner: string): void {
  const mistake = misspelling(options, names);
  if (mistake !== undefined) throw new ConfigurationError(`${mistake} (the options of ${owner})`);
}

/** What is wrong with the name of a field; `undefined` when all are right, or are like none of `names`. */
export function misspelling(value: object, names: readonly string[]): string | undefined {
  for (const name of Object.keys(value)) {
    if (names.includes(name) || (value as Record<string, unknown>)[name] === undefined) continue;
    const meant = names.find((known) => letters(known) === letters(name));
    if (meant !== undefined) return `${name} has no effect: it is spelled ${meant}`;
  }
  return undefined;
}

function letters(name: string): string {
  return name.replaceAll(/[^a-z\d]/giu, "").toLowerCase();
}
