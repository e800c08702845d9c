import { untilAborted } from "@rankwire/core";

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
      return untilAborted(mine, signal);
    },
  };
}
