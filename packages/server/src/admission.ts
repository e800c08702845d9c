import { HttpError } from "./http-error.ts";

/** Does work for a body of so many characters, or refuses it. */
export type Admit = <T>(characters: number, work: () => Promise<T>) => Promise<T>;

/**
 * Bounds how much text is worked on at the same time. Scoring can take many times the memory of the text itself, so
 * that a few large requests at once could take all there is, while a hundred small ones harm nobody.
 *
 * @returns Throws an HttpError 503 where the text would be too much beside what is under way.
 */
export function admission(maxCharacters: number): Admit {
  let running = 0;
  return async (characters, work) => {
    // One that is alone is taken whatever its length: that has a limit of its own.
    if (running > 0 && running + characters > maxCharacters) {
      const message = "too much text is being worked on already; send the request again later";
      throw new HttpError(503, { code: "server_busy", message, headers: { "retry-after": "1" } });
    }
    running += characters;
    try {
      return await work();
    } finally {
      running -= characters;
    }
  };
}
