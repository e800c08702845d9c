import { spellsOfCall } from "./spells.ts";

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
   * Lets timers and input in, and the calls that have waited for longer.
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

/**
 * @param check - Throws when the call is to end.
 * @param deadline - When it is to end at the latest, on the clock of `performance.now()`.
 */
export function createPace(check: () => void, deadline: number = Infinity): Pace {
  const spells = spellsOfCall();
  spells.join();

  const pace: Pace = {
    isDue(characters = 0) {
      return spells.isOver(characters) || performance.now() >= deadline;
    },
    async rest() {
      check();
      await spells.next();
      check();
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
