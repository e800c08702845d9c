/** Hidden marks on errors, for wrappers to judge a failure by, from whichever copy of this package. */
const ownQueue = Symbol.for("rankwire.ownQueue");
const shared = Symbol.for("rankwire.shared");

/** Marks the error of a call that waited in vain for a place under `maxConcurrency`: the server was not asked. */
export function ofOwnQueue<E extends Error>(error: E): E {
  mark(error, ownQueue);
  return error;
}

/** Whether a call waited in vain for a place under `maxConcurrency`. */
export function isOfOwnQueue(error: unknown): boolean {
  return isMarked(error, ownQueue);
}

/** Marks the error of a request that several calls share. */
export function markShared(error: unknown): void {
  mark(error, shared);
}

/** Whether several calls get an error for one request. */
export function isShared(error: unknown): boolean {
  return isMarked(error, shared);
}

function mark(error: unknown, name: symbol): void {
  // A frozen error stays unmarked.
  if (typeof error === "object" && error !== null) Reflect.defineProperty(error, name, { value: true });
}

function isMarked(error: unknown, name: symbol): boolean {
  return typeof error === "object" && error !== null && Object.hasOwn(error, name);
}
