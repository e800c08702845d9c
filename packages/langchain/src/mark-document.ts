import { ConfigurationError, copyWith, InvalidRequestError } from "@rankwire/core";
import type { DocumentInterface } from "@langchain/core/documents";
import type { CopyDocument } from "./options.ts";

/** Metadata fields to write; `undefined` takes a field away. */
export type Marks = Readonly<Record<string, number | undefined>>;

/**
 * A document like `document` with marks in its metadata. Neither the document nor its metadata is written to: both are
 * copied, with their class, their extra fields and whether they are frozen.
 *
 * @param document - One that {@link checkMarkable} lets through.
 * @throws ConfigurationError when `copy` returns no document.
 */
export function markDocument<D extends DocumentInterface>(document: D, marks: Marks, copy: CopyDocument = copyOf): D {
  const marked: unknown = copy(document, copyWith<Record<string, unknown>>(document.metadata ?? {}, marks));
  // What it rejects with would end the process.
  if (marked instanceof Promise) marked.catch(() => {});
  if (typeof marked === "object" && marked !== null && !("then" in marked)) return marked as D;
  throw new ConfigurationError("copyDocument must return a document: what it returned is none");
}

function copyOf(document: DocumentInterface, metadata: Record<string, unknown>): DocumentInterface {
  return copyWith(document, { metadata });
}

/**
 * Refuses what {@link markDocument} could not mark, before a request is paid for.
 *
 * @param index - The document's place, for the error.
 * @throws InvalidRequestError for what is no document; ConfigurationError when its class keeps the text in `#private`
 * fields and there is no `copy`.
 */
export function checkMarkable(document: DocumentInterface, index: number, copy: CopyDocument | undefined): void {
  if (typeof document !== "object" || document === null) {
    throw new InvalidRequestError(
      `documents[${index}] is ${document === null ? "null" : `a value of type ${typeof document}`} where a document is due: ` +
        "call rerank(texts, query) for texts, or wrap each in { pageContent, metadata: {} }",
    );
  }
  const metadata: unknown = document.metadata ?? {};
  if (typeof metadata !== "object" || Array.isArray(metadata)) {
    throw new InvalidRequestError(`documents[${index}].metadata is no object`);
  }
  if (copy !== undefined || Object.hasOwn(document, "pageContent")) return;
  if (typeof document.pageContent === "string") checkReadable(copyOf(document, {}));
}

function checkReadable(copy: DocumentInterface): void {
  try {
    if (typeof copy.pageContent === "string") return;
  } catch {
    // A getter over a private field throws a TypeError that names the field alone.
  }
  throw new ConfigurationError("documents of a class with #private fields cannot be copied: pass copyDocument");
}
