import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Keyv } from "keyv";
import { afterEach, expect, test, vi } from "vitest";
import { deferred } from "../../../test/support/deferred.ts";
import { balance } from "./balance.ts";
import { createReranker } from "./create-reranker.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { defineReranker } from "./define-reranker.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import { fallback } from "./fallback.ts";
import { ServerError } from "./errors/server-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import type { RerankEvent } from "./events.ts";
import type { RerankerOptions } from "./options.ts";
import type { Reranker } from "./reranker.ts";
import type { ScoreStore } from "./score-store.ts";
import { type CacheOptions, withCache } from "./with-cache.ts";
import { withPassages } from "./with-passages.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Scores a text by its length; `asked` records what it was asked for, and `hold` keeps answers back. */
function byLength(name = "length"): {
  reranker: Reranker;
  asked: string[][];
  gate: { hold?: Promise<void> };
  signals: AbortSignal[];
} {
  const asked: string[][] = [];
  const signals: AbortSignal[] = [];
  const gate: { hold?: Promise<void> } = {};
  const reranker = defineReranker({
    provider: "test",
    model: name,
    rerank: async ({ documents, topN }, { signal }) => {
      asked.push([...documents]);
      if (signal !== undefined) signals.push(signal);
      await gate.hold;
      const results = documents.map((text, index) => ({ index, relevanceScore: text.length }));
      return {
        results: results.toSorted((a, b) => b.relevanceScore - a.relevanceScore).slice(0, topN),
        usage: { requests: 1, totalTokens: 10 },
      };
    },
  });
  return { reranker, asked, gate, signals };
}

const documents = ["a", "bbb", "cc"];

test("a second call costs nothing and gives the same results", async () => {
  const { reranker, asked } = byLength();
  const cached = withCache(reranker);
  const first = await cached.rerank({ query: "q", documents });
  const second = await cached.rerank({ query: "q", documents });
  expect(second.results).toEqual(first.results);
  expect(first.usage).toEqual({ requests: 1, totalTokens: 10, cachedDocuments: 0 });
  expect(second.usage).toEqual({ requests: 0, cachedDocuments: 3 });
  expect(asked).toHaveLength(1);
});

test("a partial hit asks for the rest only, and ranks all of them", async () => {
  const { reranker, asked } = byLength();
  const cached = withCache(reranker);
  await cached.rerank({ query: "q", documents: ["a", "bbb"] });
  const { results } = await cached.rerank({ query: "q", documents: ["dddd", "a", "bbb", "cc"], topN: 3 });
  expect(asked[1]).toEqual(["dddd", "cc"]);
  expect(results.map(({ index }) => index)).toEqual([0, 2, 3]);
});

test("a call for the top N remembers the scores below it too", async () => {
  const { reranker, asked } = byLength();
  const cached = withCache(reranker);
  expect((await cached.rerank({ query: "q", documents, topN: 1 })).results).toEqual([{ index: 1, relevanceScore: 3 }]);
  expect((await cached.rerank({ query: "q", documents })).results).toHaveLength(3);
  expect(asked).toHaveLength(1);
});

test("another query, model or way of scoring has scores of its own", async () => {
  const store = new Keyv();
  const one = byLength();
  const other = byLength("other");
  await withCache(one.reranker, { store }).rerank({ query: "q", documents });
  await withCache(one.reranker, { store }).rerank({ query: "other", documents });
  await withCache(other.reranker, { store }).rerank({ query: "q", documents });
  await withCache(withPassages(one.reranker, { maxChars: 2 }), { store }).rerank({ query: "q", documents });
  expect(one.asked).toHaveLength(3);
  expect(other.asked).toHaveLength(1);
});

test("identical calls at the same time share one request, and one of them pays", async () => {
  const { reranker, asked, gate } = byLength();
  const { promise, resolve } = deferred();
  gate.hold = promise;
  const cached = withCache(reranker);
  const calls = [1, 2, 3].map(() => cached.rerank({ query: "q", documents }));
  resolve();
  const responses = await Promise.all(calls);
  expect(asked).toHaveLength(1);
  expect(responses.map(({ usage }) => usage.requests)).toEqual([1, 0, 0]);
  expect(new Set(responses.map(({ results }) => JSON.stringify(results))).size).toBe(1);
});

