import { expect, test } from "vitest";
import { createReranker, fallback, rankItems, withCache, withPassages } from "./index.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { resolveAdapterOptions } from "./adapter-options.ts";
import type { Reranker } from "./reranker.ts";

const own = { provider: "mine", baseURL: "http://localhost/v1" };
const reranker = createReranker(own);

test.each<[string, string, (options: object) => unknown]>([
  ["baseUrl", "baseURL", (options) => createReranker({ ...own, ...options })],
  ["max_retries", "maxRetries", (options) => createReranker({ ...own, ...options })],
  ["TTLms", "ttlMs", (options) => withCache(reranker, options)],
  ["max-tokens", "maxTokens", (options) => withPassages(reranker, options)],
  ["onevent", "onEvent", (options) => fallback([reranker], options)],
  ["resetms", "resetMs", (options) => fallback([reranker], { breaker: options })],
  ["scorethreshold", "scoreThreshold", (options) => resolveAdapterOptions({ reranker, ...options })],
  ["ScoreKey", "scoreKey", (options) => resolveAdapterOptions({ reranker, ...options }, ["scoreKey"])],
])("the option %s is refused, as it is spelled %s", (given, meant, use) => {
  expect(() => use({ [given]: 1 })).toThrow(`${given} has no effect: it is spelled ${meant}`);
  expect(() => use({ [given]: 1 })).toThrow(ConfigurationError);
  expect(() => use({ [given]: undefined, unheardOf: 1 })).not.toThrow();
});

test.each<[string, RegExp, (options: object) => unknown]>([
  ["topN", /^topN has no effect here: it belongs to the request, rankItems or an adapter/u, createOwn],
  ["scoreThreshold", /^scoreThreshold has no effect here: it belongs to rankItems or an adapter/u, createOwn],
  ["onError", /^onError has no effect here: .* \(the options of a reranker\)$/u, createOwn],
  ["signal", /^signal has no effect here: it belongs to the second argument of rerank\(\)/u, createOwn],
  ["timeoutMs", /^timeoutMs has no effect here: .* \(the options of withCache\)$/u, (o) => withCache(reranker, o)],
])("the option %s is refused where it has no effect", (name, message, use) => {
  expect(() => use({ [name]: 1 })).toThrow(message);
  expect(() => use({ [name]: 1 })).toThrow(ConfigurationError);
  expect(() => use({ [name]: undefined })).not.toThrow();
});

function createOwn(options: object): Reranker {
  return createReranker({ ...own, ...options });
}

test.each<[string, (reranker: Reranker) => Promise<unknown>]>([
  ["top_n has no effect: it is spelled topN", (own) => own.rerank({ query: "q", documents: ["a"], top_n: 1 } as never)],
  [
    "signal has no effect here: it belongs to the second argument of rerank() (the request)",
    (own) => own.rerank({ query: "q", documents: ["a"], signal: AbortSignal.abort() } as never),
  ],
  [
    "scoreThreshold has no effect here: it belongs to rankItems or an adapter (the request)",
    (own) => own.rerank({ query: "q", documents: ["a"], scoreThreshold: 0.5 } as never),
  ],
  [
    "topN has no effect here: it belongs to the request, rankItems or an adapter (the second argument)",
    (own) => own.rerank({ query: "q", documents: ["a"] }, { topN: 1 } as never),
  ],
  ["timeout_ms has no effect", (own) => own.rerank({ query: "q", documents: ["a"] }, { timeout_ms: 1 } as never)],
  [
    "scorethreshold has no effect",
    (own) => rankItems(own, { query: "q", items: ["a"], text: String, scorethreshold: 0.5 } as never),
  ],
])("in a call, %s", async (message, call) => {
  const refused = call(reranker);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(InvalidRequestError);
});
