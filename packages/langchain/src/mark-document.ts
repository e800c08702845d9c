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
  const writable = !Object.isFrozen(source);
  const configurable = !Object.isSealed(source);
  const changes: Changes = new Map(
    marks.map(([name, value]) => [
      name,
      value === undefined ? undefined : { value, enumerable: true, writable, configurable },
    ]),
  );
  return copyWith(source, changes) as Record<string, unknown>;
}

function copyOf(document: DocumentInterface, metadata: Record<string, unknown>): DocumentInterface {
  const own = Object.getOwnPropertyDescriptor(document, "metadata");
  const { enumerable = true, configurable = true, writable = true } = own ?? {};
  const changes: Changes = new Map([["metadata", { value: metadata, enumerable, configurable, writable }]]);
  const copy = copyWith(document, changes) as DocumentInterface;
  if (!Object.hasOwn(document, "pageContent")) checkReadable(copy);
  return copy;
}

/** Properties to write; `undefined` takes one away. */
type Changes = ReadonlyMap<PropertyKey, PropertyDescriptor | undefined>;

/** An object of the same class with the same own properties, hidden ones and accessors too, but for `changes`. */
function copyWith(source: object, changes: Changes): object {
  const copy = Object.create(Object.getPrototypeOf(source) as object | null) as object;
  for (const key of new Set([...Reflect.ownKeys(source), ...changes.keys()])) {
    const descriptor = changes.has(key) ? changes.get(key) : Object.getOwnPropertyDescriptor(source, key);
    if (descriptor !== undefined) Object.defineProperty(copy, key, descriptor);
  }
  return Object.isExtensible(source) ? copy : Object.preventExtensions(copy);
}

function checkReadable(copy: DocumentInterface): void {
  try {
    if (typeof copy.pageContent === "string") return;
  } catch {
    // A getter over a private field throws a TypeError that names the field alone.
  }
  throw new ConfigurationError("documents of a class with #private fields cannot be copied: pass copyDocument");
}
