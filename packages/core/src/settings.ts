import { describe } from "./distinct-texts.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { flat } from "./dialects/flat.ts";
import { type Preset, presets } from "./dialects/presets.ts";
import { endpointURL } from "./endpoint-url.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { type Headers, isHeaderValue, mergeHeaders } from "./headers.ts";
import type { RerankerOptions, ScoreTransform } from "./options.ts";

/** Every option, checked and with its default. */
export interface Settings {
  readonly provider: string;
  readonly model: string;
  readonly dialect: Dialect;
  readonly url: URL;
  /** All headers of a request, the key among them. */
  readonly headers: Headers;
  /** For withholding a server's message that repeats it. */
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxRetries: number;
  readonly retryBudget: number;
  readonly maxDocumentsPerRequest: number;
  readonly maxCharactersPerRequest: number;
  readonly maxConcurrency: number;
  readonly maxResponseBytes: number;
  readonly scoreTransform: ScoreTransform;
  readonly sendTopN: boolean;
}

/** The longest that a timer can run, in milliseconds: about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

const dialects: Readonly<Record<string, Dialect>> = { flat };

/**
 * Completes options from the provider's preset and the environment.
 *
 * @throws ConfigurationError that names the option or the variable to change.
 */
export function resolveSettings(options: RerankerOptions): Settings {
  const provider = text(options.provider, "provider") ?? "qhaigc";
  const preset: Preset = Object.hasOwn(presets, provider) ? presets[provider as keyof typeof presets] : presets.qhaigc;
  const isKnown = preset !== presets.qhaigc || provider === "qhaigc";
  const dialect = resolveDialect(options.dialect, preset);
  const apiKey = text(options.apiKey, "apiKey") || (isKnown ? environment(preset.apiKeyVariable) : undefined);
  const ownURL = text(options.baseURL, "baseURL") || (isKnown ? environment(preset.baseURLVariable) : undefined);
  if (ownURL === undefined && !isKnown) {
    throw new ConfigurationError(`baseURL is missing: provider "${provider}" has no address of its own`);
  }
  const url = endpointURL(atHome(ownURL ?? preset.baseURL, preset.baseURL), dialect.path);
  if (apiKey === undefined && preset.requiresApiKey && url.origin === new URL(preset.baseURL).origin) {
    throw new ConfigurationError(`The API key is missing: pass apiKey or set ${preset.apiKeyVariable}`);
  }
  if (apiKey !== undefined && !isHeaderValue(apiKey)) {
    throw new ConfigurationError("apiKey holds a line break or another character that an HTTP header cannot carry");
  }
  kindOf(options.fetch, "fetch", "function", "a function");
  kindOf(options.onEvent, "onEvent", "function", "a function");
  kindOf(options.sendTopN, "sendTopN", "boolean", "true or false");
  const { dispatcher } = options as { readonly dispatcher?: { readonly dispatch?: unknown } };
  kindOf(dispatcher?.dispatch, "dispatcher", "function", "an undici dispatcher", dispatcher);
  if (options.fetch !== undefined && options.dispatcher !== undefined) {
    throw new ConfigurationError("fetch and dispatcher are both given: requests can go through one of them alone");
  }
  return {
    provider,
    model: text(options.model, "model") || preset.model,
    dialect,
    url,
    headers: requestHeaders(apiKey, dialect, options.headers),
    apiKey,
    timeoutMs: duration(options.timeoutMs, "timeoutMs", 30_000),
    totalTimeoutMs: duration(options.totalTimeoutMs, "totalTimeoutMs", 120_000),
    maxRetries: count(options.maxRetries, "maxRetries", 2, 0),
    retryBudget: count(options.retryBudget, "retryBudget", 30, 0),
    maxDocumentsPerRequest: count(
      options.maxDocumentsPerRequest,
      "maxDocumentsPerRequest",
      preset.maxDocumentsPerRequest ?? 100,
    ),
    maxCharactersPerRequest: count(options.maxCharactersPerRequest, "maxCharactersPerRequest", 1_000_000),
    maxConcurrency: count(options.maxConcurrency, "maxConcurrency", 8),
    maxResponseBytes: count(options.maxResponseBytes, "maxResponseBytes", 32 * 1024 * 1024),
    scoreTransform: transform(options.scoreTransform ?? preset.scoreTransform),
    sendTopN: options.sendTopN ?? dialect.sendsTopN ?? true,
  };
}

/** Milliseconds: a positive number, or `Infinity` for no limit. */
export function duration(
  value: number | undefined,
  name: string,
  fallback: number,
  refuse: (message: string) => Error = (message) => new ConfigurationError(message),
): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number" || !(value > 0)) {
    throw refuse(refusal(value, name, "a positive number of milliseconds").message);
  }
  return Math.min(value, longestTimerMs);
}

/** A whole number from `least` up, or `Infinity`. */
export function count(value: number | undefined, name: string, fallback: number, least = 1): number {
  if (value === undefined) return fallback;
  if (value !== Infinity && (!Number.isSafeInteger(value) || value < least)) {
    throw refusal(value, name, `a whole number, ${least} or more`);
  }
  return value;
}

function refusal(value: unknown, name: string, rule: string): ConfigurationError {
  return new ConfigurationError(
    `${name} is ${typeof value === "number" ? value : describe(value)}; it must be ${rule}`,
  );
}

function text(value: string | undefined, name: string): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw new ConfigurationError(`${name} is ${describe(value)}; it must be a string`);
}

/** Refuses a value that is there and not of a kind. */
function kindOf(
  value: unknown,
  name: string,
  kind: "boolean" | "function" | "string",
  rule: string,
  whole = value,
): void {
  if (whole !== undefined && typeof value !== kind) {
    throw new ConfigurationError(`${name} is ${describe(whole)}; it must be ${rule}`);
  }
}

function environment(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  return (
    (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[variable] || undefined
  );
}

function resolveDialect(dialect: RerankerOptions["dialect"], preset: Preset): Dialect {
  if (dialect === undefined) return preset.dialect;
  if (typeof dialect !== "string") {
    kindOf(dialect?.body, "dialect", "function", "a name, or an object with name, path and body()", dialect);
    kindOf(dialect.path, "dialect.path", "string", "a string", dialect.path ?? null);
    return dialect;
  }
  if (Object.hasOwn(dialects, dialect)) return dialects[dialect] as Dialect;
  throw new ConfigurationError(`dialect "${dialect}" is not known; known are ${Object.keys(dialects).join(", ")}`);
}

/** The bare address of the provider's own server means its API. */
function atHome(baseURL: string, home: string): string {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  const own = new URL(home);
  if (url?.origin !== own.origin || url.pathname !== "/") return baseURL;
  url.pathname = own.pathname;
  return url.href;
}

function requestHeaders(apiKey: string | undefined, dialect: Dialect, own: Headers | undefined): Headers {
  const authorization =
    apiKey === undefined ? {} : (dialect.authorization?.(apiKey) ?? { authorization: `Bearer ${apiKey}` });
  const refuse = (message: string): Error => new ConfigurationError(message);
  const base = { accept: "application/json", "content-type": "application/json", "user-agent": "rankwire" };
  return mergeHeaders(mergeHeaders(base, authorization, refuse), own, refuse);
}

function transform(value: ScoreTransform | undefined): ScoreTransform {
  if (value === undefined || value === "none" || value === "sigmoid" || typeof value === "function")
    return value ?? "none";
  throw new ConfigurationError('scoreTransform must be "none", "sigmoid" or a function');
}
