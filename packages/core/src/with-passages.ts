import { checkReranker } from "./check-reranker.ts";
import { byScore, checkResults } from "./check-results.ts";
import { type CheckedRequest, defineReranker } from "./define-reranker.ts";
import { internalsOf, withInternals } from "./emit.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { checkOptions, namesOf } from "./option-kinds.ts";
import { charsPerToken, isShort, type PassageLimits, passagesOf, sixthsPerToken, tokenSixths } from "./passages.ts";
import type { CallOptions, PassageRange, Reranker, RerankResponse, RerankResult } from "./reranker.ts";
import { count } from "./settings.ts";

/** Options of {@link withPassages}. */
export interface PassageOptions {
  /** Most characters (UTF-16 code units) in a passage, 1 or more. Give this or `maxTokens`. */
  readonly maxChars?: number | undefined;
  /**
   * Most tokens in a passage, 1 or more, by an estimate that is on the high side: one for 3 Latin characters, 2 of
   * other alphabets, or 1 ideograph.
   *
   * @defaultValue 1024, the length that bge-reranker-v2-m3 is fine-tuned at
   */
  readonly maxTokens?: number | undefined;
  /**
   * How many characters of a passage's end the next one repeats at most, in whole sentences: 0 or more, and less than
   * a passage may have.
   *
   * @defaultValue 200, or a fifth of `maxChars` where that is less
   */
  readonly overlapChars?: number | undefined;
  /**
   * The document's score: that of its best passage (`"max"`, MaxP), or the mean of its best `topPassages`.
   *
   * @defaultValue "max"
   */
  readonly aggregate?: "max" | "mean-of-top" | undefined;
  /**
   * How many passages `"mean-of-top"` takes the mean of, 1 or more; of a document with fewer, all. Refused otherwise.
   *
   * @defaultValue 3
   */
  readonly topPassages?: number | undefined;
}

const optionNames = namesOf<PassageOptions>({
  maxChars: true,
  maxTokens: true,
  overlapChars: true,
  aggregate: true,
  topPassages: true,
});

/**
 * Scores long documents by their passages. A document that is longer than a passage may be is split between sentences,
 * its passages are scored like documents of their own, and it gets the score of the best one, whose range stands in the
 * result as `passage`, for an application to quote. `topN` counts documents, and is cut after that.
 *
 * @example
 * ```ts
 * const reranker = withPassages(createReranker(), { maxTokens: 512 });
 * ```
 * @see https://doi.org/10.1145/3331184.3331303 (Dai and Callan, Deeper text understanding for IR, 2019: MaxP)
 * @throws {@link ConfigurationError} that names the option.
 */
export function withPassages(reranker: Reranker, options: PassageOptions = {}): Reranker {
  checkReranker(reranker, "what withPassages wraps");
  checkOptions(options, optionNames, "withPassages");
  const { provider, model } = reranker;
  const inner = internalsOf(reranker);
  const limits = limitsOf(options);
  const meanOf = meanSize(options);

  const rerank = async (request: CheckedRequest, call: CallOptions): Promise<RerankResponse> => {
    const { query, documents, topN, wantsAll } = request;
    if (documents.every((text) => isShort(text, limits))) {
      return reranker.rerank({ query, documents, topN: wantsAll ? undefined : topN }, call);
    }
    const ranges = await inTurns(
      documents.map((text) => passagesOf(text, limits)),
      call.signal,
    );
    const passages = documents.flatMap((text, index) =>
      (ranges[index] ?? []).map(({ start, end }) => text.slice(start, end)),
    );
    const owners = ranges.flatMap((list, document) =>
      list.map((range) => ({ document, range, isWhole: list.length === 1 })),
    );
    const response = await reranker.rerank({ query, documents: passages }, call);
    // They come out best first, so each list below is best first as well.
    const scores = checkResults(response?.results, passages.length, passages.length, `${provider} ${model}`);
    const byDocument = new Map<number, Scored[]>();
    for (const { index, relevanceScore } of scores) {
      const { document, range, isWhole } = owners[index] as (typeof owners)[number];
      const scored = { relevanceScore, passage: isWhole ? undefined : range };
      const list = byDocument.get(document);
      if (list === undefined) byDocument.set(document, [scored]);
      else list.push(scored);
    }
    const results = [...byDocument].map(([index, scored]) => aggregate(index, scored.slice(0, meanOf)));
    return { ...response, results: results.sort(byScore).slice(0, topN) };
  };

  const scoreScope = `${inner.scoreScope}|passages:${limits.name}:${limits.overlapChars}:${meanOf}`;
  return withInternals(defineReranker({ provider, model, rerank }), { ...inner, scoreScope, members: undefined });
}

/** Milliseconds of work after which timers and input are let in. */
const spellMs = 20;

/** Does all the work step by step, with a pause after each spell. */
async function inTurns<T>(works: readonly Generator<void, T>[], signal: AbortSignal | undefined): Promise<T[]> {
  const done: T[] = [];
  let spell = performance.now();
  for (const work of works) {
    let step: IteratorResult<void, T>;
    do {
      step = work.next();
      if (performance.now() - spell < spellMs) continue;
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      signal?.throwIfAborted();
      spell = performance.now();
    } while (step.done !== true);
    done.push(step.value);
  }
  return done;
}

interface Scored {
  readonly relevanceScore: number;
  readonly passage: PassageRange | undefined;
}

function aggregate(index: number, best: readonly Scored[]): RerankResult {
  const relevanceScore = best.reduce((sum, scored) => sum + scored.relevanceScore, 0) / best.length;
  const passage = best[0]?.passage;
  return passage === undefined ? { index, relevanceScore } : { index, relevanceScore, passage };
}

function limitsOf({ maxChars, maxTokens, overlapChars }: PassageOptions): PassageLimits & { readonly name: string } {
  if (maxChars !== undefined && maxTokens !== undefined) {
    throw new ConfigurationError("maxChars and maxTokens are both given: give the one that passages are measured by");
  }
  const isChars = maxChars !== undefined;
  const limit = isChars ? count(maxChars, "maxChars", Infinity) : count(maxTokens, "maxTokens", 1024);
  const longest = isChars ? limit : limit * charsPerToken;
  const overlap = count(overlapChars, "overlapChars", isChars ? Math.min(200, Math.floor(limit / 5)) : 200, 0);
  if (overlapChars !== undefined && overlap >= longest) {
    throw new ConfigurationError(`overlapChars is ${overlap}; it must be less than a passage may have, ${longest}`);
  }
  if (isChars) return { name: `chars:${limit}`, limit, weigh: () => 1, heaviest: 1, overlapChars: overlap };
  return {
    name: `tokens:${limit}`,
    limit: limit * sixthsPerToken,
    weigh: tokenSixths,
    heaviest: sixthsPerToken,
    overlapChars: overlap,
  };
}

/** How many of the best passages make a document's score. */
function meanSize({ aggregate = "max", topPassages }: PassageOptions): number {
  if (aggregate === "max") {
    if (topPassages === undefined) return 1;
    throw new ConfigurationError('topPassages has no effect without aggregate: "mean-of-top"');
  }
  if (aggregate === "mean-of-top") return count(topPassages, "topPassages", 3);
  throw new ConfigurationError('aggregate must be "max" or "mean-of-top"');
}
