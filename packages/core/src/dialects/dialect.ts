/** What a dialect's body is written from. */
export interface DialectRequest {
  readonly model: string;
  readonly query: string;
  readonly documents: readonly string[];
  /** How many of the best to ask for; `undefined` when all are wanted or the cut is made here. */
  readonly topN: number | undefined;
}

/** How one family of servers writes a rerank request. All responses are read by one parser. */
export interface Dialect {
  /** Its name in errors. */
  readonly name: string;
  /** Appended to the base URL: `"/rerank"`. */
  readonly path: string;
  /** The JSON body of a request. */
  readonly body: (request: DialectRequest) => unknown;
  /** Whether the server can be asked for the best N alone. @defaultValue true */
  readonly sendsTopN?: boolean | undefined;
  /** The headers that carry the key. @defaultValue `Authorization: Bearer …` */
  readonly authorization?: ((apiKey: string) => Readonly<Record<string, string>>) | undefined;
}

/** The dialects that come with the library. */
export type DialectName = "flat";
