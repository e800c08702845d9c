/** Lets one task run at a time, first come, first served. */
export interface Turns {
  /**
   * Runs a task in its turn.
   *
   * @throws The signal's reason as soon as it fires. A task that has begun then ends by itself, with nobody waiting.
   */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(task, signal) {
      const mine = last.then(() => {
        signal?.throwIfAborted();
        return task();
      });
      last = mine.catch(() => {});
      return abortable(mine, signal);
    },
  };
}

/** The promise's outcome, or the signal's reason if that fires first. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    const stay = (): void => signal.removeEventListener("abort", leave);
    promise.finally(stay).then(resolve, reject);
  });
}
