/** Properties to set on a copy; `undefined` takes one away. */
export type Changes = Readonly<Record<string, unknown>>;

/**
 * A shallow copy of an object with some properties changed. It keeps the class, accessors, hidden and extra fields, and
 * whether the object is frozen, sealed or closed.
 *
 * @param accessors - Further properties of the copy, as they are.
 */
export function copyWith<T extends object>(original: T, changes: Changes, accessors: PropertyDescriptorMap = {}): T {
  const descriptors: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(original);
  const writable = !Object.isFrozen(original);
  const configurable = !Object.isSealed(original);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete descriptors[name];
    else descriptors[name] = { value, enumerable: true, writable, configurable };
  }
  const prototype = Object.getPrototypeOf(original) as object | null;
  const copy = Object.create(prototype, { ...descriptors, ...accessors }) as T;
  return Object.isExtensible(original) ? copy : Object.preventExtensions(copy);
}
