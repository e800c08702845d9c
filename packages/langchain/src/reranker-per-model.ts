import { createReranker, InvalidRequestError, type Reranker, type RerankerOptions } from "@rankwire/core";

/** Most rerankers kept for models that calls named. */
const maxKept = 16;

/**
 * The reranker for a call that may name another model than `reranker`'s.
 *
 * @param options - What `reranker` was created from; `undefined` when it was given as it is.
 */
export function rerankerPerModel(
  reranker: Reranker,
  options: RerankerOptions | undefined,
): (model: string | undefined) => Reranker {
  const others = new Map<string, Reranker>();
  return (model) => {
    if (model === undefined || model === reranker.model) return reranker;
    if (options === undefined) {
      throw new InvalidRequestError(
        "model cannot be chosen for one call of a compressor that was given a reranker: give it createReranker's options",
      );
    }
    const kept = others.get(model);
    if (kept !== undefined) return kept;
    const [oldest] = others.keys();
    if (others.size >= maxKept && oldest !== undefined) others.delete(oldest);
    const created = createReranker({ ...options, model });
    others.set(model, created);
    return created;
  };
}
