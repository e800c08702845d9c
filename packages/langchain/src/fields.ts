import { ConfigurationError, fieldLines } from "@rankwire/core";
import type { DocumentInterface } from "@langchain/core/documents";

/**
 * A `documentToText` that scores documents by chosen fields: metadata fields by their names, and `"pageContent"`. Each
 * is written as YAML, `name: value`, in the order given; a field that is absent or blank is left out. No other
 * metadata reaches the reranker. A record without metadata, as `rerank()` takes, has its fields in itself.
 *
 * @example
 * ```ts
 * new RerankCompressor({ documentToText: fields(["title", "pageContent"]) });
 * ```
 * @throws ConfigurationError unless `names` is a list of names.
 */
export function fields(names: readonly string[]): (document: DocumentInterface) => string {
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) {
    throw new ConfigurationError('fields takes the names as a list: fields(["title", "pageContent"])');
  }
  const written = [...names];
  return (document) => fieldLines({ ...(document.metadata ?? document), pageContent: document.pageContent }, written);
}
