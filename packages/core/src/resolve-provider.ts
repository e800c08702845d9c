import type { Dialect } from "./dialects/dialect.ts";
import { dialects } from "./dialects/dialects.ts";
import type { Preset } from "./dialects/preset.ts";
import { presets, unknownProvider } from "./dialects/presets.ts";
import { isBlank } from "./distinct-texts.ts";
import { endpointURL } from "./endpoint-url.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { kindOf, text } from "./option-kinds.ts";
import type { RerankerOptions } from "./options.ts";

/** Whose server it is, where, and how to speak to it. */
export interface ResolvedProvider {
  readonly provider: string;
  readonly preset: Preset;
  readonly dialect: Dialect;
  readonly model: string;
  readonly url: URL;
  readonly apiKey: string | undefined;
}

/**
 * Completes the options that say whom to ask: from the option, then from the provider's own environment variables, then
 * from its preset.
 *
 * @throws ConfigurationError that names the option or the variable to change.
 */
export function resolveProvider(options: RerankerOptions): ResolvedProvider {
  const provider = text(options.provider, "provider") ?? "qhaigc";
  const preset = Object.hasOwn(presets, provider) ? presets[provider as keyof typeof presets] : unknownProvider;
  const dialect = resolveDialect(options.dialect) ?? preset.dialect;
  const apiKey = unlessBlank(text(options.apiKey, "apiKey")) ?? environment(preset.apiKeyVariable);
  const given = text(options.baseURL, "baseURL");
  const baseURL = given || environment(preset.baseURLVariable) || preset.baseURL;
  if (baseURL === undefined) {
    throw new ConfigurationError(
      `baseURL is missing: provider "${provider}" has no address of its own; known are ${Object.keys(presets).join(", ")}`,
    );
  }
  const path = (options.dialect === undefined ? preset.path : undefined) ?? dialect.path;
  const named = given || baseURL === preset.baseURL ? "baseURL" : preset.baseURLVariable;
  const url = endpointURL(atHome(baseURL, preset.baseURL), path, dialect.hasVersion, named);
  const isAtHome = preset.baseURL !== undefined && url.origin === new URL(preset.baseURL).origin;
  if (apiKey === undefined && preset.requiresApiKey === true && isAtHome) {
    throw new ConfigurationError(`The API key is missing: pass apiKey or set ${preset.apiKeyVariable}`);
  }
  const model = text(options.model, "model") || preset.model;
  if (model === undefined) {
    throw new ConfigurationError(
      `model is missing: provider "${provider}" serves several, and asks for the name of one`,
    );
  }
  return { provider, preset, dialect, model, url, apiKey };
}

function environment(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  const { env } = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process ?? {};
  try {
    // A line break at its end, as in a file of secrets, is no part of it.
    return unlessBlank(env?.[variable]?.trim());
  } catch {
    // Deno lets a program read only what it is allowed to.
    return undefined;
  }
}

function unlessBlank(value: string | undefined): string | undefined {
  return value === undefined || isBlank(value) ? undefined : value;
}

function resolveDialect(dialect: RerankerOptions["dialect"]): Dialect | undefined {
  if (dialect === undefined) return undefined;
  if (typeof dialect !== "string") {
    kindOf(dialect?.body, "dialect", "function", "a name, or an object with name, path and body()", dialect);
    kindOf(dialect.path, "dialect.path", "string", "a string", dialect.path ?? null);
    kindOf(dialect.authorization, "dialect.authorization", "function", "a function of the key that returns headers");
    kindOf(dialect.sendsTopN, "dialect.sendsTopN", "boolean", "true or false");
    return dialect;
  }
  if (Object.hasOwn(dialects, dialect)) return dialects[dialect];
  throw new ConfigurationError(`dialect "${dialect}" is not known; known are ${Object.keys(dialects).join(", ")}`);
}

/** The bare address of the provider's own server means its API. */
function atHome(baseURL: string, home: string | undefined): string {
  if (home === undefined || !URL.canParse(baseURL)) return baseURL;
  const url = new URL(baseURL);
  const own = new URL(home);
  if (url.origin !== own.origin || url.pathname !== "/") return baseURL;
  url.pathname = own.pathname;
  return url.href;
}
