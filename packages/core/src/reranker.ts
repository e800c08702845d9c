/**
 * Scores candidate documents against a query. What scores text is a `Reranker`; what wraps one is a `Reranker` too.
 */
export interface Reranker {
  /** Who answers, in lower case: `"qhaigc"`, `"cohere"`, `"lexical"`. */
  readonly provider: string;
  /** The model that scores, as the provider names it. */
  readonly model: string;
  /**
   * Scores `request.documents` against `request.query` and returns them best first.
   *
   * @throws {@link RerankError} when the request cannot be answered, and the caller's own abort reason when its signal fires.
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
   * How many of the best to return: a positive integer, or `Infinity` for all.
   *
   * @defaultValue all
   */
  readonly topN?: number | undefined;
}

/** What may differ from call to call. */
export interface CallOptions {
  /** Ends the work, a wait in a queue and a wait before a retry at once, with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each attempt of this call, connecting, headers and body together. */
  readonly timeoutMs?: number | undefined;
  /** Further HTTP headers for this call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The scored documents, best first; equal scores keep the order in which they came. */
export interface RerankResponse {
  /** A row for every scored document, or for the best `topN`, best first. */
  readonly results: readonly RerankResult[];
  /** What the call cost. */
  readonly usage: RerankUsage;
  /** Who answered: of several rerankers, the one that did. */
  readonly provider: string;
  /** The model that answered. */
  readonly model: string;
  /** The server's own id for the request, where it gives one. */
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
  /** A finite number, higher is more relevant; the scale is the model's own (a probability for most). */
  readonly relevanceScore: number;
  /** The part of a long document that scored best, where documents are scored in passages. */
  readonly passage?: PassageRange | undefined;
}

/** A part of a document's text: `text.slice(start, end)`, in UTF-16 code units. */
export interface PassageRange {
  /** Where it begins, from 0. */
  readonly start: number;
  /** Where it ends: the position after its last code unit. */
  readonly end: number;
}

/** What a call cost. A count that the server does not report is absent. */
export interface RerankUsage {
  /** Tokens of the query and the documents. */
  readonly promptTokens?: number | undefined;
  /** Tokens billed in all. */
  readonly totalTokens?: number | undefined;
  /** Search units billed, where a provider counts in these. */
  readonly searchUnits?: number | undefined;
  /** Requests that were answered; retries of the same request are not counted, a call answered from a cache counts 0. */
  readonly requests: number;
  /** Distinct texts whose score came from a cache. */
  readonly cachedDocuments?: number | undefined;
}
