/**
 * What is known of an error here and nowhere else: marks that no program sees, for wrappers to judge a failure by.
 */
const ownQueue = new WeakSet();
const shared = new WeakSet();

/** Marks the error of a call that waited in vain for a place under `maxConcurrency`: the server was not asked. */
export function ofOwnQueue<E extends Error>(error: E): E {
  ownQueue.add(error);
  return error;
}

/** Whether a call waited in vain for a place under `maxConcurrency`. */
export function isOfOwnQueue(error: unknown): boolean {
  return ownQueue.has(error as object);
}

/** Marks the error of a request that several calls share. */
export function markShared(error: unknown): void {
  if (typeof error === "object" && error !== null) shared.add(error);
}

/** Whether several calls get an error for one request. */
export function isShared(error: unknown): boolean {
  return shared.has(error as object);
}
