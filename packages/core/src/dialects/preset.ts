import type { Dialect } from "./dialect.ts";

/** What the library knows of a provider. Every entry is a default that an option overrides. */
export interface Preset {
  readonly dialect: Dialect;
  /** What follows the base URL, where it is not what the dialect says. */
  readonly path?: string | undefined;
  /** The provider's own address, or where its server listens by default; absent where there is no telling. */
  readonly baseURL?: string | undefined;
  /** The environment variable that holds another base URL. */
  readonly baseURLVariable?: string | undefined;
  /** The model that is meant when none is named; empty where the server knows; absent where one must be named. */
  readonly model?: string | undefined;
  /** The environment variable that holds the key. */
  readonly apiKeyVariable?: string | undefined;
  /** Whether the server at `baseURL` refuses requests without a key. */
  readonly requiresApiKey?: boolean | undefined;
  /** Where it is not what the dialect says. */
  readonly maxDocumentsPerRequest?: number | undefined;
  /** Where it is not what the dialect says. */
  readonly maxCharactersPerRequest?: number | undefined;
  /** Where it is not what the dialect says. */
  readonly sendsTopN?: boolean | undefined;
  /** Models whose scores come back as raw logits. */
  readonly logitModels?: RegExp | undefined;
}
