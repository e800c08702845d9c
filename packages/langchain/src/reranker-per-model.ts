import {
  type AdapterOptions,
  createReranker,
  InvalidRequestError,
  pickOptions,
  type Reranker,
  rerankerOptionNames,
} from "@rankwire/core";

/** Most rerankers kept for models that calls named. */
const maxKept = 16;

/**
 * The reranker for a call that may name another model than `reranker`'s.
 *
 * @param options - Where `reranker` is from.
 */
export function rerankerPerModel(reranker: Reranker, options: AdapterOptions): (model: string | undefined) => Reranker {
  const isGiven = options.reranker !== undefined;
  const rerankerOptions = pickOptions(options, rerankerOptionNames);
  const others = new Map<string, Reranker>();
  return (model) => {
    if (model === undefined || model === reranker.model) return reranker;
    if (typeof model !== "string" || model.trim() === "") throw new InvalidRequestError("model must be a model's name");
    if (isGiven) {
      throw new InvalidRequestError(
        "model cannot be chosen for one call of a compressor that was given a reranker: give it createReranker's options",
      );
    }
    const kept = others.get(model);
    if (kept !== undefined) return kept;
    const [oldest] = others.keys();
    if (others.size >= maxKept && oldest !== undefined) others.delete(oldest);
    const created = createReranker({ ...rerankerOptions, model });
    others.set(model, created);
    return created;
  };
}
