import { ConfigurationError } from "./errors/configuration-error.ts";

/**
 * Checks that a value is a {@link Reranker}, by its shape.
 *
 * @param name - What the caller knows it by: `"reranker"`.
 * @throws {@link ConfigurationError} that says what a reranker is.
 */
export function checkReranker(reranker: unknown, name: string): void {
  if (typeof reranker === "object" && reranker !== null && "rerank" in reranker) {
    if (typeof reranker.rerank === "function") return;
  }
  throw new ConfigurationError(`${name} must be an object with a rerank() method, such as createReranker() returns`);
}
