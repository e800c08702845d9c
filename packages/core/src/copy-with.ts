/** Properties to set on a copy; `undefined` takes one away. */
export type CopyChanges = Readonly<Record<string, unknown>>;

/** A property by its name or symbol, and what `Object.defineProperty()` takes for it. */
export type OwnProperty = readonly [key: PropertyKey, descriptor: PropertyDescriptor];

/**
 * A shallow copy of an object with some properties changed: what an adapter hands out instead of writing a score into a
 * caller's document. The copy keeps the class, the order of the properties, accessors, hidden and extra fields, and
 * whether the object is frozen, sealed or closed. A class that keeps its state in `#private` fields cannot be copied so,
 * nor can an array, a `Map`, a `Set` or a date.
 *
 * @param original - The object to copy; it is not written to.
 * @param changes - Properties to set, to add, or with `undefined` to leave out.
 * @param own - Properties that the copy gets just so, in place of those of the same names.
 * @example
 * ```ts
 * const scored = copyWith(document, { metadata: copyWith(document.metadata, { relevanceScore }) });
 * ```
 */
export function copyWith<T extends object>(original: T, changes: CopyChanges, own: readonly OwnProperty[] = []): T {
  if (!isOrdinary(original, changes)) return oneByOne(original, changes, own);
  const copy = { __proto__: Object.getPrototypeOf(original) as object | null, ...original, ...changes };
  for (const [key, descriptor] of own) Object.defineProperty(copy, key, descriptor);
  return copy;
}

/** Whether a spread makes the copy: it loses accessors, hidden and read-only properties, and takes none away. */
function isOrdinary(original: object, changes: CopyChanges): boolean {
  if (!Object.isExtensible(original) || Object.getOwnPropertySymbols(original).length > 0) return false;
  for (const key in changes) if (changes[key] === undefined) return false;
  for (const key of Object.getOwnPropertyNames(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (!descriptor?.writable || !descriptor.enumerable || !descriptor.configurable) return false;
  }
  return true;
}

/** The copy that a spread cannot make, property by property. */
function oneByOne<T extends object>(original: T, changes: CopyChanges, own: readonly OwnProperty[]): T {
  const copy = Object.create(Object.getPrototypeOf(original) as object | null) as T;
  const writable = !Object.isFrozen(original);
  const configurable = !Object.isSealed(original);
  const set = (key: string): void => {
    const value = changes[key];
    if (value !== undefined) Object.defineProperty(copy, key, { value, writable, enumerable: true, configurable });
  };
  for (const [key, descriptor] of own) Object.defineProperty(copy, key, descriptor);
  for (const key of Reflect.ownKeys(original)) {
    if (typeof key === "string" && Object.hasOwn(changes, key)) set(key);
    else if (own.length === 0 || !Object.hasOwn(copy, key))
      Object.defineProperty(copy, key, Object.getOwnPropertyDescriptor(original, key) ?? {});
  }
  for (const key of Object.keys(changes)) if (!Object.hasOwn(original, key)) set(key);
  return Object.isExtensible(original) ? copy : Object.preventExtensions(copy);
}