test("a call that overlaps with one under way asks for what is missing in it", async () => {
  const { reranker, asked, gate } = byLength();
  const { promise, resolve } = deferred();
  gate.hold = promise;
  const cached = withCache(reranker);
  const first = cached.rerank({ query: "q", documents });
  const second = cached.rerank({ query: "q", documents: ["cc", "eeeee"] });
  resolve();
  await first;
  expect((await second).results.map(({ index }) => index)).toEqual([1, 0]);
  expect(asked).toEqual([documents, ["eeeee"]]);
});

test("a caller that aborts leaves the shared request to the others; the last one ends it", async () => {
  const { reranker, gate, signals } = byLength();
  const { promise, resolve } = deferred();
  gate.hold = promise;
  const cached = withCache(reranker);
  const one = new AbortController();
  const two = new AbortController();
  const first = cached.rerank({ query: "q", documents }, { signal: one.signal });
  const second = cached.rerank({ query: "q", documents }, { signal: two.signal });
  await vi.waitFor(() => expect(signals).toHaveLength(1));
  const reason = new Error("gone");
  one.abort(reason);
  await expect(first).rejects.toBe(reason);
  expect(signals[0]?.aborted).toBe(false);
  const last = new Error("gone too");
  two.abort(last);
  await expect(second).rejects.toBe(last);
  expect(signals[0]?.aborted).toBe(true);
  expect(getEventListeners(two.signal, "abort")).toHaveLength(0);
  resolve();
});

test("a call that joins another's request is not ended by that one's signal, which fires meanwhile", async () => {
  const first = new AbortController();
  const inner = defineReranker({
    provider: "p",
    model: "m",
    rerank: async ({ documents, topN }, { signal }) => {
      if (documents.includes("y")) first.abort("the first call's own reason");
      await new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, 20);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      });
      const results = documents.map((_, index) => ({ index, relevanceScore: 1 }));
      return { results: results.slice(0, topN), usage: { requests: 1 } };
    },
  });
  const cached = withCache(inner);
  const leaving = cached.rerank({ query: "q", documents: ["x"] }, { signal: first.signal });
  const staying = cached.rerank({ query: "q", documents: ["x", "y"] });
  await expect(leaving).rejects.toBe("the first call's own reason");
  expect((await staying).results).toHaveLength(2);
});

test("calls that join one that is about to run out of time ask again, all in one request", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const holds: ReturnType<typeof deferred>[] = [];
  const slow = defineReranker({
    provider: "test",
    model: "slow",
    rerank: async () => {
      const hold = deferred();
      holds.push(hold);
      await hold.promise;
      throw new TimeoutError(`request ${holds.length} took too long`);
    },
  });
  const cached = withCache(slow);
  const call = (): Promise<unknown> => cached.rerank({ query: "q", documents }).catch((error: Error) => error.message);
  const first = call();
  vi.advanceTimersByTime(400);
  const early = call();
  vi.advanceTimersByTime(500);
  const late = [call(), call(), call()];
  vi.advanceTimersByTime(100);
  holds[0]?.resolve();
  expect(await Promise.all([first, early])).toEqual(Array(2).fill("request 1 took too long"));
  await vi.waitFor(() => expect(holds).toHaveLength(2));
  vi.advanceTimersByTime(1000);
  holds[1]?.resolve();
  expect(await Promise.all(late)).toEqual(Array(3).fill("request 2 took too long"));
  expect(holds).toHaveLength(2);
});

test("what a shared request cost is reported by one of those who are left when the call that asked is aborted", async () => {
  const { reranker, gate } = byLength();
  const hold = deferred();
  gate.hold = hold.promise;
  const cached = withCache(reranker);
  const controller = new AbortController();
  const first = cached.rerank({ query: "q", documents }, { signal: controller.signal });
  const others = [1, 2].map(() => cached.rerank({ query: "q", documents }));
  controller.abort();
  await expect(first).rejects.toBe(controller.signal.reason);
  hold.resolve();
  const usages = (await Promise.all(others)).map(({ usage }) => usage);
  expect(usages).toEqual([
    { requests: 1, totalTokens: 10, cachedDocuments: 0 },
    { requests: 0, cachedDocuments: 0 },
  ]);
});

