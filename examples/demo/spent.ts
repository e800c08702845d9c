import type { RerankEventListener } from "@rankwire/core";
import type { Spent } from "./backend.ts";

export function newSpent(): Spent {
  return { requests: 0, tokens: 0, durationMs: 0 };
}

/** Adds every answered rerank request to a count. */
export function countSpent(spent: Spent): RerankEventListener {
  return (event) => {
    if (event.type !== "response") return;
    spent.requests += 1;
    spent.tokens += event.usage.totalTokens ?? 0;
    spent.durationMs += event.durationMs;
  };
}
