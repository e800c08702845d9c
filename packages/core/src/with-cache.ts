import { checkReranker } from "./check-reranker.ts";
import { byScore } from "./check-results.ts";
import { type CheckedRequest, defineReranker } from "./define-reranker.ts";
import { internalsOf, withInternals, wrapperEmit } from "./emit.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import type { RerankEventListener } from "./events.ts";
import { createFlights, type FlightAnswer } from "./flights.ts";
import { sumUsage } from "./merge.ts";
import { untilAborted } from "./on-abort.ts";
import { checkOptions, kindOf, namesOf } from "./option-kinds.ts";
import type { CallOptions, Reranker, RerankResponse, RerankResult } from "./reranker.ts";
import { keyedStore, memoryStore, ownScore, type Score, type ScoreStore } from "./score-store.ts";
import { count, duration } from "./settings.ts";
import { digest } from "#platform";

/** Options of {@link withCache}. */
export interface CacheOptions {
  /**
   * Where scores are kept: any Keyv instance, so that application instances share them, or anything with its
   * `getMany` and `setMany`. Keys are hashes: no query and no document reaches the store.
   *
   * @defaultValue this process's memory
   */
  readonly store?: ScoreStore | undefined;
  /**
   * Milliseconds that a score is kept, above 0; more than 2147483647 (24 days) means that.
   *
   * @defaultValue 86400000 (a day)
   */
  readonly ttlMs?: number | undefined;
  /**
   * Most scores kept in memory, 1 or more; the least recently used go first. Their texts are kept with them: 10,000 of
   * 2,000 characters take about 20 MB, twice as much where they are not Latin. A store of your own has its own bound.
   *
   * @defaultValue 10000
   */
  readonly maxEntries?: number | undefined;
  /**
   * Milliseconds that a store may take to answer, above 0; then the call goes on without it.
   *
   * @defaultValue 250
   */
  readonly storeTimeoutMs?: number | undefined;
  /** Is told of `cache` events. @defaultValue the reranker's own listener */
  readonly onEvent?: RerankEventListener | undefined;
}

const optionNames = namesOf<CacheOptions>({
  store: true,
  ttlMs: true,
  maxEntries: true,
  storeTimeoutMs: true,
  onEvent: true,
});

/**
 * Remembers every single score, by provider, model, query and text, so that a call asks only for texts that are new,
 * and identical calls at the same time share one request. To know all scores it asks for all, whatever `topN` is:
 * servers bill the texts, not the rows. Put it next to the reranker that it saves calls to, inside other wrappers.
 *
 * Only the reranker's own answers are kept: what another one answered in its place (see `fallback`) is not. A store
 * that fails or is slow costs a call at most `storeTimeoutMs`, and is reported in a `cache` event. A call with
 * `headers` or a `timeoutMs` of its own shares no request; its `headers` are no part of what a score is kept under.
 *
 * @example
 * ```ts
 * const reranker = withCache(createReranker(), { store: new Keyv({ store: new KeyvRedis(url) }) });
 * ```
 * @throws {@link ConfigurationError} that names the option, when the reranker's scores depend on the other
 * candidates, or when it asks several of one name whose scores may differ.
 */
