import type { ScoreTransform } from "../options.ts";

/** What a dialect's body is written from. */
export interface DialectRequest {
  /** Empty when none is named: the field is then left out. */
  readonly model: string;
  /** The question or search text; not blank. */
  readonly query: string;
  /** The texts to score: at least one, none blank, no two equal. */
  readonly documents: readonly string[];
  /** How many of the best to ask for; `undefined` when all are wanted or the cut is made here. */
  readonly topN: number | undefined;
}

/**
 * How one family of servers writes a rerank request, and what holds for all of them. Responses and errors have no part
 * in it: one parser reads all of them.
 *
 * @example
 * ```ts
 * const passages: Dialect = {
 *   name: "passages",
 *   path: "/v1/score",
 *   body: ({ model, query, documents, topN }) => ({ model, question: query, passages: documents, limit: topN }),
 * };
 * const reranker = createReranker({ provider: "mine", dialect: passages, baseURL: "https://host", apiKey });
 * ```
 */
export interface Dialect {
  /** Its name. */
  readonly name: string;
  /** What follows the base URL, which may have a part of it or the whole already: `"/v1/rerank"`. */
  readonly path: string;
  /**
   * Whether paths of the server may begin with a version. With `false`, a `/v1` at the end of a base URL is taken for
   * that of its other endpoints, and dropped.
   *
   * @defaultValue true
   */
  readonly hasVersion?: boolean | undefined;
  /** The JSON body of a request. */
  readonly body: (request: DialectRequest) => unknown;
  /** The headers that carry the key, and others that must go with it. @defaultValue `Authorization: Bearer …` */
  readonly authorization?: ((apiKey: string) => Readonly<Record<string, string>>) | undefined;
  /** Whether the server can be asked for the best N alone. @defaultValue true */
  readonly sendsTopN?: boolean | undefined;
  /** Most documents that the server takes in one request. @defaultValue 100 */
  readonly maxDocumentsPerRequest?: number | undefined;
  /** Most characters in one request, counting the query once for each document. @defaultValue 1000000 */
  readonly maxCharactersPerRequest?: number | undefined;
  /** `"sigmoid"` where every model's scores are raw logits. @defaultValue "none" */
  readonly scoreTransform?: ScoreTransform | undefined;
}

/** The dialects that come with the library. */
export type DialectName = "flat" | "tei" | "voyage" | "mixedbread" | "pinecone" | "nvidia" | "dashscope";
