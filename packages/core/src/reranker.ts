/**
 * Scores candidate documents against a query. What scores text is a `Reranker`; what wraps one is a `Reranker` too.
 * {@link createReranker} makes one of a server, {@link defineReranker} one of a function.
 */
export interface Reranker {
  /** Who answers, in lower case: `"qhaigc"`, `"cohere"`, `"lexical"`. */
  readonly provider: string;
  /** The model that scores, as the provider names it. */
  readonly model: string;
  /**
   * Scores `request.documents` against `request.query` and returns them best first. An empty list of documents returns
   * an empty list of results, and costs nothing.
   *
   * @throws {@link InvalidRequestError} when the query is blank, a document is not a string or `topN` is out of range;
   * another {@link RerankError} when the request cannot be answered; the caller's own abort reason when its signal
   * fires.
   */
  rerank(request: RerankRequest, options?: CallOptions): Promise<RerankResponse>;
}

/** One query and the candidates to score against it. */
export interface RerankRequest {
  /** The question or search text; not blank. */
  readonly query: string;
  /** The candidate texts. Blank ones are never scored and get no row in the results. */
  readonly documents: readonly string[];
  /**
   * How many of the best to return: a positive integer, or `Infinity` for all. More than there are means all.
   *
   * @defaultValue all
   */
  readonly topN?: number | undefined;
}

/** What may differ from call to call. A reranker without HTTP has no use for `headers`. */
export interface CallOptions {
  /** Ends the work, a wait in a queue and a wait before a retry at once, with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds for each attempt of this call, above 0: connecting, headers and body together.
   *
   * @defaultValue the `timeoutMs` that the reranker was created with
   */
  readonly timeoutMs?: number | undefined;
  /** Further HTTP headers for this call, names in any case; they win over those that the reranker was created with. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The scored documents, best first; equal scores keep the order in which they came. */
export interface RerankResponse {
  /** A row for every document that is not blank, or for the best `topN` of them, best first. */
  readonly results: readonly RerankResult[];
  /** What the call cost. */
  readonly usage: RerankUsage;
  /** Who answered: of several rerankers, the one that did. */
  readonly provider: string;
  /** The model that answered. */
  readonly model: string;
  /** The server's own id for the request, where it gives one; of a call that was split, for the first part. */
  readonly id?: string | undefined;
  /**
   * The HTTP headers of the response, names in lower case: rate limits, for instance. Of a call that was split, those of
   * the first part; absent where no request was made. Cookies, and headers that repeat the key, are left out.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** One scored document. */
export interface RerankResult {
  /** The document's position in `request.documents`, from 0. */
  readonly index: number;
  /** A finite number, higher is more relevant; the scale is the model's own, from 0 to 1 for most. */
  readonly relevanceScore: number;
  /** The part of a long document that scored best, where {@link withPassages} split it. */
  readonly passage?: PassageRange | undefined;
}

/** A part of a document's text: `text.slice(start, end)`, in UTF-16 code units. */
export interface PassageRange {
  /** Where it begins, from 0. */
  readonly start: number;
  /** Where it ends: the position after its last code unit. */
  readonly end: number;
}

/** What a call cost, all its requests together. A count that the server does not report for each of them is absent. */
export interface RerankUsage {
  /** Tokens of the query and the documents. */
  readonly promptTokens?: number | undefined;
  /** Tokens billed in all; where the server names those that went in alone, as many. */
  readonly totalTokens?: number | undefined;
  /** Search units billed, where a provider counts in these. */
  readonly searchUnits?: number | undefined;
  /** Requests that were answered; retries of the same request are not counted, a call answered from a cache counts 0. */
  readonly requests: number;
  /** Distinct texts whose score came from a cache; absent without {@link withCache}. */
  readonly cachedDocuments?: number | undefined;
}
