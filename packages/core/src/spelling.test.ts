import { expect, test } from "vitest";
import { balance, createReranker, fallback, rankItems, withCache, withPassages } from "./index.ts";
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
  ["key", "apiKey", createOwn],
  ["token", "apiKey", createOwn],
  ["apiKeys", "apiKey", createOwn],
  ["models", "model", createOwn],
  ["modelName", "model", createOwn],
  ["timeout", "timeoutMs", createOwn],
  ["timeoutSeconds", "timeoutMs", createOwn],
  ["totalTimeout", "totalTimeoutMs", createOwn],
  ["maxResponse", "maxResponseBytes", createOwn],
  ["retries", "maxRetries", createOwn],
  ["maxRetry", "maxRetries", createOwn],
  ["timeoutSec", "timeoutMs", createOwn],
  ["concurrency", "maxConcurrency", createOwn],
  ["baseUri", "baseURL", (options) => createReranker({ ...options, apiKey: "sk-test" })],
  ["url", "baseURL", (options) => createReranker({ ...options, apiKey: "sk-test" })],
  ["endpoint", "baseURL", (options) => createReranker({ ...options, apiKey: "sk-test" })],
  ["ttl", "ttlMs", (options) => withCache(reranker, options)],
  ["storeTimeout", "storeTimeoutMs", (options) => withCache(reranker, options)],
  ["max", "maxEntries", (options) => withCache(reranker, options)],
  ["overlap", "overlapChars", (options) => withPassages(reranker, options)],
  ["reset", "resetMs", (options) => fallback([reranker], { breaker: options })],
  ["threshold", "failures", (options) => fallback([reranker], { breaker: options })],
  ["k", "topN", (options) => resolveAdapterOptions({ reranker, ...options })],
  ["top_k", "topN", (options) => resolveAdapterOptions({ reranker, ...options })],
  ["similarityTopK", "topN", (options) => resolveAdapterOptions({ reranker, ...options })],
  ["min_score", "scoreThreshold", (options) => resolveAdapterOptions({ reranker, ...options })],
  ["onFailure", "onError", (options) => resolveAdapterOptions({ reranker, ...options })],
  ["normalise", "normalize", (options) => resolveAdapterOptions({ reranker, ...options }, ["normalize"])],
  ["lang", "language", (options) => resolveAdapterOptions({ reranker, ...options }, ["language"])],
  ["threshold", "scoreThreshold", (options) => resolveAdapterOptions({ reranker, ...options })],
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
  ["ttlMs", /^ttlMs has no effect here: it belongs to withCache/u, createOwn],
  ["breaker", /^breaker has no effect here: it belongs to fallback or balance/u, createOwn],
  ["failures", /: it belongs to the breaker of fallback or balance \(the options of fallback\)$/u, inFallback],
  ["resetMs", /: it belongs to the breaker of fallback or balance \(the options of balance\)$/u, inBalance],
])("the option %s is refused where it has no effect", (name, message, use) => {
  expect(() => use({ [name]: 1 })).toThrow(message);
  expect(() => use({ [name]: 1 })).toThrow(ConfigurationError);
  expect(() => use({ [name]: undefined })).not.toThrow();
});

test.each<[string, string, (options: object) => unknown]>([
  ["topK", "topN, and belongs to the request, rankItems or an adapter", createOwn],
  ["minScore", "scoreThreshold, and belongs to rankItems or an adapter", createOwn],
  ["abortSignal", "signal, and belongs to the second argument of rerank()", createOwn],
  [
    "timeout",
    "timeoutMs, and belongs to a reranker, or the second argument of rerank()",
    (o) => withCache(reranker, o),
  ],
  ["failureThreshold", "failures, and belongs to the breaker of fallback or balance", inFallback],
  ["resetTimeout", "resetMs, and belongs to the breaker of fallback or balance", inBalance],
])("the option %s is refused with the name and the place that it has", (name, meant, use) => {
  expect(() => use({ [name]: 1 })).toThrow(`${name} has no effect here: it is spelled ${meant}`);
  expect(() => use({ [name]: 1 })).toThrow(ConfigurationError);
});

test.each<[object, (options: object) => unknown]>([
  [{ k: 25, limit: 100, threshold: 0.5 }, createOwn],
  [{ retries: 5, maxRetries: 1 }, createOwn],
  [{ similarityTopK: 25, topN: 5 }, (options) => resolveAdapterOptions({ reranker, ...options })],
  [{ timeout: 5, timeoutMs: 5000 }, createOwn],
  [{ item: "x", tags: [], verbose: true, metadata: {} }, createOwn],
])("options of somebody else's are left alone: %o", (options, use) => {
  expect(() => use(options)).not.toThrow();
});

function createOwn(options: object): Reranker {
  return createReranker({ ...own, ...options });
}

function inFallback(options: object): Reranker {
  return fallback([reranker], options);
}

function inBalance(options: object): Reranker {
  return balance([reranker], options);
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
  [
    "document has no effect: it is spelled documents (the request)",
    (own) => own.rerank({ query: "q", document: "a" } as never),
  ],
  ["texts has no effect: it is spelled documents", (own) => own.rerank({ query: "q", texts: ["a"] } as never)],
  ["top_k has no effect: it is spelled topN", (own) => own.rerank({ query: "q", documents: ["a"], top_k: 1 } as never)],
  ["limit has no effect: it is spelled topN", (own) => own.rerank({ query: "q", documents: ["a"], limit: 1 } as never)],
  [
    "abortSignal has no effect here: it is spelled signal, and belongs to the second argument of rerank() (the request)",
    (own) => own.rerank({ query: "q", documents: ["a"], abortSignal: AbortSignal.abort() } as never),
  ],
  [
    "abortSignal has no effect: it is spelled signal (the second argument)",
    (own) => own.rerank({ query: "q", documents: ["a"] }, { abortSignal: AbortSignal.abort() } as never),
  ],
  ["timeout has no effect", (own) => own.rerank({ query: "q", documents: ["a"] }, { timeout: 1 } as never)],
  [
    "documents has no effect: it is spelled items",
    (own) => rankItems(own, { query: "q", documents: ["a"], text: String } as never),
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
