/** Asks for the score of one text; what is asked at once for the same query is answered together. */
export type AskTogether = (query: string, text: string) => Promise<number>;

interface Batch {
  readonly texts: string[];
  readonly scores: Promise<readonly number[]>;
}

/**
 * Puts calls for single texts together into calls for many. A batch takes what is asked up to one microtask after its
 * first text: nobody waits for a timer.
 *
 * @param scoreAll - Returns a score for every text, at its place.
 */
export function askTogether(
  scoreAll: (query: string, texts: readonly string[]) => Promise<readonly number[]>,
): AskTogether {
  const batches = new Map<string, Batch>();

  const begin = (query: string): Batch => {
    const texts: string[] = [];
    const close = async (): Promise<readonly number[]> => {
      // A caller that awaits something before each question, as long as it is the same for all, is in this batch too.
      await Promise.resolve();
      batches.delete(query);
      return scoreAll(query, texts);
    };
    const batch = { texts, scores: close() };
    batches.set(query, batch);
    return batch;
  };

  return async (query, text) => {
    const { texts, scores } = batches.get(query) ?? begin(query);
    const place = texts.push(text) - 1;
    return (await scores)[place] ?? 0;
  };
}
