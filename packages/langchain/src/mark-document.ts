import { ConfigurationError, copyWith } from "@rankwire/core";
import type { DocumentInterface } from "@langchain/core/documents";
import type { CopyDocument } from "./options.ts";

/** Metadata fields to write; `undefined` takes a field away. */
export type Marks = Readonly<Record<string, number | undefined>>;

/**
 * A document like `document` with marks in its metadata. Neither the document nor its metadata is written to: both are
 * copied, with their class, their extra fields and whether they are frozen.
 *
 * @throws ConfigurationError when the class keeps its text in `#private` fields.
 */
export function markDocument<D extends DocumentInterface>(document: D, marks: Marks, copy: CopyDocument = copyOf): D {
  return copy(document, copyWith<Record<string, unknown>>(document.metadata ?? {}, marks)) as D;
}

function copyOf(document: DocumentInterface, metadata: Record<string, unknown>): DocumentInterface {
  const copy = copyWith(document, { metadata });
  if (!Object.hasOwn(document, "pageContent")) checkReadable(copy);
  return copy;
}

function checkReadable(copy: DocumentInterface): void {
  try {
    if (typeof copy.pageContent === "string") return;
  } catch {
    // A getter over a private field throws a TypeError that names the field alone.
  }
  throw new ConfigurationError("documents of a class with #private fields cannot be copied: pass copyDocument");
}
