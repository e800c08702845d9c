interface Watch {
  readonly callbacks: Set<(reason: unknown) => void>;
  readonly listener: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Calls back once with the signal's reason when it fires. However many parts of however many calls watch one signal, it
 * has a single listener, where Node warns of a leak at eleven; and none once nobody watches.
 *
 * @param signal - Has not fired yet: what to do when it has is the caller's to decide.
 * @returns Ends the watch.
 */
export function onAbort(signal: AbortSignal | undefined, callback: (reason: unknown) => void): () => void {
  if (signal === undefined) return () => {};
  const { callbacks, listener } = watches.get(signal) ?? watch(signal);
  // Its own function, so that the same callback can watch twice.
  const entry = (reason: unknown): void => callback(reason);
  callbacks.add(entry);
  return () => {
    if (!callbacks.delete(entry) || callbacks.size > 0) return;
    watches.delete(signal);
    signal.removeEventListener("abort", listener);
  };
}

/** What `work` comes to, or a rejection with the signal's own reason as soon as it fires, or when it has. */
export function untilAborted<T>(work: T | PromiseLike<T>, signal: AbortSignal | undefined): Promise<Awaited<T>> {
  // What is no promise comes from code that promised one.
  const promised = Promise.resolve(work);
  if (signal === undefined) return promised;
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    const unwatch = onAbort(signal, reject);
    promised.then(resolve, reject).finally(unwatch);
  });
}

function watch(signal: AbortSignal): Watch {
  const callbacks: Watch["callbacks"] = new Set();
  const listener = (): void => {
    watches.delete(signal);
    for (const callback of callbacks) {
      callbacks.delete(callback);
      callback(signal.reason);
    }
  };
  signal.addEventListener("abort", listener, { once: true });
  const created = { callbacks, listener };
  watches.set(signal, created);
  return created;
}
