/** How a long computation lets timers and input in, and ends when nobody waits for it any longer. */
export interface Pace {
  /**
   * Whether it is time for a rest.
   *
   * @param characters - That were read since the last look. They are counted, as the clock of Workers stands still
   *   while they compute.
   */
  isDue(characters?: number): boolean;
  /**
   * Lets timers and input in.
   *
   * @throws What the call is to end with, when it is to end.
   */
  rest(): Promise<void>;
  /**
   * Does some work for each item in turn, with rests.
   *
   * @param stride - The items between two looks at the clock, which takes as long as a little work.
   * @throws As `rest()` does.
   */
  each<T>(items: ArrayLike<T>, work: (item: T, index: number) => void, stride?: number): Promise<void>;
}

/** Milliseconds of work between two rests. */
const spellMs = 20;
/** Characters between two rests, about as many as are read in such a time. */
const spellCharacters = 200_000;

/** Lets timers and input in at once where there is `setImmediate`; a timer sleeps for a millisecond and more. */
const schedule: (continuation: () => void) => unknown =
  (globalThis as { setImmediate?: (continuation: () => void) => unknown }).setImmediate ?? setTimeout;

/**
 * @param check - Throws when the call is to end.
 * @param deadline - When it is to end at the latest, on the clock of `performance.now()`.
 */
export function createPace(check: () => void, deadline: number = Infinity): Pace {
  const nextRest = (): number => Math.min(performance.now() + spellMs, deadline);
  let restAt = nextRest();
  let passed = 0;

  const pace: Pace = {
    isDue(characters = 0) {
      passed += characters;
      return passed >= spellCharacters || performance.now() >= restAt;
    },
    async rest() {
      check();
      await new Promise<void>((resolve) => schedule(resolve));
      check();
      restAt = nextRest();
      passed = 0;
    },
    async each(items, work, stride = 1) {
      let untilLook = stride;
      for (let index = 0; index < items.length; index++) {
        work(items[index] as (typeof items)[number], index);
        if (--untilLook > 0) continue;
        untilLook = stride;
        if (pace.isDue()) await pace.rest();
      }
    },
  };
  return pace;
}
