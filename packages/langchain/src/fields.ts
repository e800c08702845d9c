import { fieldLines } from "@rankwire/core";
import type { DocumentInterface } from "@langchain/core/documents";

/**
 * A `documentToText` that scores documents by chosen fields: metadata fields by their names, and `"pageContent"`. Each
 * is written as YAML, `name: value`, in the order given; a field that is absent or blank is left out. No other
 * metadata reaches the reranker.
 *
 * @example
 * ```ts
 * new RerankCompressor({ documentToText: fields(["title", "pageContent"]) });
 * ```
 */
export function fields(names: readonly string[]): (document: DocumentInterface) => string {
  return ({ pageContent, metadata }) => fieldLines({ ...metadata, pageContent }, names);
}
