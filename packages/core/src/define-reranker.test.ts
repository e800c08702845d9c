import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { type CheckedRequest, defineReranker, type RerankerDefinition } from "./define-reranker.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import { rankItems } from "./rank-items.ts";
import type { CallOptions, RerankRequest, RerankResult } from "./reranker.ts";
import { withCache } from "./with-cache.ts";

/** A reranker that scores a text by its length, and what it was asked. */
function byLength(change: (results: RerankResult[]) => RerankResult[] = (results) => results) {
  const asked: CheckedRequest[] = [];
  const reranker = defineReranker({
    provider: "example",
    model: "length",
    rerank: async (request) => {
      asked.push(request);
      const rows = request.documents.map((text, index) => ({ index, relevanceScore: text.length }));
      rows.sort((a, b) => b.relevanceScore - a.relevanceScore);
      return { results: change(rows.slice(0, request.topN)), usage: { requests: 1, totalTokens: 7 }, id: "r-1" };
    },
  });
  return { reranker, asked };
}

test("blank texts are left out, equal ones are scored once, and every place of a text gets its row", async () => {
  const { reranker, asked } = byLength();
  const response = await reranker.rerank({ query: "q", documents: ["aa", " ", "bbb", "aa", ""] });
  expect(asked).toEqual([{ query: "q", documents: ["aa", "bbb"], topN: 2, wantsAll: true }]);
  expect(response).toEqual({
    results: [
      { index: 2, relevanceScore: 3 },
      { index: 0, relevanceScore: 2 },
      { index: 3, relevanceScore: 2 },
    ],
    usage: { requests: 1, totalTokens: 7 },
    provider: "example",
    model: "length",
    id: "r-1",
  });
});

test("top N counts documents, not distinct texts", async () => {
  const { reranker, asked } = byLength();
  const { results } = await reranker.rerank({ query: "q", documents: ["bb", "bb", "a", "bb"], topN: 2 });
  expect(asked[0]).toMatchObject({ topN: 2, wantsAll: false });
  expect(results.map(({ index }) => index)).toEqual([0, 1]);
});

test("top N of Infinity, or larger than the list, means the list", async () => {
  const { reranker, asked } = byLength();
  for (const topN of [Infinity, 9, undefined]) {
    expect((await reranker.rerank({ query: "q", documents: ["a", "bb"], topN })).results).toHaveLength(2);
  }
  expect(asked.map(({ topN, wantsAll }) => [topN, wantsAll])).toEqual([
    [2, true],
    [2, false],
    [2, true],
  ]);
});

test("nothing is asked where nothing is to be scored", async () => {
  const { reranker, asked } = byLength();
  const nothing = { results: [], usage: { requests: 0 }, provider: "example", model: "length" };
  expect(await reranker.rerank({ query: "q", documents: [] })).toEqual(nothing);
  expect(await reranker.rerank({ query: "", documents: [] })).toEqual(nothing);
  expect(await reranker.rerank({ query: "q", documents: ["", "\n"] })).toEqual(nothing);
  expect(asked).toEqual([]);
});

test.each([
  [{ query: " ", documents: ["a"] }, "query is blank"],
  [{ query: 7, documents: ["a"] }, "query is number"],
  [{ query: "q", documents: "a" }, "documents is string"],
  [{ query: "q", documents: ["a", null] }, "documents[1] is null"],
  [{ query: "q", documents: ["a"], topN: 0 }, "topN is 0"],
  [{ query: "q", documents: [], topN: 0 }, "topN is 0"],
])("%j is refused before anything is asked", async (request, message) => {
  const { reranker, asked } = byLength();
  const call = reranker.rerank(request as unknown as RerankRequest);
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toThrow(InvalidRequestError);
  expect(asked).toEqual([]);
});

test("a signal that has fired ends the call with its reason before anything is asked", async () => {
  const { reranker, asked } = byLength();
  const reason = { why: "gone" };
  const call = reranker.rerank({ query: "q", documents: ["a"] }, { signal: AbortSignal.abort(reason) });
  await expect(call).rejects.toBe(reason);
  expect(asked).toEqual([]);
});

test("a function that ignores the signal is left when it fires", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const stuck = defineReranker({ provider: "example", model: "stuck", rerank: () => new Promise(() => {}) });
  const call = stuck.rerank({ query: "q", documents: ["a"] }, { signal: controller.signal });
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
});

test("an answer without its cost costs no requests", async () => {
  const rerank = async () => ({ results: [{ index: 0, relevanceScore: 1 }] }) as never;
  const reranker = defineReranker({ provider: "example", model: "free", rerank });
  expect((await reranker.rerank({ query: "q", documents: ["a"] })).usage).toEqual({ requests: 0 });
});

