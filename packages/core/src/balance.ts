import { askInTurn, type GroupOptions, type Member } from "./ask-in-turn.ts";
import { internalsOf, withInternals } from "./emit.ts";
import type { Reranker } from "./reranker.ts";

/** Options of {@link balance}. */
export type BalanceOptions = GroupOptions;

/**
 * Spreads calls over replicas of one model: of two that are picked at random, the one with fewer calls under way gets
 * the call. A replica that fails hands the call on to another; one that fails `breaker.failures` times in a row is
 * ejected for `breaker.resetMs`, then let back by a call that succeeds. The whole goes by the name of the first.
 *
 * @example
 * ```ts
 * const replica = (baseURL: string) => createReranker({ baseURL, apiKey });
 * const reranker = balance([replica("http://10.0.0.1:8000/v1"), replica("http://10.0.0.2:8000/v1")]);
 * ```
 * @see https://doi.org/10.1109/71.963420 (Mitzenmacher, The power of two choices in randomized load balancing)
 * @throws {@link ConfigurationError} that names the option, or when the list is empty. A call throws the last replica's
 * error when none can answer, a retryable {@link ServerError} when all are ejected, and an abort or an
 * {@link InvalidRequestError} at once.
 */
export function balance(rerankers: readonly Reranker[], options: BalanceOptions = {}): Reranker {
  const group = askInTurn("balance", rerankers, options, leastOutstanding, scaleOf);
  const { members = [], ...internals } = internalsOf(group);
  // For a group around it, which compares servers of one name, replicas are one.
  const distinct = members.filter((one, place) => members.findIndex((other) => isReplica(one, other)) === place);
  return withInternals(group, { ...internals, members: distinct });
}

function isReplica(one: Reranker, other: Reranker): boolean {
  return one.provider === other.provider && one.model === other.model && scaleOf(one) === scaleOf(other);
}

/** Replicas serve the same wherever they are. */
function scaleOf(reranker: Reranker): string {
  return internalsOf(reranker).scoreScope;
}

/** The available members, each once: the next is always the less busy of two random ones. */
function* leastOutstanding(members: readonly Member[]): Generator<Member> {
  const rest = members.filter((member) => member.breaker.isAvailable);
  while (rest.length > 0) {
    const one = Math.floor(Math.random() * rest.length);
    const other = (one + 1 + Math.floor(Math.random() * (rest.length - 1))) % rest.length;
    const chosen = (rest[other] as Member).outstanding < (rest[one] as Member).outstanding ? other : one;
    yield* rest.splice(chosen, 1);
  }
}
