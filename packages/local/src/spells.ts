/** The time for work in one turn of the event loop, and who goes on in the next. */
export interface Spells {
  /** Takes part from now on: in what is left of the spell of this turn, or in one that begins. */
  join(): void;
  /**
   * Whether the spell is over.
   *
   * @param characters - That were read since the last look.
   */
  isOver(characters: number): boolean;
  /** Lets timers and input in, and all who have waited for longer. A spell of its own begins then. */
  next(): Promise<void>;
}

/** Milliseconds of work in one turn. */
const spellMs = 20;
/** Characters that are read in one turn, about as many as are read in such a time. */
const spellCharacters = 200_000;

const { setImmediate, navigator } = globalThis as {
  setImmediate?: (continuation: () => void) => unknown;
  navigator?: { readonly userAgent?: string };
};
/** Lets timers and input in at once where there is `setImmediate`; a timer sleeps for a millisecond and more. */
const schedule = setImmediate ?? setTimeout;
/** In Workers, what a request has scheduled ends with it: a call that another request is to resume could wait forever. */
const isShared = setImmediate !== undefined && navigator?.userAgent !== "Cloudflare-Workers";

const shared = createSpells();

/** The spells of a call: those of all calls together, where one may resume another. */
export function spellsOfCall(): Spells {
  return isShared ? shared : createSpells();
}

function createSpells(): Spells {
  /** What goes on, first come first served. A turn resumes one: all of them at once would hold up the event loop. */
  const waiting: (() => void)[] = [];
  /** Until the next turn comes, those who join share the spell of this one. */
  let isTurnAhead = false;
  let end = 0;
  let read = 0;

  const begin = (): void => {
    end = performance.now() + spellMs;
    read = 0;
  };
  const callTurn = (): void => {
    if (isTurnAhead) return;
    isTurnAhead = true;
    schedule(takeTurn);
  };
  const takeTurn = (): void => {
    isTurnAhead = false;
    begin();
    const resume = waiting.shift();
    if (resume === undefined) return;
    callTurn();
    resume();
  };

  return {
    join() {
      if (!isTurnAhead) begin();
      callTurn();
    },
    isOver(characters) {
      read += characters;
      return read >= spellCharacters || performance.now() >= end;
    },
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        callTurn();
      }),
  };
}
