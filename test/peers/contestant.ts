/** What a contestant is created with. */
export interface ContestantOptions {
  /** The server's address, without a path. */
  readonly origin: string;
  readonly apiKey: string;
  readonly topN: number;
  /** What the contestant is to leave out beneath this score, if it can. */
  readonly scoreThreshold?: number | undefined;
  /** Whether to set a parameter that the vendor alone has, if the contestant takes one. */
  readonly vendorParameter?: boolean | undefined;
}

/** One document or node of the framework's own kind, or a text where the framework takes texts. */
export type FrameworkDocument = object | string;

/** One document of a result. */
export interface Ranked {
  /** The framework's own document. */
  readonly document: FrameworkDocument;
  readonly score: number | undefined;
}

/** A contestant that was created with some options. */
export interface Instance {
  /** The object that an application holds, and may log. */
  readonly held: unknown;
  /** Ranks through the framework's own call, and returns what that returned. */
  rank(documents: FrameworkDocument[], signal?: AbortSignal): Promise<unknown>;
  /** The results in what `rank` returned, as they are at the time of this call. */
  read(output: unknown): Ranked[];
  /** What the framework's callbacks, events or telemetry were told. */
  readonly traced: readonly unknown[];
  /** What the contestant's own hooks were told. */
  readonly reported: readonly unknown[];
}

/** A reranker in a framework. */
export interface Contestant {
  /** Its column in the table. */
  readonly column: string;
  readonly framework: "LangChain" | "LlamaIndex" | "AI SDK";
  /**
   * A document; with `owner`, of a class of the application's own where the framework knows classes, with the id
   * `"guide-7"`, and with metadata that it marks as none of the reranker's business.
   */
  document(text: string, owner?: string): FrameworkDocument;
  /** What must be kept of a document: its class, by its prototype, its id and its owner. */
  facts(document: FrameworkDocument): { readonly class: unknown; readonly id: unknown; readonly owner: unknown };
  create(options: ContestantOptions): Instance;
}

/** The column of the adapters of this repository, which all have what it says. */
export const ours = "rankwire";

/** The question of every call. */
export const query = "which frogs live in trees";