test.each<readonly [string, (results: RerankResult[]) => unknown[], string]>([
  ["out of range", ([row]) => [{ ...row, index: 5 }, row], "index 5, out of range for 2 documents (example length)"],
  ["repeated", ([row]) => [row, row], "repeats index"],
  ["missing", ([row]) => [row], "1 results came back"],
  ["without a score", ([row]) => [row, { index: 0 }], "not a finite number"],
])("rows that are %s are refused", async (_title, change, message) => {
  const { reranker } = byLength((results) => change(results) as RerankResult[]);
  const call = reranker.rerank({ query: "q", documents: ["a", "bb"] });
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toThrow(InvalidResponseError);
});

test("rows out of order are sorted", async () => {
  const { reranker } = byLength((results) => results.toReversed());
  const { results } = await reranker.rerank({ query: "q", documents: ["a", "bbb", "cc"] });
  expect(results.map(({ index }) => index)).toEqual([1, 2, 0]);
});

test("the request is not written to, and frozen ones are taken", async () => {
  const { reranker } = byLength();
  const request = Object.freeze({ query: "q", documents: Object.freeze(["a", "", "bb", "a"]), topN: 3 });
  expect((await reranker.rerank(request)).results).toHaveLength(3);
});

test("who answered in another's place is named", async () => {
  const reranker = defineReranker({
    provider: "first",
    model: "a",
    rerank: async () => ({
      results: [{ index: 0, relevanceScore: 1 }],
      usage: { requests: 1 },
      provider: "second",
      model: "b",
    }),
  });
  expect(await reranker.rerank({ query: "q", documents: ["a"] })).toMatchObject({ provider: "second", model: "b" });
});

test("a function that answers at once is as good as one that promises to, with a signal too", async () => {
  const answer = { results: [{ index: 0, relevanceScore: 1 }], usage: { requests: 0 } };
  const reranker = defineReranker({ provider: "p", model: "m", rerank: (() => answer) as never });
  const { signal } = new AbortController();
  expect((await reranker.rerank({ query: "q", documents: ["a"] }, { signal })).results).toHaveLength(1);
});

test.each<[string, unknown]>([
  ["The options of defineReranker are null", null],
  ["provider is null", { model: "m", rerank: () => {} }],
  ["model is number", { provider: "p", model: 5, rerank: () => {} }],
  ["rerank is null", { provider: "p", model: "m" }],
  ["emit is number", { provider: "p", model: "m", rerank: () => {}, emit: 5 }],
])("%s: refused", (message, definition) => {
  const define = (): unknown => defineReranker(definition as RerankerDefinition);
  expect(define).toThrow(message);
  expect(define).toThrow(ConfigurationError);
});

test.each<[CallOptions, string]>([
  [{ timeoutMs: 0 }, "timeoutMs is 0; it must be a positive number of milliseconds"],
  [{ headers: { "x-tenant": "a\nb" } }, 'The value of header "x-tenant" cannot be sent'],
])("a call with %j is refused before anything is scored", async (options, message) => {
  const rerank = vi.fn<RerankerDefinition["rerank"]>();
  const call = defineReranker({ provider: "p", model: "m", rerank }).rerank({ query: "q", documents: ["a"] }, options);
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toThrow(InvalidRequestError);
  expect(rerank).not.toHaveBeenCalled();
});

test("an emit that throws harms no wrapper", async () => {
  const emit = vi.fn<() => never>(() => {
    throw new Error("listener");
  });
  const rerank: RerankerDefinition["rerank"] = async () => ({
    results: [{ index: 0, relevanceScore: 1 }],
    usage: { requests: 1 },
  });
  const cached = withCache(defineReranker({ provider: "p", model: "m", rerank, emit }));
  expect((await cached.rerank({ query: "q", documents: ["a"] })).results).toHaveLength(1);
  expect(emit).toHaveBeenCalled();
});

test.each([undefined, null, {}, { results: null }, { results: { length: 1 } }, { results: [null] }])(
  "a function that returns %j has broken the rules",
  async (answer) => {
    const rerank = async () => answer as never;
    const reranker = defineReranker({ provider: "p", model: "m", rerank });
    await expect(reranker.rerank({ query: "q", documents: ["a"] })).rejects.toThrow(InvalidResponseError);
    const foreign = { provider: "p", model: "m", rerank };
    const ranking = rankItems(foreign, { query: "q", items: ["a"], text: (item) => item });
    await expect(ranking).rejects.toThrow(InvalidResponseError);
  },
);
