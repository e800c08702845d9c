import { type AdapterOptions, ConfigurationError } from "@rankwire/core";
import type { Listeners, NotifiedManager, RerankEndEvent, RerankStartEvent } from "./events.ts";
import type { LlamaIndexNode, QueryLike } from "./framework-types.ts";

/** The values of the framework's `MetadataMode`. */
export type MetadataModeName = "ALL" | "EMBED" | "LLM" | "NONE";

const metadataModes: readonly MetadataModeName[] = ["ALL", "EMBED", "LLM", "NONE"];

/** The text that a node is scored by. A parameter of a class of your own, such as `TextNode`, is taken too. */
export type NodeToText = { of(node: LlamaIndexNode): string }["of"];

/** The text to score against, from the text of the question and the question as it arrived. */
export type TransformQuery = (text: string, query: QueryLike | undefined) => string | Promise<string>;

/** What {@link RerankPostprocessor} takes: a reranker or `createReranker`'s options, and what to do around it. */
export interface RerankPostprocessorOptions extends AdapterOptions {
  /**
   * Which metadata stands in the text that a node is scored by: `"EMBED"` all but the node's
   * `excludedEmbedMetadataKeys`, `"LLM"` all but its `excludedLlmMetadataKeys`, `"NONE"` none, `"ALL"` everything,
   * paths and secrets too. The framework's own `MetadataMode` is taken as well.
   *
   * @defaultValue "EMBED": what the node's vector was made of
   */
  readonly metadataMode?: MetadataModeName | (string & {}) | undefined;
  /**
   * The text that a node is scored by, in place of its content; a blank text is not scored.
   *
   * @defaultValue the node's content under `metadataMode`; blank for a node without text of its own
   */
  readonly nodeToText?: NodeToText | undefined;
  /**
   * Changes the question before nodes are scored against it: shortens, translates, or describes an image.
   *
   * @defaultValue the text of the question as it is
   */
  readonly transformQuery?: TransformQuery | undefined;
  /**
   * Whether the scores are also written into the metadata of a copy of the node, as `relevanceScore` and
   * `retrievalScore`, under keys that prompts and vectors leave out. With `false` the node itself comes back: for
   * metadata fields of your own with these names, and for a class with `#private` fields, which no copy has.
   *
   * @defaultValue true
   */
  readonly scoreMetadata?: boolean | undefined;
  /** Is told of each call before nodes are ranked; what it throws is ignored. */
  readonly onRerankStart?: ((event: RerankStartEvent) => unknown) | undefined;
  /** Is told of each call when it has ended, also when it failed; what it throws is ignored. */
  readonly onRerankEnd?: ((event: RerankEndEvent) => unknown) | undefined;
  /**
   * The framework's callback manager, or a function that returns the one of the moment, such as
   * `() => Settings.callbackManager`. It is sent `rerank-start` and `rerank-end`.
   *
   * @defaultValue none, as the framework is not imported
   */
  readonly callbackManager?: NotifiedManager | (() => NotifiedManager) | undefined;
}

/** The options that are this adapter's own, checked and complete. */
export interface PostprocessorSettings {
  readonly metadataMode: string;
  readonly nodeToText: NodeToText | undefined;
  readonly transformQuery: TransformQuery | undefined;
  readonly scoreMetadata: boolean;
  readonly listeners: Listeners;
}

/** The names of the options that are this adapter's own. */
export const postprocessorOptionNames: readonly (keyof RerankPostprocessorOptions)[] = [
  "metadataMode",
  "nodeToText",
  "transformQuery",
  "scoreMetadata",
  "onRerankStart",
  "onRerankEnd",
  "callbackManager",
];

/** @throws ConfigurationError that names the option. */
export function resolvePostprocessorOptions(options: RerankPostprocessorOptions): PostprocessorSettings {
  const { metadataMode = "EMBED", nodeToText, transformQuery, scoreMetadata = true } = options;
  const { onRerankStart, onRerankEnd, callbackManager } = options;
  if (!metadataModes.some((mode) => mode === metadataMode)) {
    throw new ConfigurationError(`metadataMode must be one of ${metadataModes.join(", ")}`);
  }
  const functions = { nodeToText, transformQuery, onRerankStart, onRerankEnd };
  for (const [name, value] of Object.entries(functions)) {
    if (value !== undefined && typeof value !== "function") throw new ConfigurationError(`${name} must be a function`);
  }
  if (typeof scoreMetadata !== "boolean") throw new ConfigurationError("scoreMetadata must be a boolean");
  checkManager(callbackManager);
  const listeners = { onRerankStart, onRerankEnd, callbackManager };
  return { metadataMode, nodeToText, transformQuery, scoreMetadata, listeners };
}

function checkManager(manager: Partial<NotifiedManager> | (() => NotifiedManager) | undefined): void {
  if (manager === undefined || typeof manager === "function") return;
  if (typeof manager?.dispatchEvent !== "function") {
    throw new ConfigurationError(
      "callbackManager must have a dispatchEvent() method, or be a function that returns it",
    );
  }
}
