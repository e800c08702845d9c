import { describe } from "./distinct-texts.ts";
import type { Dialect } from "./dialects/dialect.ts";
import type { Preset } from "./dialects/preset.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { type ExtraBody, resolveExtraBody } from "./extra-body.ts";
import { type Headers, isHeaderValue, mergeHeaders } from "./headers.ts";
import { checkOptions, kindOf } from "./option-kinds.ts";
import { type RerankerOptions, rerankerOptionNames, type ScoreTransform } from "./options.ts";
import { resolveProvider } from "./resolve-provider.ts";

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
  /** Further fields of a request's body. */
  readonly extraBody: ExtraBody | undefined;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxRetries: number;
  readonly retryBudget: number;
  readonly maxDocumentsPerRequest: number;
  readonly maxCharactersPerRequest: number;
  readonly maxConcurrency: number;
  /** So many requests may be under way at first. */
  readonly startConcurrency: number;
  readonly maxResponseBytes: number;
  readonly scoreTransform: ScoreTransform;
  readonly sendTopN: boolean;
}

/** The longest that a timer can run, in milliseconds: about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** The most that a string can hold, in characters: about half a gigabyte. */
const longestString = 2 ** 29 - 24;

/**
 * Completes options from the provider's preset and the environment.
 *
 * @throws ConfigurationError that names the option or the variable to change.
 */
export function resolveSettings(options: RerankerOptions): Settings {
  checkOptions(options, rerankerOptionNames, "a reranker");
  const { provider, preset, dialect, model, url, apiKey } = resolveProvider(options);
  // What is known of the provider's own dialect says nothing of another.
  const own: Preset | undefined = dialect === preset.dialect ? preset : undefined;
  if (apiKey !== undefined && !isHeaderValue(apiKey)) {
    const name = options.apiKey === undefined ? preset.apiKeyVariable : "apiKey";
    throw new ConfigurationError(`${name} holds a line break or another character that an HTTP header cannot carry`);
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
    model,
    dialect,
    url,
    headers: requestHeaders(apiKey, dialect, options.headers),
    apiKey,
    extraBody: resolveExtraBody(options.extraBody, dialect),
    timeoutMs: duration(options.timeoutMs, "timeoutMs", 30_000),
    totalTimeoutMs: duration(options.totalTimeoutMs, "totalTimeoutMs", 120_000),
    maxRetries: count(options.maxRetries, "maxRetries", 2, 0),
    retryBudget: count(options.retryBudget, "retryBudget", 30, 0),
    maxDocumentsPerRequest: count(
      options.maxDocumentsPerRequest,
      "maxDocumentsPerRequest",
      own?.maxDocumentsPerRequest ?? count(dialect.maxDocumentsPerRequest, "dialect.maxDocumentsPerRequest", 100),
    ),
    maxCharactersPerRequest: count(
      options.maxCharactersPerRequest,
      "maxCharactersPerRequest",
      own?.maxCharactersPerRequest ??
        count(dialect.maxCharactersPerRequest, "dialect.maxCharactersPerRequest", 1_000_000),
    ),
    maxConcurrency: count(options.maxConcurrency, "maxConcurrency", 32),
    startConcurrency: options.maxConcurrency ?? 16,
    maxResponseBytes: Math.min(count(options.maxResponseBytes, "maxResponseBytes", 32 * 1024 * 1024), longestString),
    scoreTransform: transform(
      options.scoreTransform === undefined
        ? (dialect.scoreTransform ?? (preset.logitModels?.test(model) ? "sigmoid" : "none"))
        : options.scoreTransform,
    ),
    sendTopN: options.sendTopN ?? own?.sendsTopN ?? dialect.sendsTopN ?? true,
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

function requestHeaders(apiKey: string | undefined, dialect: Dialect, own: Headers | undefined): Headers {
  const base = { accept: "application/json", "content-type": "application/json", "user-agent": "rankwire" };
  const signed = apiKey === undefined ? base : withKey(base, apiKey, dialect);
  return mergeHeaders(signed, own, (message) => new ConfigurationError(message));
}

function withKey(base: Headers, apiKey: string, { authorization }: Dialect): Headers {
  if (authorization === undefined) return { ...base, authorization: `Bearer ${apiKey}` };
  const added: unknown = authorization(apiKey);
  const refuse = (message: string): Error =>
    new ConfigurationError(`What dialect.authorization() returns is wrong: ${message}`);
  // Nothing at all would send the request without its key; so would a promise.
  if (added instanceof Promise) throw refuse("it is a promise: the function must not be async");
  const signed = mergeHeaders(base, (added ?? null) as Headers, refuse);
  if (Object.keys(added as Headers).length === 0) throw refuse("it has no header");
  return signed;
}

function transform(value: ScoreTransform): ScoreTransform {
  if (value === "none" || value === "sigmoid" || typeof value === "function") return value;
  throw new ConfigurationError('scoreTransform must be "none", "sigmoid" or a function');
}
