/** A candidate as the scorer sees it. Terms are numbers from 0. */
export interface Document {
  /** Its terms, in order. */
  readonly terms: Int32Array;
  /** Its different terms, in order of first appearance. */
  readonly distinct: Int32Array;
  /** How often each of `distinct` occurs; once more for each time in the title, which says what a text is about. */
  readonly counts: Float64Array;
}

/**
 * A function that counts the terms of a candidate, of which the first `title` are its title.
 *
 * @param vocabulary - How many different terms there are.
 */
export function termCounter(vocabulary: number): (terms: Int32Array, title: number) => Document {
  // Typed arrays and plain loops, as this is run for every word of a call.
  const tally = new Int32Array(vocabulary);
  return (terms, title) => {
    const seen = new Int32Array(terms.length);
    let size = 0;
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] ?? 0;
      const count = tally[term] ?? 0;
      if (count === 0) seen[size++] = term;
      tally[term] = count + (index < title ? 2 : 1);
    }
    const distinct = seen.subarray(0, size);
    const counts = new Float64Array(size);
    for (let place = 0; place < size; place++) {
      const term = distinct[place] ?? 0;
      counts[place] = tally[term] ?? 0;
      tally[term] = 0;
    }
    return { terms, distinct, counts };
  };
}
