import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { defineReranker } from "./define-reranker.ts";
import { AuthenticationError } from "./errors/authentication-error.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { ConnectionError } from "./errors/connection-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import { RateLimitError } from "./errors/rate-limit-error.ts";
import { RerankError } from "./errors/rerank-error.ts";
import { ServerError } from "./errors/server-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import type { RerankEvent } from "./events.ts";
import { rankItems, type RankItemsOptions } from "./rank-items.ts";
import type { CallOptions, Reranker, RerankRequest } from "./reranker.ts";

interface Product {
  readonly title: string;
}

/** Scores a text with the number that it ends in. */
const byNumber = defineReranker({
  provider: "example",
  model: "number",
  rerank: async ({ documents, topN }) => ({
    results: documents
      .map((text, index) => ({ index, relevanceScore: Number(text.split(" ").at(-1)) }))
      .sort((a, b) => b.relevanceScore - a.relevanceScore)
      .slice(0, topN),
    usage: { requests: 1, totalTokens: 3 },
    id: "r-1",
  }),
});

/** A reranker that fails in the way that it is told. */
function failing(error: unknown): Reranker {
  return {
    provider: "example",
    model: "failing",
    rerank: async () => {
      throw error;
    },
  };
}

const products = (...titles: string[]): Product[] => titles.map((title) => ({ title }));

function rank(titles: string[], options: Partial<RankItemsOptions<Product>> = {}, reranker: Reranker = byNumber) {
  return rankItems(reranker, { query: "q", items: products(...titles), text: ({ title }) => title, ...options });
}

const titles = ({ items }: Awaited<ReturnType<typeof rank>>): string[] => items.map(({ item }) => item.title);
const scores = ({ items }: Awaited<ReturnType<typeof rank>>) => items.map(({ relevanceScore }) => relevanceScore);

test("items come best first, with their places and scores, and the account of the call", async () => {
  const items = products("b 2", "a 3", "c 1");
  const ranked = await rankItems(byNumber, { query: "q", items, text: ({ title }) => title });
  expect(ranked).toEqual({
    items: [
      { item: items[1], index: 1, relevanceScore: 3 },
      { item: items[0], index: 0, relevanceScore: 2 },
      { item: items[2], index: 2, relevanceScore: 1 },
    ],
    reranked: true,
    usage: { requests: 1, totalTokens: 3 },
    provider: "example",
    model: "number",
    id: "r-1",
  });
  expect(ranked.items[0]?.item).toBe(items[1]);
});

test("the text function is told the place", async () => {
  const { items } = await rankItems(byNumber, { query: "q", items: ["x", "y"], text: (_item, index) => `${index}` });
  expect(items.map(({ item }) => item)).toEqual(["y", "x"]);
});

test("equal texts are sent once; their items all get the score and keep their order", async () => {
  let sent: readonly string[] = [];
  const counting: Reranker = {
    ...byNumber,
    rerank: (request: RerankRequest, options?: CallOptions) => {
      sent = request.documents;
      return byNumber.rerank(request, options);
    },
  };
  const ranked = await rank(["same 1", "other 2", "same 1"], {}, counting);
  expect(sent).toEqual(["same 1", "other 2"]);
  expect(ranked.items.map(({ index }) => index)).toEqual([1, 0, 2]);
  expect(scores(ranked)).toEqual([2, 1, 1]);
});

test("blank items come last, in their order and without a score", async () => {
  const ranked = await rank([" ", "a 1", "", "b 2"]);
  expect(ranked.items.map(({ index }) => index)).toEqual([3, 1, 0, 2]);
  expect(ranked.items.slice(2).every((item) => !("relevanceScore" in item))).toBe(true);
  expect(titles(await rank([" ", "a 1", "", "b 2"], { topN: 3 }))).toEqual(["b 2", "a 1", " "]);
  expect(titles(await rank([" ", "a 1", "", "b 2"], { topN: 2 }))).toEqual(["b 2", "a 1"]);
});

test("items that are all blank keep their order and cost nothing; a threshold drops them", async () => {
  const never = failing(new Error("asked"));
  expect(await rank(["", " "], {}, never)).toMatchObject({ reranked: true, usage: { requests: 0 } });
  expect(titles(await rank(["", " "], { topN: 1 }, never))).toEqual([""]);
  expect(titles(await rank(["", " "], { scoreThreshold: -9 }, never))).toEqual([]);
});

