import { type AdapterOptions, ConfigurationError } from "@rankwire/core";
import type { DocumentInterface } from "@langchain/core/documents";

/** What {@link RerankCompressor} takes: a reranker or `createReranker`'s options, and what to do with the scores. */
export interface RerankCompressorOptions extends AdapterOptions {
  /**
   * The metadata field that a document's score is written to; a document without a score comes back without the field.
   *
   * @defaultValue "relevanceScore"
   */
  readonly scoreKey?: string | undefined;
  /**
   * The metadata field that a document's place before reranking, from 0, is written to: it shows what reranking moved.
   *
   * @defaultValue none is written
   */
  readonly rankKey?: string | undefined;
  /**
   * The text that a document is scored by; a blank text is not scored. {@link fields} makes one of metadata fields.
   *
   * @defaultValue its `pageContent`
   */
  readonly documentToText?: DocumentToText | undefined;
  /**
   * Makes the document that is returned for one that came in. Needed only where documents are of a class with
   * `#private` fields: those cannot be copied from outside, and what reads one on the copy throws a `TypeError`.
   *
   * @defaultValue a copy of the same class with every own property, and with `metadata`
   */
  readonly copyDocument?: CopyDocument | undefined;
  /**
   * Whether a call is shown as a retriever run to callbacks and tracers.
   *
   * @defaultValue true
   */
  readonly trace?: boolean | undefined;
}

/** The text that a document is scored by. A parameter of a class of your own is taken too. */
export type DocumentToText = { of(document: DocumentInterface): string }["of"];

/** A document like `document`, with `metadata`, which is new and its own to keep. A class of your own is taken too. */
export type CopyDocument = {
  of(document: DocumentInterface, metadata: Record<string, unknown>): DocumentInterface;
}["of"];

/** The options that are this adapter's own, checked and complete. */
export interface CompressorSettings {
  readonly scoreKey: string;
  readonly rankKey: string | undefined;
  readonly documentToText: DocumentToText;
  readonly copyDocument: CopyDocument | undefined;
  readonly trace: boolean;
}

/** The names of the options that are this adapter's own. */
export const compressorOptionNames: readonly (keyof CompressorSettings)[] = [
  "scoreKey",
  "rankKey",
  "documentToText",
  "copyDocument",
  "trace",
];

/** @throws ConfigurationError that names the option. */
export function resolveCompressorOptions(options: RerankCompressorOptions): CompressorSettings {
  const { scoreKey = "relevanceScore", rankKey, documentToText = pageContentOf, copyDocument, trace = true } = options;
  checkKey("scoreKey", scoreKey);
  if (rankKey !== undefined) checkKey("rankKey", rankKey);
  if (rankKey === scoreKey) throw new ConfigurationError("scoreKey and rankKey name the same metadata field");
  checkType("documentToText", documentToText, "function");
  if (copyDocument !== undefined) checkType("copyDocument", copyDocument, "function");
  checkType("trace", trace, "boolean");
  return { scoreKey, rankKey, documentToText, copyDocument, trace };
}

// A missing document is refused further down, with its position.
function pageContentOf(document: DocumentInterface | null | undefined): string {
  return document?.pageContent as string;
}

function checkKey(name: string, key: unknown): void {
  if (typeof key !== "string" || key === "") {
    throw new ConfigurationError(`${name} must be the name of a metadata field`);
  }
}

function checkType(name: string, value: unknown, type: "function" | "boolean"): void {
  if (typeof value !== type) throw new ConfigurationError(`${name} must be a ${type}`);
}