test("a call that fails in the end reports no cost in place of another one", async () => {
  const hold = deferred();
  const reranker = defineReranker({
    provider: "test",
    model: "partly down",
    rerank: async (request, options) => {
      if (!request.documents.includes("bad")) return byLength().reranker.rerank(request, options);
      await hold.promise;
      throw new ServerError("down", { status: 500 });
    },
  });
  const cached = withCache(reranker);
  const controller = new AbortController();
  const first = cached.rerank({ query: "q", documents: ["a"] }, { signal: controller.signal });
  const failing = cached.rerank({ query: "q", documents: ["a", "bad"] });
  const third = cached.rerank({ query: "q", documents: ["a"] });
  controller.abort();
  await expect(first).rejects.toBe(controller.signal.reason);
  expect((await third).usage.requests).toBe(1);
  hold.resolve();
  await expect(failing).rejects.toThrow("down");
});

test("a call that reports two requests reports their sum", async () => {
  const { reranker, gate } = byLength();
  const hold = deferred();
  gate.hold = hold.promise;
  const cached = withCache(reranker);
  const controller = new AbortController();
  const first = cached.rerank({ query: "q", documents: ["a"] }, { signal: controller.signal });
  const second = cached.rerank({ query: "q", documents: ["a", "bbb"] });
  controller.abort();
  await expect(first).rejects.toBe(controller.signal.reason);
  hold.resolve();
  expect((await second).usage).toEqual({ requests: 2, totalTokens: 20, cachedDocuments: 0 });
});

test("a call that fails for a text of its own waits no more for the request that it shares", async () => {
  const hold = deferred();
  const signals: (AbortSignal | undefined)[] = [];
  const picky = defineReranker({
    provider: "test",
    model: "picky",
    rerank: async ({ documents: [text] }, { signal }) => {
      if (text === "bad") throw new ServerError("down", { status: 500 });
      signals.push(signal);
      await hold.promise;
      return { results: [{ index: 0, relevanceScore: 1 }], usage: { requests: 1 } };
    },
  });
  const cached = withCache(picky);
  const controller = new AbortController();
  const first = cached.rerank({ query: "q", documents: ["slow"] }, { signal: controller.signal });
  await expect(cached.rerank({ query: "q", documents: ["slow", "bad"] })).rejects.toThrow("down");
  expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
  controller.abort();
  await expect(first).rejects.toBe(controller.signal.reason);
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  hold.resolve();
});

test("a call that is aborted while its request is being started ends it, and no other call joins it", async () => {
  const controller = new AbortController();
  const signals: (AbortSignal | undefined)[] = [];
  const reranker = defineReranker({
    provider: "test",
    model: "watched",
    rerank: async (_, { signal }) => {
      signals.push(signal);
      controller.abort();
      return { results: [{ index: 0, relevanceScore: 1 }], usage: { requests: 1 } };
    },
  });
  const cached = withCache(reranker);
  const first = cached.rerank({ query: "q", documents: ["a"] }, { signal: controller.signal });
  const second = cached.rerank({ query: "q", documents: ["a"] });
  await expect(first).rejects.toBe(controller.signal.reason);
  expect((await second).usage.requests).toBe(1);
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
});

test("a failure reaches every caller that waits, and is not kept", async () => {
  let calls = 0;
  const reranker = defineReranker({
    provider: "test",
    model: "flaky",
    rerank: async ({ documents }) => {
      if (calls++ === 0) throw new ServerError("down", { status: 503 });
      return { results: documents.map((_, index) => ({ index, relevanceScore: -index })), usage: { requests: 1 } };
    },
  });
  const cached = withCache(reranker);
  const both = await Promise.allSettled([1, 2].map(() => cached.rerank({ query: "q", documents })));
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(cached.rerank({ query: "q", documents })).resolves.toMatchObject({ usage: { requests: 1 } });
});

