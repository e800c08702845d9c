import type { ScoreTransform } from "../options.ts";
import type { Dialect } from "./dialect.ts";
import { flat } from "./flat.ts";

/** What the library knows of a provider. Every entry is a default that an option overrides. */
export interface Preset {
  readonly dialect: Dialect;
  /** The provider's own address, or where its server listens by default. */
  readonly baseURL: string;
  readonly model: string;
  /** The environment variable that holds the key. */
  readonly apiKeyVariable: string;
  /** The environment variable that holds another base URL. */
  readonly baseURLVariable?: string | undefined;
  /** Whether the server at `baseURL` refuses requests without a key. */
  readonly requiresApiKey: boolean;
  readonly maxDocumentsPerRequest?: number | undefined;
  readonly scoreTransform?: ScoreTransform | undefined;
}

/** The providers whose settings come with the library. */
export type ProviderName = "qhaigc";

export const presets: Readonly<Record<ProviderName, Preset>> = {
  qhaigc: {
    dialect: flat,
    baseURL: "https://api.qhaigc.net/v1",
    model: "bge-reranker-v2-m3",
    apiKeyVariable: "QHAIGC_API_KEY",
    baseURLVariable: "QHAIGC_BASE_URL",
    requiresApiKey: true,
  },
};
