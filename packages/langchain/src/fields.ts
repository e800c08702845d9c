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
 * @throws ConfigurationError unless `names` is a list of one or more names.
 */
export function fields(names: readonly string[]): (document: DocumentInterface) => string {
  if (!Array.isArray(names) || names.length === 0 || !names.every((name) => typeof name === "string")) {
    throw new ConfigurationError('fields takes the names as a list: fields(["title", "pageContent"])');
  }
  const written = [...names];
  return (document) => {
    // The core refuses what is no document, with its position.
    if (!isObject(document)) return document;
    const metadata: unknown = document.metadata;
    const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const name of written)
      values[name] = valueOf(name === "pageContent" || !isObject(metadata) ? document : metadata, name);
    return fieldLines(values, written);
  };
}

/** A property, a getter of the class included, but nothing that every object has. */
function valueOf(holder: object, name: string): unknown {
  const isOfAll = name in Object.prototype && !Object.hasOwn(holder, name);
  return isOfAll ? undefined : (holder as Readonly<Record<string, unknown>>)[name];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