test("what another reranker answered in its place is neither kept nor mixed with cached scores", async () => {
  const { reranker, asked } = byLength("main");
  const spare = byLength("spare");
  let isDown = false;
  const main = defineReranker({
    provider: "test",
    model: "main",
    rerank: async (request, call) => {
      if (isDown) throw new ServerError("down", { status: 503 });
      return reranker.rerank({ query: request.query, documents: request.documents }, call);
    },
  });
  const cached = withCache(fallback([main, spare.reranker]));
  await cached.rerank({ query: "q", documents: ["a"] });
  isDown = true;
  const degraded = await cached.rerank({ query: "q", documents: ["a", "bbb"] });
  expect(degraded.model).toBe("spare");
  expect(degraded.results).toHaveLength(2);
  expect(degraded.usage.cachedDocuments).toBe(0);
  isDown = false;
  expect((await cached.rerank({ query: "q", documents: ["a", "bbb"] })).model).toBe("main");
  expect(asked.at(-1)).toEqual(["bbb"]);
});

test("what somebody's own reranker answered in its place is not kept either, where it does not say so", async () => {
  const main = byLength("main");
  const results = documents.map((_, index) => ({ index, relevanceScore: 9 }));
  const rerank = async () => ({ results, usage: { requests: 1 } }) as never;
  let isDown = true;
  const flaky = defineReranker({
    provider: "test",
    model: "main",
    rerank: async (request, call) => {
      if (isDown) throw new ServerError("down", { status: 503 });
      return main.reranker.rerank(request, call);
    },
  });
  const cached = withCache(fallback([flaky, { provider: "foreign", model: "m", rerank }]));
  expect((await cached.rerank({ query: "q", documents })).model).toBe("m");
  isDown = false;
  expect(await cached.rerank({ query: "q", documents })).toMatchObject({
    model: "main",
    usage: { cachedDocuments: 0 },
  });
});

test("memory holds the most recently used scores and no more", async () => {
  const { reranker, asked } = byLength();
  const cached = withCache(reranker, { maxEntries: 2 });
  await cached.rerank({ query: "q", documents });
  await cached.rerank({ query: "q", documents });
  expect(asked[1]).toHaveLength(1);
});

test("memory holds a text that was cut from a file, and not the file", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const heldMB = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const forgetful = defineReranker({
    provider: "test",
    model: "forgetful",
    rerank: async () => ({ results: [{ index: 0, relevanceScore: 1 }], usage: { requests: 1 } }),
  });
  const cached = withCache(forgetful);
  const before = heldMB();
  for (const name of Array.from({ length: 20 }, (_, index) => `file ${index}, `)) {
    // About 5 MB; a half of a surrogate pair is a part of many a text that is cut by length.
    const file = `${name}of lorem ipsum \uD83D `.repeat(100_000);
    await cached.rerank({ query: name, documents: [file.slice(1000, 3000)] });
    const again = await cached.rerank({ query: name, documents: [file.slice(1000, 3000)] });
    expect(again.usage.cachedDocuments).toBe(1);
  }
  expect(heldMB() - before).toBeLessThan(20);
});

test("a score is kept for ttlMs", async () => {
  const { reranker, asked } = byLength();
  const cached = withCache(reranker, { ttlMs: 300 });
  const call = (): Promise<unknown> => cached.rerank({ query: "q", documents });
  await call();
  await call();
  expect(asked).toHaveLength(1);
  await vi.waitFor(async () => {
    await call();
    expect(asked).toHaveLength(2);
  });
});

test("scores that join others of their query do not prolong their time", async () => {
  const { reranker, asked } = byLength();
  const cached = withCache(reranker, { ttlMs: 300 });
  let joined = 0;
  await vi.waitFor(async () => {
    await cached.rerank({ query: "q", documents: ["a"] });
    await cached.rerank({ query: "q", documents: [`joins ${joined++}`] });
    expect(asked.filter(([text]) => text === "a")).toHaveLength(2);
  });
});

test("a Keyv store is shared by instances, and sees hashes instead of texts", async () => {
  const kept = new Map<string, unknown>();
  const store = new Keyv({ store: kept });
  const first = byLength();
  const second = byLength();
  const query = "a confidential query";
  await withCache(first.reranker, { store }).rerank({ query, documents: ["a confidential document", "b"] });
  await vi.waitFor(() => expect(kept.size).toBe(2));
  expect(JSON.stringify([...kept])).not.toContain("confidential");
  const { results, usage } = await withCache(second.reranker, { store }).rerank({
    query,
    documents: ["b", "a confidential document"],
  });
  expect(second.asked).toEqual([]);
  expect(usage).toEqual({ requests: 0, cachedDocuments: 2 });
  expect(results).toEqual([
    { index: 1, relevanceScore: 23 },
    { index: 0, relevanceScore: 1 },
  ]);
});

