import { checkOptions, ConfigurationError, defineReranker, type Reranker } from "@rankwire/core";
import { analyse, type Analysis } from "./analyse.ts";
import { bm25, maxSaturation, statisticsOf } from "./bm25.ts";
import { type Language, languages } from "./languages.ts";
import { likenessToBest } from "./likeness.ts";
import type { Pace } from "./pace.ts";
import { proximityScorer } from "./proximity.ts";
import { weightQuery } from "./query.ts";
import { withTimeout } from "./with-timeout.ts";

/** Options of {@link lexicalReranker}. */
export interface LexicalRerankerOptions {
  /**
   * The language of words in Latin script, for their stems and function words. Cyrillic, Greek and Arabic words are
   * taken for Russian, Greek and Arabic. `"none"` compares words as they are, and leaves out none.
   *
   * @defaultValue told from the function words of the query and the candidates, English when there are none; a query
   *   that has at least two more of another language than of theirs decides alone
   */
  readonly language?: Language | "none" | undefined;
}

/** Added to every score, so that the score of a candidate that shares no word with the query is above 0. */
const floor = 0.001;
/**
 * The part of the attainable score that is mapped to 0.5: what BM25 gives for each word of the query once in a candidate
 * that is three times as long as the average, and a little less.
 */
const middle = 0.2;
/** What likeness to the best candidates counts beyond the score of the query's own words, which it at most doubles. */
const hint = 0.02;

/**
 * Reranks by words, on this machine, with no key, no network and no weights: BM25 with statistics of the candidates,
 * stems, the nearness of words that stand together in the query, words of the title, and likeness to the best
 * candidates. It knows nothing of meaning: it finds neither synonyms nor translations.
 *
 * A score lies between 0 and 1, and grows with the words of the query that are there, weighted by how rare they are among
 * the candidates. A candidate that has them all scores above 0.5, unless it is more than three times as long as the
 * average one: BM25 holds long texts back. The same input always gives the same scores.
 *
 * @example
 * ```ts
 * const { results } = await lexicalReranker().rerank({ query, documents, topN: 5 });
 * ```
 * @throws ConfigurationError for a language that it does not know.
 */
export function lexicalReranker(options: LexicalRerankerOptions = {}): Reranker {
  checkOptions(options, ["language"], "lexicalReranker");
  const { language } = options;
  if (language !== undefined && language !== "none" && !Object.hasOwn(languages, language)) {
    throw new ConfigurationError(`language must be "none" or one of ${Object.keys(languages).join(", ")}`);
  }
  return defineReranker({
    provider: "lexical",
    model: "bm25",
    isListwise: true,
    rerank: ({ query, documents, topN }, call) =>
      withTimeout("The lexical reranker", call, async (_, pace) => {
        const analysis = await analyse(query, documents, language, pace);
        const scores = await scoresOf(analysis, pace);
        const results = scores.map((relevanceScore, index) => ({ index, relevanceScore }));
        results.sort((a, b) => b.relevanceScore - a.relevanceScore);
        return { results: results.slice(0, topN), usage: { requests: 0 } };
      }),
  });
}

async function scoresOf({ query, documents, vocabulary }: Analysis, pace: Pace): Promise<number[]> {
  const statistics = await statisticsOf(documents, vocabulary, pace);
  const { weights, total, terms } = weightQuery(query, statistics);
  const proximity = proximityScorer(terms, statistics);
  const scores = await bm25(weights, documents, statistics, pace);
  await pace.each(documents, (document, index) => {
    const score = scores[index] ?? 0;
    if (score > 0) scores[index] = score + proximity(document);
  });
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  const likeness = await likenessToBest(scores, documents, statistics, pace);
  const attainable = total * maxSaturation || 1;
  return Array.from(scores, (score, index) => {
    const gain = best * (likeness[index] ?? 0);
    const share = (score + Math.min(gain, score) + hint * gain) / attainable + floor * middle;
    return share / (share + middle);
  });
}
