import { ConfigurationError } from "@rankwire/core";
import type { DocumentInterface } from "@langchain/core/documents";
import type { CopyDocument } from "./options.ts";

/** Metadata fields to write; `undefined` takes a field away. */
export type Marks = readonly (readonly [name: string, value: number | undefined])[];

/**
 * A document like `document` with marks in its metadata. Neither the document nor its metadata is written to: both are
 * copied, with their class, their extra fields and whether they are frozen.
 *
 * @throws ConfigurationError when the class keeps its text in `#private` fields.
 */
export function markDocument<D extends DocumentInterface>(document: D, marks: Marks, copy: CopyDocument = copyOf): D {
  return copy(document, markedMetadata(document.metadata, marks)) as D;
}

function markedMetadata(metadata: Record<string, unknown> | null | undefined, marks: Marks): Record<string, unknown> {
  const source = metadata ?? {};
  const marked = Object.create(Object.getPrototypeOf(source) as object | null) as Record<string, unknown>;
  const descriptors = Object.getOwnPropertyDescriptors(source);
  for (const [name] of marks) delete descriptors[name];
  Object.defineProperties(marked, descriptors);
  const writable = !Object.isFrozen(source);
  const configurable = !Object.isSealed(source);
  for (const [name, value] of marks) {
    if (value !== undefined) Object.defineProperty(marked, name, { value, enumerable: true, writable, configurable });
  }
  return Object.isExtensible(source) ? marked : Object.preventExtensions(marked);
}

function copyOf(document: DocumentInterface, metadata: Record<string, unknown>): DocumentInterface {
  const descriptors = Object.getOwnPropertyDescriptors(document) as PropertyDescriptorMap;
  const { enumerable = true, configurable = true, writable = true } = descriptors["metadata"] ?? {};
  descriptors["metadata"] = { value: metadata, enumerable, configurable, writable };
  const copy = Object.create(Object.getPrototypeOf(document) as object | null, descriptors) as DocumentInterface;
  if (!Object.hasOwn(descriptors, "pageContent")) checkReadable(copy);
  return Object.isExtensible(document) ? copy : Object.preventExtensions(copy);
}

function checkReadable(copy: DocumentInterface): void {
  try {
    if (typeof copy.pageContent === "string") return;
  } catch {
    // A getter over a private field throws a TypeError that names the field alone.
  }
  throw new ConfigurationError("documents of a class with #private fields cannot be copied: pass copyDocument");
}