export function withCache(reranker: Reranker, options: CacheOptions = {}): Reranker {
  checkReranker(reranker, "what withCache wraps");
  checkOptions(options, optionNames, "withCache");
  const { provider, model } = reranker;
  const { scoreScope, route, isListwise, isAmbiguous } = internalsOf(reranker);
  if (isListwise) {
    throw new ConfigurationError(
      `The scores of ${provider} ${model} depend on the other candidates of a call: they cannot be cached one by one`,
    );
  }
  if (isAmbiguous) {
    throw new ConfigurationError(
      `Rerankers of one name, ${`${provider} ${model}`.trim()}, answer in turn, and their scores may differ: give each its own model or provider, or put withCache around each of them`,
    );
  }
  const servedFrom = route?.() ?? "";
  const emit = wrapperEmit(reranker, options.onEvent);
  // The cache counts in whole milliseconds.
  const ttlMs = Math.ceil(duration(options.ttlMs, "ttlMs", 86_400_000));
  const { store: given } = options as { readonly store?: Readonly<Record<keyof ScoreStore, unknown>> };
  for (const method of ["getMany", "setMany"] as const) {
    kindOf(given?.[method], "store", "function", "a Keyv instance, or an object with getMany() and setMany()", given);
  }
  // Both are checked whatever the store, which may be there in production alone.
  const maxEntries = count(options.maxEntries, "maxEntries", 10_000);
  const storeTimeoutMs = duration(options.storeTimeoutMs, "storeTimeoutMs", 250);
  const store =
    options.store === undefined
      ? memoryStore(maxEntries, ttlMs)
      : keyedStore(options.store, ttlMs, storeTimeoutMs, (storeError) => {
          emit({ type: "cache", provider, model, hits: 0, misses: 0, storeError });
        });
  const isOwn = (response: RerankResponse): boolean => response.provider === provider && response.model === model;
  const flights = createFlights(reranker, (scope, texts, response) => {
    if (isOwn(response)) store.write(scope, texts, response.results);
  });

  const rerank = async (request: CheckedRequest, call: CallOptions): Promise<RerankResponse> => {
    const { query, documents, topN, wantsAll } = request;
    const named = digest(JSON.stringify([provider, model, scoreScope, servedFrom, query]));
    const scope = typeof named === "string" ? named : await named;
    call.signal?.throwIfAborted();
    const read = store.read(scope, documents);
    const scores = Array.isArray(read) ? read : await untilAborted(read, call.signal);
    const missing = documents.filter((_, index) => scores[index] === undefined);
    const cachedDocuments = documents.length - missing.length;
    emit({ type: "cache", provider, model, hits: cachedDocuments, misses: missing.length });
    call.signal?.throwIfAborted();
    let asked = reportOf([]);
    let scorer = { provider, model };
    if (missing.length > 0) {
      const answers = await flights.score(scope, query, missing, call);
      const found = new Map<string, RerankResult>();
      for (const { texts, response } of answers) {
        for (const result of response.results) found.set(texts[result.index] as string, result);
      }
      asked = reportOf(answers);
      const foreign = answers.find(({ response }) => !isOwn(response));
      if (foreign !== undefined && (answers.length > 1 || cachedDocuments > 0)) {
        // Another reranker's scores are on another scale: they are neither kept nor mixed with these.
        const whole = await reranker.rerank({ query, documents, topN: wantsAll ? undefined : topN }, call);
        const spent = asked.usage.requests === 0 ? whole.usage : sumUsage([asked.usage, whole.usage]);
        return { ...whole, usage: { ...spent, cachedDocuments: 0 } };
      }
      scorer = foreign?.response ?? scorer;
      for (const [index, text] of documents.entries()) scores[index] ??= found.get(text);
    }
    const results = scores.map((score, index) => ({ ...ownScore(score as Score), index })).sort(byScore);
    const { usage, id, headers } = asked;
    return {
      results: results.slice(0, topN),
      usage: { ...usage, cachedDocuments },
      provider: scorer.provider,
      model: scorer.model,
      id,
      headers,
    };
  };

  return withInternals(defineReranker({ provider, model, rerank }), { ...internalsOf(reranker), emit });
}

/** What the answers cost that no other call reports, and what the server told with the first of them. */
function reportOf(answers: readonly FlightAnswer[]): Pick<RerankResponse, "usage" | "id" | "headers"> {
  const responses = answers.filter(({ isReported }) => !isReported).map(({ response }) => response);
  // A reranker of somebody's own may leave out what its answer cost.
  const usages = responses.map(({ usage }: Partial<RerankResponse>) => usage ?? { requests: 1 });
  return { usage: sumUsage(usages), id: responses[0]?.id, headers: responses[0]?.headers };
}
