import type { Statistics } from "./bm25.ts";
import type { Document } from "./document.ts";
import type { Pace } from "./pace.ts";

/** Candidates that are taken to be relevant: the best few, and at most a third of all. */
const mostExamples = 3;
const share = 3;

/**
 * How like each candidate is to the best other ones, from 0 to 1: a document that is about the same things as the best
 * is more probably relevant than its words of the query tell. The likeness is the cosine of TF-IDF vectors; the
 * examples are weighted by the squares of their scores, and none is its own example. Candidates that tie with the first
 * one that is left out are none either: which of them were would depend on the order of the input. This is Rocchio's
 * relevance feedback, with the best candidates in the place of a user's judgments.
 *
 * @see https://nlp.stanford.edu/IR-book/html/htmledition/the-rocchio-algorithm-for-relevance-feedback-1.html
 */
export async function likenessToBest(
  scores: Float64Array,
  documents: readonly Document[],
  { rarity }: Statistics,
  pace: Pace,
): Promise<Float64Array> {
  const examples = examplesOf(scores);
  const total = examples.reduce((sum, index) => sum + (scores[index] ?? 0) ** 2, 0);
  const shares = new Float64Array(documents.length);
  const centre = new Float64Array(rarity.length);
  for (const index of examples) {
    const { distinct, counts } = documents[index] as Document;
    const part = (scores[index] ?? 0) ** 2 / total;
    const length = lengthOf(documents[index] as Document, rarity);
    shares[index] = part;
    for (const [place, term] of distinct.entries()) {
      centre[term] = (centre[term] ?? 0) + (part * weigh(counts[place] ?? 0, rarity[term] ?? 0)) / length;
    }
  }
  const likeness = new Float64Array(documents.length);
  await pace.each(documents, (document, index) => {
    const own = shares[index] ?? 0;
    let product = 0;
    let square = 0;
    for (let place = 0; place < document.distinct.length; place++) {
      const term = document.distinct[place] ?? 0;
      const weight = weigh(document.counts[place] ?? 0, rarity[term] ?? 0);
      product += weight * (centre[term] ?? 0);
      square += weight * weight;
    }
    likeness[index] = Math.max(0, (product / (Math.sqrt(square) || 1) - own) / (1 - own || 1));
  });
  // A sole example has none to be like, and must not fall behind those that are like it.
  const [best, second] = examples;
  if (best !== undefined && second === undefined) {
    likeness[best] = 0;
    likeness[best] = likeness.reduce((most, value) => Math.max(most, value), 0);
  }
  return likeness;
}

/** The places of the candidates with the best scores. */
function examplesOf(scores: Float64Array): number[] {
  const most = Math.min(mostExamples, Math.ceil(scores.length / share));
  const best = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const leftOut = scores[best[most] ?? -1] ?? 0;
  return best.slice(0, most).filter((index) => (scores[index] ?? 0) > leftOut);
}

function lengthOf({ distinct, counts }: Document, rarity: Float64Array): number {
  let square = 0;
  for (const [place, term] of distinct.entries()) square += weigh(counts[place] ?? 0, rarity[term] ?? 0) ** 2;
  return Math.sqrt(square) || 1;
}

function weigh(count: number, rarity: number): number {
  return count === 1 ? rarity : (1 + Math.log(count)) * rarity;
}
