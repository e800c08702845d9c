import { checkReranker } from "./check-reranker.ts";
import { checkResults } from "./check-results.ts";
import { type BreakerOptions, type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker.ts";
import { type CheckedRequest, defineReranker } from "./define-reranker.ts";
import { internalsOf, withInternals, wrapperEmit } from "./emit.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { RerankError } from "./errors/rerank-error.ts";
import { ServerError } from "./errors/server-error.ts";
import type { RerankEventListener } from "./events.ts";
import { isOfOwnQueue } from "./failure-marks.ts";
import { untilAborted } from "./on-abort.ts";
import { checkOptions, namesOf } from "./option-kinds.ts";
import type { CallOptions, Reranker, RerankResponse } from "./reranker.ts";
import { count, duration } from "./settings.ts";

/** What `fallback` and `balance` both take. */
export interface GroupOptions {
  /** When a reranker that keeps failing is left alone, and for how long. @defaultValue 5 failures in a row, 30000 ms */
  readonly breaker?: BreakerOptions | undefined;
  /** Is told of `fallback` and `breaker` events. @defaultValue the first reranker's own listener */
  readonly onEvent?: RerankEventListener | undefined;
}

const groupOptionNames = namesOf<GroupOptions>({ breaker: true, onEvent: true });
const breakerOptionNames = namesOf<BreakerOptions>({ failures: true, resetMs: true });

/** One reranker of a group, and how it does. */
export interface Member {
  readonly reranker: Reranker;
  readonly breaker: CircuitBreaker;
  /** Calls under way. */
  outstanding: number;
}

/**
 * A reranker that asks the members of a group in the order that `order` gives them, until one answers. It goes on to
 * the next after any failure that another may not have; not after an abort or a wrong request.
 *
 * @param scopeOf - What tells the scores of members of one name apart: where it differs, no cache goes around the group.
 */
export function askInTurn(
  name: string,
  rerankers: readonly Reranker[],
  options: GroupOptions,
  order: (members: readonly Member[]) => Iterable<Member>,
  scopeOf: (reranker: Reranker) => string,
): Reranker {
  const first: Reranker | undefined = Array.isArray(rerankers) ? rerankers[0] : undefined;
  if (first === undefined) {
    throw new ConfigurationError(`${name} needs an array with at least one reranker`);
  }
  for (const [index, reranker] of rerankers.entries()) checkReranker(reranker, `rerankers[${index}] of ${name}`);
  checkOptions(options, groupOptionNames, name);
  checkOptions(options.breaker === undefined ? {} : options.breaker, breakerOptionNames, `${name}'s breaker`);
  const emit = wrapperEmit(first, options.onEvent);
  const failures = count(options.breaker?.failures, "breaker.failures", 5);
  const resetMs = duration(options.breaker?.resetMs, "breaker.resetMs", 30_000);
  const members = rerankers.map((reranker): Member => {
    const { provider, model } = reranker;
    const breaker = createCircuitBreaker({ failures, resetMs }, (state) => {
      emit({ type: "breaker", provider, model, state });
    });
    return { reranker, breaker, outstanding: 0 };
  });

  const rerank = async (request: CheckedRequest, call: CallOptions): Promise<RerankResponse> => {
    let failed: { readonly member: Member; readonly error: unknown } | undefined;
    for (const member of order(members)) {
      if (!member.breaker.tryEnter()) continue;
      if (failed !== undefined) emitFallback(failed.member, failed.error, member);
      try {
        return await ask(member, request, call);
      } catch (error) {
        if (!nextMayDoBetter(error, call.signal)) throw error;
        failed = { member, error };
      }
    }
    if (failed !== undefined) throw failed.error;
    const retryAfterMs = Math.min(...members.map((member) => member.breaker.retryAfterMs));
    const message = `None of the ${members.length} rerankers of ${name} is asked at present, since all of them keep failing`;
    throw new ServerError(message, { isRetryable: true, retryAfterMs });
  };

  const emitFallback = (from: Member, error: unknown, to: Member): void => {
    const { provider, model } = from.reranker;
    const next = { nextProvider: to.reranker.provider, nextModel: to.reranker.model };
    emit({ type: "fallback", provider, model, code: RerankError.isInstance(error) ? error.code : undefined, ...next });
  };

  const { provider, model } = first;
  const inner = internalsOf(first);
  const all = rerankers.flatMap((reranker) => internalsOf(reranker).members ?? [reranker]);
  const scaleOf = (reranker: Reranker): string => `${scopeOf(reranker)} ${internalsOf(reranker).isListwise}`;
  const isRival = (reranker: Reranker): boolean =>
    reranker.provider === provider && reranker.model === model && scaleOf(reranker) !== scaleOf(first);
  const isAmbiguous = rerankers.some((reranker) => internalsOf(reranker).isAmbiguous === true) || all.some(isRival);
  const own = { ...inner, emit, isAmbiguous, members: all };
  return withInternals(defineReranker({ provider, model, rerank, source: name }), own);
}

async function ask(member: Member, request: CheckedRequest, call: CallOptions): Promise<RerankResponse> {
  const { reranker, breaker } = member;
  const { isTrying } = breaker;
  const { query, documents, topN, wantsAll } = request;
  const startedAt = performance.now();
  member.outstanding++;
  try {
    const answer = reranker.rerank({ query, documents, topN: wantsAll ? undefined : topN }, call);
    const response = await untilAborted(answer, call.signal);
    checkResults(response?.results, documents.length, topN, `${reranker.provider} ${reranker.model}`);
    breaker.succeed();
    // A reranker of somebody's own may leave out who answered; the group would then say that its first member did.
    const { provider = reranker.provider, model = reranker.model } = response as Partial<RerankResponse>;
    return { ...response, provider, model };
  } catch (error) {
    if (nextMayDoBetter(error, call.signal) && !isOfOwnQueue(error)) breaker.fail(error, startedAt);
    else if (isTrying) breaker.abstain();
    throw error;
  } finally {
    member.outstanding--;
  }
}

function nextMayDoBetter(error: unknown, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted || (error instanceof Error && error.name === "AbortError")) return false;
  if (!InvalidRequestError.isInstance(error)) return true;
  // The address or the model is wrong, or no replica has the model: the request itself may be right.
  const { status = 0 } = error;
  return status === 404 || status === 405 || status >= 500;
}