test.each<[string, ScoreStore]>([
  [
    "fails",
    { getMany: () => Promise.reject(new Error("no store")), setMany: () => Promise.reject(new Error("no store")) },
  ],
  [
    "throws",
    {
      getMany: () => {
        throw new Error("no store");
      },
      setMany: () => {
        throw new Error("no store");
      },
    },
  ],
  ["never answers", { getMany: () => new Promise(() => {}), setMany: () => new Promise(() => {}) }],
  [
    "holds nonsense",
    { getMany: async () => ["x", { relevanceScore: "1" }, { relevanceScore: Number.NaN }], setMany: async () => {} },
  ],
])("a store that %s does not fail the call", async (_, store) => {
  const { reranker, asked } = byLength();
  const events: RerankEvent[] = [];
  const cached = withCache(reranker, { store, storeTimeoutMs: 20, onEvent: (event) => events.push(event) });
  expect((await cached.rerank({ query: "q", documents })).results.map(({ index }) => index)).toEqual([1, 2, 0]);
  expect(asked).toHaveLength(1);
  expect(events.at(-1)?.type).toBe("cache");
});

test("a failing store is reported without what was sent", async () => {
  const events: RerankEvent[] = [];
  const store: ScoreStore = { getMany: () => new Promise(() => {}), setMany: async () => {} };
  const cached = withCache(byLength().reranker, { store, storeTimeoutMs: 20, onEvent: (event) => events.push(event) });
  await cached.rerank({ query: "q", documents });
  expect(events).toEqual([
    {
      type: "cache",
      provider: "test",
      model: "length",
      hits: 0,
      misses: 0,
      storeError: new Error("The store did not answer within 20 ms"),
    },
    { type: "cache", provider: "test", model: "length", hits: 0, misses: 3 },
  ]);
});

test("a passage survives the cache", async () => {
  const store = new Keyv();
  const text = "One short sentence. Another sentence that is rather longer. End.";
  const passages = (): Reranker => withPassages(byLength().reranker, { maxChars: 40, overlapChars: 0 });
  const first = await withCache(passages(), { store }).rerank({ query: "q", documents: [text] });
  await vi.waitFor(async () => {
    const second = await withCache(passages(), { store }).rerank({ query: "q", documents: [text] });
    expect(second.usage.requests).toBe(0);
    expect(second.results).toEqual(first.results);
  });
  expect(first.results[0]?.passage).toBeDefined();
});

test("a reranker whose scores depend on the other candidates is refused", () => {
  const rerank = async () => ({ results: [], usage: { requests: 0 } });
  const listwise = defineReranker({ provider: "test", model: "listwise", isListwise: true, rerank });
  expect(() => withCache(listwise)).toThrow("cannot be cached one by one");
  expect(() => withCache(withPassages(fallback([listwise])))).toThrow(ConfigurationError);
});

const down = defineReranker({
  provider: "test",
  model: "down",
  rerank: async () => {
    throw new ServerError("The server failed");
  },
});

test("another reranker's answer is cut to topN", async () => {
  const { reranker } = byLength();
  const { results, model, usage } = await withCache(fallback([down, reranker])).rerank({
    query: "q",
    documents,
    topN: 1,
  });
  expect(results).toEqual([{ index: 1, relevanceScore: 3 }]);
  expect(model).toBe("length");
  expect(usage).toEqual({ requests: 1, totalTokens: 10, cachedDocuments: 0 });
});

test("another reranker's answer goes to the texts that it is about, and is paid for once", async () => {
  const { reranker, asked, gate } = byLength();
  const hold = deferred();
  gate.hold = hold.promise;
  const cached = withCache(fallback([down, reranker]));
  const calls = [documents, documents.toReversed()].map((list) => cached.rerank({ query: "q", documents: list }));
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  hold.resolve();
  const [one, other] = await Promise.all(calls);
  expect(one?.results.map(({ index }) => documents[index])).toEqual(["bbb", "cc", "a"]);
  expect(other?.results.map(({ index }) => documents.toReversed()[index])).toEqual(["bbb", "cc", "a"]);
  expect([one?.usage.requests, other?.usage.requests]).toEqual([1, 0]);
  expect(asked).toHaveLength(1);
});

