import type { RerankerOptions } from "../../options.ts";
import type { RerankUsage } from "../../reranker.ts";
import type { ProviderName } from "../presets.ts";

/** What every server is asked. */
export const question = {
  query: "What is a giant panda?",
  documents: [
    "The giant panda is a bear native to China.",
    "Paris has been the capital of France for long.",
    "Giant pandas eat bamboo for most of the day.",
  ],
  topN: 2,
} as const;

/** What a server sends and is sent, in the shape that its documentation or source gives. */
export interface ServerFixture {
  readonly provider: ProviderName;
  /** Where the shapes come from, with the version that was read. */
  readonly sources: readonly string[];
  /** What a caller sets besides the provider, its address and a key. */
  readonly options?: RerankerOptions | undefined;
  /** The request for the question, at the server's own address. */
  readonly request: {
    readonly path: string;
    /** The headers that carry the key `key-7c1e94b2f0`, in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly responses: readonly {
    readonly title: string;
    readonly body: unknown;
    /** The results, best first, as `[index, relevanceScore]`. */
    readonly results: readonly (readonly [index: number, relevanceScore: number])[];
    readonly usage?: Partial<RerankUsage> | undefined;
    readonly id?: string | undefined;
  }[];
  readonly errors: readonly {
    readonly title: string;
    readonly status: number;
    /** An object is sent as JSON, a string as it is. */
    readonly body: unknown;
    readonly fails: {
      readonly name: string;
      readonly isRetryable: boolean;
      /** All of it stands in the message. */
      readonly says: readonly string[];
    };
  }[];
}

/** The header of most servers. */
export const bearer = { authorization: "Bearer key-7c1e94b2f0" } as const;

/** What a failure of each kind gives. */
export const wrongRequest = { name: "InvalidRequestError", isRetryable: false } as const;
export const refusedKey = { name: "AuthenticationError", isRetryable: false } as const;
export const tooMany = { name: "RateLimitError", isRetryable: true } as const;
export const failedForNow = { name: "ServerError", isRetryable: true } as const;
export const failedForGood = { name: "ServerError", isRetryable: false } as const;
export const wrongResponse = { name: "InvalidResponseError", isRetryable: false } as const;
