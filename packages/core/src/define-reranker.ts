import {
  callOptionNames,
  checkCallValues,
  checkList,
  checkObject,
  checkQuery,
  checkSignal,
  resolveTopN,
} from "./check-request.ts";
import { checkResults } from "./check-results.ts";
import { distinctTexts } from "./distinct-texts.ts";
import { emitter, tell, withInternals } from "./emit.ts";
import type { RerankEvent } from "./events.ts";
import type { Mutable } from "./mutable.ts";
import { untilAborted } from "./on-abort.ts";
import { checkOptions, kindOf, namesOf } from "./option-kinds.ts";
import type { CallOptions, Reranker, RerankRequest, RerankResponse, RerankResult } from "./reranker.ts";

/** A request that is already checked: a query, at least one text, and a number. */
export interface CheckedRequest {
  /** The question or search text; not blank. */
  readonly query: string;
  /** The texts to score: at least one, none blank, no two equal. */
  readonly documents: readonly string[];
  /** How many rows to return: from 1 to the number of documents. */
  readonly topN: number;
  /** Whether the caller asked for all, by omitting `topN` or with `Infinity`. */
  readonly wantsAll: boolean;
}

/** What {@link defineReranker} needs to know. */
export interface RerankerDefinition {
  /** Who scores, in lower case: `"example"`. */
  readonly provider: string;
  /** The model that scores, as the provider names it. */
  readonly model: string;
  /**
   * Scores the documents and returns the best `topN`, no more and no fewer, in any order: `index` is the place in
   * `documents`. With `provider` and `model` when another answered. It should end when `options.signal` fires.
   */
  readonly rerank: (
    request: CheckedRequest,
    options: CallOptions,
  ) => Promise<Pick<RerankResponse, "results" | "usage"> & Partial<RerankResponse>>;
  /** Named in errors about the results. @defaultValue the provider and the model */
  readonly source?: string | undefined;
  /**
   * Where events go that a wrapper around this reranker emits.
   *
   * @defaultValue on Node the diagnostics channel `rankwire` alone
   */
  readonly emit?: ((event: RerankEvent) => void) | undefined;
  /**
   * Whatever else makes its scores differ from those of another reranker of the same provider and model, such as a
   * setting: a part of the keys of {@link withCache}.
   *
   * @defaultValue ""
   */
  readonly scoreScope?: string | undefined;
  /**
   * Whether a document's score depends on the other candidates of its call; {@link withCache} then refuses the
   * reranker.
   *
   * @defaultValue false
   */
  readonly isListwise?: boolean | undefined;
}

const requestFields = namesOf<RerankRequest>({ query: true, documents: true, topN: true });
const definitionNames = namesOf<RerankerDefinition>({
  provider: true,
  model: true,
  rerank: true,
  source: true,
  emit: true,
  scoreScope: true,
  isListwise: true,
});

/**
 * A {@link Reranker} from a function that scores texts. Everything that the contract asks for besides is done here: the
 * request is checked, blank texts are left out, equal ones are scored once, an empty list or a signal that has fired
 * costs nothing, and results are checked, sorted and cut.
 *
 * Its `rerank()` throws {@link InvalidRequestError} or {@link InvalidResponseError}, which say what rule is broken, and
 * whatever the function throws.
 *
 * @throws {@link ConfigurationError} when the provider, the model or the function is missing.
 *
 * @example
 * ```ts
 * const byLength = defineReranker({
 *   provider: "example",
 *   model: "length",
 *   rerank: async ({ documents, topN }) => ({
 *     results: documents
 *       .map((text, index) => ({ index, relevanceScore: text.length }))
 *       .sort((a, b) => b.relevanceScore - a.relevanceScore)
 *       .slice(0, topN),
 *     usage: { requests: 0 },
 *   }),
 * });
 * ```
 */
export function defineReranker(definition: RerankerDefinition): Reranker {
  checkOptions(definition, definitionNames, "defineReranker");
  const { provider, model } = definition;
  kindOf(provider, "provider", "string", "a string", provider ?? null);
  kindOf(model, "model", "string", "a string", model ?? null);
  kindOf(
    definition.rerank,
    "rerank",
    "function",
    "a function of the request and the call's options",
    definition.rerank ?? null,
  );
  const { emit } = definition;
  kindOf(emit, "emit", "function", "a function");
  const source = definition.source ?? `${provider} ${model}`;
  const nothing = (): RerankResponse => ({ results: [], usage: { requests: 0 }, provider, model });

  const rerank = async (request: RerankRequest, options: CallOptions = {}): Promise<RerankResponse> => {
    checkObject(request, "the request", requestFields);
    checkObject(options, "the second argument", callOptionNames);
    const { query, documents } = request;
    checkList(documents, "documents");
    const topN = resolveTopN(request.topN, documents.length);
    const wantsAll = request.topN === undefined || request.topN === Infinity;
    if (documents.length === 0) return nothing();
    checkQuery(query);
    checkSignal(options.signal);
    checkCallValues(options);
    const { texts, positions } = distinctTexts(documents);
    if (texts.length === 0) return nothing();
    const top = Math.min(topN, texts.length);
    const scoring = definition.rerank({ query, documents: texts, topN: top, wantsAll }, options);
    const response = await untilAborted(scoring, options.signal);
    const results = checkResults(response?.results, texts.length, top, source);
    const { id, headers } = response;
    const answer: Mutable<RerankResponse> = {
      results: positions === undefined ? results : expand(results, positions, topN),
      usage: response.usage ?? { requests: 0 },
      provider: response.provider ?? provider,
      model: response.model ?? model,
    };
    if (id !== undefined) answer.id = id;
    if (headers !== undefined) answer.headers = headers;
    return answer;
  };

  return withInternals(
    { provider, model, rerank },
    {
      emit: emit === undefined ? emitter(undefined) : (event) => tell(emit, event),
      scoreScope: definition.scoreScope ?? "",
      isListwise: definition.isListwise ?? false,
    },
  );
}

/** A row for every position of every scored text. */
function expand(
  results: readonly RerankResult[],
  positions: readonly (readonly number[])[],
  topN: number,
): readonly RerankResult[] {
  return results
    .flatMap((result) => (positions[result.index] ?? []).map((index) => ({ ...result, index })))
    .slice(0, topN);
}
