import { askInTurn, type GroupOptions } from "./ask-in-turn.ts";
import { internalsOf } from "./emit.ts";
import type { Reranker } from "./reranker.ts";

/** Options of {@link fallback}. */
export type FallbackOptions = GroupOptions;

/**
 * Asks the first reranker, and the next one when it cannot answer: unavailable, too slow, rate-limited, unauthorised,
 * without the model, or answering nonsense. A wrong request and an abort are thrown at once. One that fails
 * `breaker.failures` times in a row is left out for `breaker.resetMs`, so that it does not cost every call its timeout.
 *
 * It goes by the name of the first, and the response says who answered. Scores of different models are not on one
 * scale: with a threshold, put models behind one `fallback` that agree on it.
 *
 * @example
 * ```ts
 * const reranker = fallback([createReranker({ timeoutMs: 2000 }), lexicalReranker()]);
 * ```
 * @throws {@link ConfigurationError} that names the option, or when the list is empty. A call throws the last one's
 * error when none can answer, and a retryable {@link ServerError} when all are left out.
 */
export function fallback(rerankers: readonly Reranker[], options: FallbackOptions = {}): Reranker {
  return askInTurn("fallback", rerankers, options, (members) => members, scopeOf);
}

/** Servers in a fallback are no replicas: of one name, they may differ in what they serve as well. */
function scopeOf(reranker: Reranker): string {
  const { scoreScope, route } = internalsOf(reranker);
  return JSON.stringify([scoreScope, route?.()]);
}
