import type { Reranker } from "@rankwire/core";

/** A reranker that answers as `reranker` does, and keeps the signal of every call. */
export function probeSignals(reranker: Reranker): Reranker & { readonly signals: (AbortSignal | undefined)[] } {
  const signals: (AbortSignal | undefined)[] = [];
  const { provider, model } = reranker;
  return {
    provider,
    model,
    signals,
    rerank: (request, options) => {
      signals.push(options?.signal);
      return reranker.rerank(request, options);
    },
  };
}
