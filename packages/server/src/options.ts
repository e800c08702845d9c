import { checkOptions, checkReranker, ConfigurationError, type Reranker } from "@rankwire/core";

/** What is served, to whom, and how much at a time. */
export interface RerankServerOptions {
  /** Scores the documents of every request. */
  readonly reranker: Reranker;
  /**
   * The keys that are accepted as `Authorization: Bearer <key>`; leave it out to serve without keys. `/health` never
   * asks for one.
   *
   * @defaultValue no key is asked for
   */
  readonly apiKeys?: readonly string[] | undefined;
  /**
   * The model names that are served; any other gets 404. All are answered by `reranker`.
   *
   * @defaultValue any name is accepted, so that a program keeps its model name when its base URL changes
   */
  readonly models?: readonly string[] | undefined;
  /**
   * The longest body of a request in bytes; a longer one gets 413.
   *
   * @defaultValue 10485760 (10 MiB)
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The most documents in a request; more get 413.
   *
   * @defaultValue 1000
   */
  readonly maxDocuments?: number | undefined;
  /**
   * The most characters of requests that are worked on at the same time; one that would be too much beside the others
   * gets 503. What a reranker goes on with after its signal has fired is not counted. Scoring can take many times the memory of its text: lower it where that is scarce.
   *
   * @defaultValue 33554432 (32 Mi)
   */
  readonly maxConcurrentCharacters?: number | undefined;
  /**
   * Is told of every failure of the reranker: the error, and the status that the caller was given. Nothing is logged
   * otherwise, and the errors of this library hold no key, query or document. What it throws is ignored.
   */
  readonly onError?: ((error: unknown, status: number) => void) | undefined;
}

/** The name of every option of a server. */
export const serverOptionNames: readonly (keyof RerankServerOptions)[] = [
  "reranker",
  "apiKeys",
  "models",
  "maxBodyBytes",
  "maxDocuments",
  "maxConcurrentCharacters",
  "onError",
];

/**
 * Refuses a name that is none of `names`. An adapter lets pass what it does not know, as frameworks hand on more than
 * their own options; a server has its options from its owner, and one that is misspelt may have been to protect it.
 *
 * @throws ConfigurationError that names the option, and never its value.
 */
export function checkNames(options: object, names: readonly string[], owner: string): void {
  const unknown = Object.entries(options).find(([name, value]) => value !== undefined && !names.includes(name));
  if (unknown === undefined) return;
  throw new ConfigurationError(`${unknown[0]} is no option of ${owner}; those are ${names.join(", ")}`);
}

/** @throws ConfigurationError unless `onError` is a function or absent. */
export function checkListener(onError: RerankServerOptions["onError"]): void {
  if (onError !== undefined && typeof onError !== "function") {
    throw new ConfigurationError("onError must be a function");
  }
}

/** @throws ConfigurationError that names the option. */
export function checkServerOptions(options: Partial<RerankServerOptions> = {}): void {
  checkOptions(options, serverOptionNames, "the server");
  checkNames(options, serverOptionNames, "the server");
  const { models, maxBodyBytes, maxDocuments, maxConcurrentCharacters, onError } = options;
  checkReranker(options.reranker, "reranker");
  if (models !== undefined && (!Array.isArray(models) || models.length === 0)) {
    throw new ConfigurationError("models must list at least one name; leave it out to accept any");
  }
  for (const [index, name] of (models ?? []).entries()) {
    if (typeof name !== "string" || name.trim() === "") {
      throw new ConfigurationError(`models[${index}] must be a model's name`);
    }
  }
  checkListener(onError);
  for (const [name, limit] of Object.entries({ maxBodyBytes, maxDocuments, maxConcurrentCharacters })) {
    if (limit === undefined || limit === Infinity) continue;
    if (!Number.isSafeInteger(limit) || limit < 1) {
      throw new ConfigurationError(`${name} must be a positive integer, or Infinity for no limit`);
    }
  }
}