test("scores of two rerankers are not mixed, and both requests are counted", async () => {
  const { reranker, asked } = byLength();
  let isDown = false;
  const flaky = defineReranker({
    provider: "test",
    model: "flaky",
    rerank: async (request, options) => {
      if (isDown) throw new ServerError("The server failed");
      const { results, usage } = await byLength().reranker.rerank(request, options);
      return { results, usage };
    },
  });
  const cached = withCache(fallback([flaky, reranker]));
  await cached.rerank({ query: "q", documents: ["a"] });
  isDown = true;
  const { results, usage } = await cached.rerank({ query: "q", documents, topN: 2 });
  expect(results.map(({ index }) => index)).toEqual([1, 2]);
  expect(usage.requests).toBe(2);
  expect(asked.at(-1)).toEqual(documents);
});

test("rerankers of one name and different scales are refused behind one fallback, not in a balance", () => {
  const nameless = (port: number): Reranker =>
    createReranker({ provider: "tei", baseURL: `http://127.0.0.1:${port}`, apiKey: "none" });
  const group = fallback([nameless(1), nameless(2)]);
  expect(() => withCache(group)).toThrow("give each its own model or provider");
  expect(() => withCache(withPassages(group))).toThrow(ConfigurationError);
  expect(() => withCache(balance([group]))).toThrow(ConfigurationError);
  const replicas = balance([nameless(1), nameless(2)]);
  for (const group of [replicas, fallback([replicas, byLength().reranker]), fallback([withCache(replicas)])]) {
    expect(() => withCache(group)).not.toThrow();
  }
  const inside = fallback([byLength().reranker, nameless(2)]);
  for (const nested of [inside, withCache(inside), fallback([inside]), balance([byLength().reranker, nameless(2)])]) {
    expect(() => withCache(fallback([nameless(1), nested]))).toThrow("give each its own model or provider");
  }
  expect(() => withCache(fallback([nameless(1), withPassages(inside), nameless(1)]))).not.toThrow();
  const listwise = defineReranker({ provider: "tei", model: "", rerank: vi.fn<never>(), isListwise: true });
  expect(() => withCache(fallback([nameless(1), listwise]))).toThrow(ConfigurationError);
  expect(() => withCache(fallback([withCache(nameless(1)), byLength().reranker]))).not.toThrow();
});

test("replicas that differ in their score scales are refused too", () => {
  const replica = (scoreTransform: "none" | "sigmoid"): Reranker =>
    createReranker({ baseURL: "http://127.0.0.1:1/v1", apiKey: "none", scoreTransform });
  expect(() => withCache(balance([replica("none"), replica("none")]))).not.toThrow();
  expect(() => withCache(balance([replica("none"), replica("sigmoid")]))).toThrow(
    "give each its own model or provider",
  );
});

const scaledBy =
  (factor: number): ((score: number) => number) =>
  (score) =>
    score * factor;

const asking = (ask: string): Dialect => ({ name: "ask", path: "/rerank", body: (request) => ({ ...request, ask }) });

test.each<readonly [string, RerankerOptions, RerankerOptions]>([
  ["functions of one text", { scoreTransform: scaledBy(1) }, { scoreTransform: scaledBy(100) }],
  ["bodies", { dialect: asking("a") }, { dialect: asking("b") }],
  ["headers", { headers: { "x-route": "a" } }, { headers: { "x-route": "b" } }],
  ["fields", { extraBody: { ask: "a" } }, { extraBody: { ask: "b" } }],
  ["parameters of the URL", { baseURL: "http://127.0.0.1/rerank?of=a" }, { baseURL: "http://127.0.0.1/rerank?of=b" }],
])("rerankers of one name with different %s keep their scores apart, also in one store", async (_title, one, other) => {
  const store = new Keyv();
  const requests: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    requests.push(init?.body);
    return Response.json({ results: documents.map((_, index) => ({ index, relevance_score: 0.5 })) });
  };
  const ask = async (options: RerankerOptions): Promise<number> => {
    const base = { baseURL: "http://127.0.0.1/v1", apiKey: `key-of-${requests.length}`, fetch };
    const { results } = await withCache(createReranker({ ...base, ...options }), { store }).rerank({
      query: "q",
      documents,
    });
    return results[0]?.relevanceScore ?? Number.NaN;
  };
  const scores = [await ask(one), await ask(other), await ask(one), await ask(other)];
  expect(requests).toHaveLength(2);
  expect(scores.slice(2)).toEqual(scores.slice(0, 2));
});