test("no items, no request", async () => {
  expect(await rank([], { query: "" }, failing(new Error("asked")))).toEqual({
    items: [],
    reranked: true,
    usage: { requests: 0 },
    provider: "example",
    model: "failing",
  });
});

test.each([
  [0.5, ["b 0.5"]],
  [0.51, []],
  [0, ["b 0.5", "c 0"]],
  [-0.25, ["b 0.5", "c 0", "d -0.25"]],
  [-Infinity, ["b 0.5", "c 0", "d -0.25", "a -0.5"]],
  [Infinity, []],
])("a threshold of %d is inclusive", async (scoreThreshold, kept) => {
  expect(titles(await rank(["a -0.5", "b 0.5", "c 0", "d -0.25", ""], { scoreThreshold }))).toEqual(kept);
});

test("the threshold is applied before top N", async () => {
  const ranked = await rank(["a 1", "b 9", "c 8", "d 7"], { scoreThreshold: 7, topN: 2 });
  expect(titles(ranked)).toEqual(["b 9", "c 8"]);
});

test("top N cuts items, with equal texts among them", async () => {
  expect((await rank(["a 2", "a 2", "b 1"], { topN: 1 })).items.map(({ index }) => index)).toEqual([0]);
  expect((await rank(["b 1", "a 2", "a 2"], { topN: 2 })).items.map(({ index }) => index)).toEqual([1, 2]);
  expect(titles(await rank(["a 1", "b 2"], { topN: Infinity }))).toHaveLength(2);
  expect(titles(await rank(["a 1", "b 2"], { topN: 99 }))).toHaveLength(2);
});

test("items are not written to, and frozen ones come back as they are", async () => {
  class Page {
    readonly body: string;
    constructor(body: string) {
      this.body = body;
    }
  }
  const items = Object.freeze([Object.freeze(new Page("a 1")), Object.freeze(new Page("b 2"))]);
  const ranked = await rankItems(byNumber, { query: "q", items, text: ({ body }) => body });
  expect(ranked.items.map(({ item }) => item)).toEqual([items[1], items[0]]);
  expect(ranked.items[0]?.item).toBe(items[1]);
  expect(ranked.items[0]?.item).toBeInstanceOf(Page);
  expect(Object.isFrozen(ranked.items[0]?.item)).toBe(true);
});

test.each([
  [{ topN: 0 }, "topN is 0"],
  [{ scoreThreshold: Number.NaN }, "scoreThreshold is NaN"],
  [{ query: " " }, "query is blank"],
  [{ items: "abc" }, "items is string; it must be an array"],
  [{ text: () => 7 }, "the text of items[0] is number; it must be a string"],
  [{ text: async () => Promise.reject(new Error("down")) }, "the text of items[0] is a promise; it must be a string"],
  [{ onEvent: 5 }, "onEvent is number; it must be a function"],
  [{ onError: "ignore" }, 'onError must be "throw" or "passthrough"'],
])("%j is refused, also with passthrough", async (options, message) => {
  const call = rank(["a 1"], { onError: "passthrough", ...(options as object) });
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toThrow(InvalidRequestError);
});

const passing = [
  new ConnectionError("", { isRetryable: true }),
  new TimeoutError(""),
  new RateLimitError("", { status: 429 }),
  new ServerError("", { status: 500 }),
  new InvalidResponseError(""),
  new Error("anything else"),
];

test.each(passing)("%s passes the retriever's order through, and is reported", async (error) => {
  const events: RerankEvent[] = [];
  const reranker = failing(error);
  const options = { onError: "passthrough", topN: 2, onEvent: (event: RerankEvent) => events.push(event) } as const;
  const ranked = await rank(["b 2", "", "a 1"], options, reranker);
  expect(titles(ranked)).toEqual(["b 2", ""]);
  expect(scores(ranked)).toEqual([undefined, undefined]);
  expect(ranked).toMatchObject({ reranked: false, usage: { requests: 0 }, provider: "example", model: "failing" });
  expect(ranked.error).toBe(error);
  expect(events).toEqual([{ type: "degraded", provider: "example", model: "failing", documents: 3, error }]);
});

