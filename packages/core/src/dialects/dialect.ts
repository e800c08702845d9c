import type { ScoreTransform } from "../options.ts";

/** What a dialect's body is written from. */
export interface DialectRequest {
  /** The model to name; empty when there is none to name, where most servers want the field left out. */
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
 *   body: ({ model, query, documents, topN }) => ({
 *     model: model || undefined,
 *     question: query,
 *     passages: documents,
 *     limit: topN,
 *   }),
 * };
 * const reranker = createReranker({ provider: "mine", dialect: passages, baseURL: "https://host", apiKey });
 * ```
 */
export interface Dialect {
  /** What to call it; nothing is decided by it. */
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
  /** The body of a request, before it becomes JSON: `undefined` fields are left out. It may be called twice for one. */
  readonly body: (request: DialectRequest) => unknown;
  /**
   * The headers that carry the key, and others that must go with it; not called without one.
   *
   * @defaultValue `Authorization: Bearer …`
   */
  readonly authorization?: ((apiKey: string) => Readonly<Record<string, string>>) | undefined;
  /**
   * Whether the server can be asked for the best N alone. With `false` `topN` is never given to `body`, and the cut is
   * made here.
   *
   * @defaultValue true
   */
  readonly sendsTopN?: boolean | undefined;
  /** Most documents that the server takes in one request, 1 or more; a longer list is split. @defaultValue 100 */
  readonly maxDocumentsPerRequest?: number | undefined;
  /** Most characters in one request, 1 or more, counting the query once for each document. @defaultValue 1000000 */
  readonly maxCharactersPerRequest?: number | undefined;
  /** `"sigmoid"` where every model's scores are raw logits. @defaultValue "none" */
  readonly scoreTransform?: ScoreTransform | undefined;
}

/**
 * The dialects that come with the library. `"flat"` is what most servers speak, after Cohere and Jina; `"tei"` is
 * Hugging Face text-embeddings-inference; `"dashscope"` is the native API of Alibaba Cloud Model Studio; the others are
 * their providers' own.
 */
export type DialectName = "flat" | "tei" | "voyage" | "mixedbread" | "pinecone" | "nvidia" | "dashscope";
