import { ConfigurationError } from "./errors/configuration-error.ts";

/** @throws ConfigurationError unless `reranker` is one; `name` is what the caller knows it by. */
export function checkReranker(reranker: unknown, name: string): void {
  if (typeof reranker === "object" && reranker !== null && "rerank" in reranker) {
    if (typeof reranker.rerank === "function") return;
  }
  throw new ConfigurationError(`${name} must be an object with a rerank() method, such as createReranker() returns`);
}