test.each(["a thrown string", null, undefined])("a rejection with %s passes through as an error", async (thrown) => {
  const ranked = await rank(["b 2", "a 1"], { onError: "passthrough" }, failing(thrown));
  expect(titles(ranked)).toEqual(["b 2", "a 1"]);
  expect(ranked.error).toBeInstanceOf(RerankError);
  await expect(rank(["a 1"], {}, failing(thrown))).rejects.toBe(thrown);
});

test("an error of another realm passes through as it is", async () => {
  const error: unknown = runInNewContext('new Error("down")');
  expect(await rank(["a 1"], { onError: "passthrough" }, failing(error))).toMatchObject({ reranked: false, error });
});

test("a reranker that ignores the signal is left when it fires", async () => {
  const reason = new Error("enough");
  const never: Reranker = { provider: "example", model: "stuck", rerank: () => new Promise(() => {}) };
  const controller = new AbortController();
  const ranking = rank(["a 1"], { signal: controller.signal, onError: "passthrough" }, never);
  controller.abort(reason);
  await expect(ranking).rejects.toBe(reason);
});

test.each(passing)("%s is thrown by default", async (error) => {
  await expect(rank(["a 1"], {}, failing(error))).rejects.toBe(error);
});

test.each([
  new ConfigurationError(""),
  new InvalidRequestError(""),
  new AuthenticationError(""),
  new DOMException("", "AbortError"),
])("%s never passes through", async (error) => {
  const events: RerankEvent[] = [];
  const options = { onError: "passthrough", onEvent: (event: RerankEvent) => events.push(event) } as const;
  await expect(rank(["a 1"], options, failing(error))).rejects.toBe(error);
  expect(events).toEqual([]);
});

test("an abort never passes through, and keeps its reason", async () => {
  const controller = new AbortController();
  const reason = { why: "the user left" };
  const waiting: Reranker = {
    provider: "example",
    model: "waiting",
    rerank: (_request, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
      }),
  };
  const call = rank(["a 1"], { onError: "passthrough", signal: controller.signal }, waiting);
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  const fired = rank(["a 1"], { onError: "passthrough", signal: controller.signal }, failing(new Error("asked")));
  await expect(fired).rejects.toBe(reason);
});

test("the call's options reach the reranker", async () => {
  const seen: (CallOptions | undefined)[] = [];
  const spying: Reranker = {
    ...byNumber,
    rerank: (request, options) => (seen.push(options), byNumber.rerank(request)),
  };
  const { signal } = new AbortController();
  await rank(["a 1"], { signal, timeoutMs: 5, headers: { "x-a": "b" } }, spying);
  expect(seen).toEqual([{ signal, timeoutMs: 5, headers: { "x-a": "b" } }]);
});

test("a foreign reranker's rows are checked", async () => {
  const foreign: Reranker = {
    provider: "example",
    model: "foreign",
    rerank: async () => ({
      results: [{ index: 7, relevanceScore: 1 }],
      usage: { requests: 1 },
      provider: "example",
      model: "foreign",
    }),
  };
  await expect(rank(["a 1"], {}, foreign)).rejects.toThrow("index 7, out of range for 1 documents (example foreign)");
});

test("a call without options is refused with what belongs in them", async () => {
  const refused = rankItems(byNumber, undefined as never);
  await expect(refused).rejects.toThrow("the second argument is undefined; it must be an object: { query, items, text");
  await expect(refused).rejects.toThrow(InvalidRequestError);
});

test.each(["throw", "passthrough"] as const)(
  "a list that its owner changes during the call changes no result (onError: %s)",
  async (onError) => {
    const items = products("a 1", "b 2", "c 3");
    const sent = [...items];
    const slow = defineReranker({
      provider: "example",
      model: "slow",
      rerank: async ({ documents }) => {
        items.length = 0;
        items.push({ title: "other" });
        if (onError === "passthrough") throw new ServerError("The server failed");
        return { results: documents.map((_, index) => ({ index, relevanceScore: index })), usage: { requests: 1 } };
      },
    });
    const ranked = await rankItems(slow, { query: "q", items, text: ({ title }) => title, onError });
    const expected = onError === "throw" ? sent.toReversed() : sent;
    expect(ranked.items.map(({ item }) => item)).toEqual(expected);
  },
);

test("very many items without text are no problem", async () => {
  const items = Array.from({ length: 200_000 }, (_, index) => (index === 0 ? "a 1" : " "));
  const ranked = await rankItems(byNumber, { query: "q", items, text: (item) => item });
  expect(ranked.items).toHaveLength(200_000);
});