test("who writes to a passage of a result writes to no later answer", async () => {
  const cached = withCache(withPassages(byLength().reranker, { maxChars: 8 }));
  const request = { query: "q", documents: ["one two three four five six"] };
  const [first, joined] = await Promise.all([cached.rerank(request), cached.rerank(request)]);
  const expected = structuredClone(first);
  for (const { results } of [first, joined, await cached.rerank(request)])
    Object.assign(results[0]?.passage ?? {}, { start: 99 });
  expect((await cached.rerank(request)).results).toEqual(expected.results);
});

test.each([
  { start: -5, end: 3 },
  { start: 2, end: 2 },
  { start: 0, end: 1e9 },
  { start: 0.5, end: 2 },
])("a store's passage %o that is none of the text's is asked for anew", async (passage) => {
  const { reranker, asked } = byLength();
  const store: ScoreStore = {
    getMany: async (keys) => keys.map(() => ({ relevanceScore: 1, passage })),
    setMany: async () => undefined,
  };
  await withCache(reranker, { store }).rerank({ query: "q", documents });
  expect(asked).toEqual([documents]);
});

test.each<readonly [string, unknown]>([
  ["nothing", undefined],
  ["no results", {}],
  ["a row that is none", { results: [null, null, null] }],
])("%s from somebody's own reranker is refused in words", async (_title, answer) => {
  const foreign: Reranker = { provider: "foreign", model: "m", rerank: async () => answer as never };
  await expect(withCache(foreign).rerank({ query: "q", documents })).rejects.toThrow(InvalidResponseError);
});

test("a call that joined one with a refused text is not refused for it", async () => {
  const hold = deferred();
  const picky = defineReranker({
    provider: "test",
    model: "picky",
    rerank: async (request, options) => {
      await hold.promise;
      if (request.documents.includes("bad")) throw new InvalidRequestError("The server rejects the request");
      return byLength().reranker.rerank(request, options);
    },
  });
  const cached = withCache(picky);
  const calls = [
    cached.rerank({ query: "q", documents: ["a", "bad"] }),
    cached.rerank({ query: "q", documents: ["a", "bbb"] }),
  ];
  hold.resolve();
  const [bad, good] = await Promise.allSettled(calls);
  expect(bad?.status).toBe("rejected");
  expect(good?.status === "fulfilled" && good.value.results.map(({ index }) => index)).toEqual([1, 0]);
});

test("an abort ends the wait for a store, and one in a listener ends the call", async () => {
  const { reranker, asked } = byLength();
  const store: ScoreStore = { getMany: () => new Promise(() => {}), setMany: async () => {} };
  const reason = new Error("enough");
  const controller = new AbortController();
  const waiting = withCache(reranker, { store, storeTimeoutMs: 60_000 }).rerank(
    { query: "q", documents },
    { signal: controller.signal },
  );
  setTimeout(() => controller.abort(reason), 5);
  await expect(waiting).rejects.toBe(reason);
  const other = new AbortController();
  const cached = withCache(reranker, { onEvent: () => other.abort(reason) });
  await expect(cached.rerank({ query: "q", documents }, { signal: other.signal })).rejects.toBe(reason);
  expect(asked).toEqual([]);
});

test.each<[string, unknown]>([
  ["The options of withCache are null", null],
  ["store is an object", { store: {} }],
  ["onEvent is number", { onEvent: 5 }],
  ["ttlMs is 0", { ttlMs: 0 }],
  ["storeTimeoutMs is 0", { storeTimeoutMs: 0 }],
  ["maxEntries is 0", { maxEntries: 0, store: new Keyv() }],
])("%s: refused", (message, options) => {
  expect(() => withCache(byLength().reranker, options as CacheOptions)).toThrow(message);
  expect(() => withCache(byLength().reranker, options as CacheOptions)).toThrow(ConfigurationError);
});

test("a part of a millisecond is a time to live too", () => {
  expect(() => withCache(byLength().reranker, { ttlMs: 0.5 })).not.toThrow();
});
