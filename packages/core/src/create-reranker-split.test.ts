import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { startFaultServer } from "../../../test/support/fault-server.ts";
import { expectFailure, failedServer, failureOf } from "../../../test/support/fault-table.ts";
import { answer, scored, scores, silence, type WireRequest } from "../../../test/support/faults.ts";
import { expectNoSecret, secrets } from "../../../test/support/secrets.ts";
import { createReranker } from "./create-reranker.ts";
import type { RerankEvent } from "./events.ts";
import { withCache } from "./with-cache.ts";

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`);

/** Answers in the process, as the endpoint would, and notes what it was asked. */
function inProcess(asked: WireRequest[] = []): typeof globalThis.fetch {
  return (_url, init) => {
    const request = JSON.parse(init?.body as string) as WireRequest;
    asked.push(request);
    return Promise.resolve(Response.json(scored(request)));
  };
}

test("options of a call that are a class's reach every request, also under a cache", async () => {
  class Tenant {
    get headers(): Record<string, string> {
      return { "x-tenant": "t1" };
    }
  }
  const tenants: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = (url, init) => {
    tenants.push(new Headers(init?.headers).get("x-tenant"));
    return inProcess()(url, init);
  };
  const reranker = createReranker({ baseURL: "http://in.process/v1", fetch, maxDocumentsPerRequest: 1 });
  await reranker.rerank({ query: "q", documents: numbers(2) }, new Tenant());
  await withCache(reranker).rerank({ query: "q", documents: numbers(2) }, new Tenant());
  expect(tenants).toEqual(["t1", "t1", "t1", "t1"]);
});

test("a split call gives what one request gives: order, ties, top N, duplicates, blanks and usage", async () => {
  const document = fc.tuple(fc.constantFrom("a", "b", "c", ""), fc.constantFrom("", " 0", " 1", " 2", " -1"));
  const options = fc.record({
    maxDocumentsPerRequest: fc.integer({ min: 1, max: 9 }),
    maxCharactersPerRequest: fc.integer({ min: 1, max: 60 }),
    maxConcurrency: fc.integer({ min: 1, max: 4 }),
    sendTopN: fc.boolean(),
  });
  const whole = createReranker({
    baseURL: "http://in.process/v1",
    fetch: inProcess(),
    maxDocumentsPerRequest: Infinity,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { maxLength: 30 }),
      fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      options,
      async (pairs, topN, limits) => {
        const request = { query: "q", documents: pairs.map(([name, score]) => name + score), topN };
        const split = createReranker({ baseURL: "http://in.process/v1", fetch: inProcess(), ...limits });
        const [one, many] = await Promise.all([whole.rerank(request), split.rerank(request)]);
        expect(many.results).toEqual(one.results);
        expect(many.usage.totalTokens).toBe(one.usage.totalTokens);
        expect(many.usage.requests).toBeGreaterThanOrEqual(one.usage.requests);
      },
    ),
  );
});

test("each part asks for the top N that the merge can need", async () => {
  const asked: WireRequest[] = [];
  const reranker = createReranker({
    baseURL: "http://in.process/v1",
    fetch: inProcess(asked),
    maxDocumentsPerRequest: 4,
  });
  const { results } = await reranker.rerank({ query: "q", documents: numbers(10), topN: 3 });
  expect(asked.map(({ documents, top_n }) => [documents.length, top_n])).toEqual([
    [4, 3],
    [4, 3],
    [2, 2],
  ]);
  expect(results.map(({ index }) => index)).toEqual([9, 8, 7]);
  await reranker.rerank({ query: "q", documents: numbers(10) });
  expect(asked.slice(3).map(({ top_n }) => top_n)).toEqual([undefined, undefined, undefined]);
});

test.each([2, 8])(
  "a server that answers 429 to more than %d requests at once gets few more, and nothing is lost",
  async (most) => {
    let underWay = 0;
    await using server = await startFaultServer((socket, request) => {
      if (underWay === most) return answer(429)(socket, request);
      underWay++;
      setTimeout(() => {
        underWay--;
        scores(socket, request);
      }, 5);
    });
    const documents = Array.from({ length: 100 }, (_, index) => `text ${index}`);
    const reranker = createReranker({ baseURL: server.baseURL, maxDocumentsPerRequest: 1 });
    const { results } = await reranker.rerank({ query: "q", documents, topN: 3 });
    expect(results.map(({ index }) => index)).toEqual([99, 98, 97]);
    expect(server.requests.length - documents.length).toBeLessThan(40);
  },
);

test("no more than maxConcurrency requests are under way, for all calls together", async () => {
  let held: (() => void)[] = [];
  let most = 0;
  await using server = await startFaultServer((socket, request) => {
    held.push(() => scores(socket, request));
    most = Math.max(most, held.length);
    if (held.length !== 3) return;
    // A fourth one would arrive in this time.
    setTimeout(() => {
      const release = held;
      held = [];
      for (const answerIt of release) answerIt();
    }, 5);
  });
  const reranker = createReranker({ baseURL: server.baseURL, maxDocumentsPerRequest: 2, maxConcurrency: 3 });
  const calls = Array.from({ length: 3 }, () => reranker.rerank({ query: "q", documents: numbers(20) }));
  await Promise.all(calls);
  expect(server.requests).toHaveLength(30);
  expect(most).toBe(3);
  expect(server.connections).toBe(3);
});

test("left alone, the limit is 16 at first, and 32 where the server keeps up", async () => {
  let underWay = 0;
  let held: (() => void)[] = [];
  const mosts: number[] = [];
  await using server = await startFaultServer((socket, request) => {
    underWay++;
    held.push(() => {
      underWay--;
      scores(socket, request);
    });
    if (held.length !== 1) return;
    // All that may be under way at once arrives in this time.
    setTimeout(() => {
      mosts.push(underWay);
      const release = held;
      held = [];
      for (const answerIt of release) answerIt();
    }, 50);
  });
  const reranker = createReranker({ baseURL: server.baseURL, maxDocumentsPerRequest: 1 });
  await reranker.rerank({ query: "q", documents: numbers(100) });
  expect(server.requests).toHaveLength(100);
  expect(mosts[0]).toBe(16);
  expect(Math.max(...mosts)).toBe(32);
});

test("a small call is not held up by a large one", async () => {
  await using server = await startFaultServer(scores);
  const reranker = createReranker({ baseURL: server.baseURL, maxDocumentsPerRequest: 1, maxConcurrency: 1 });
  const large = reranker.rerank({ query: "large", documents: numbers(50) });
  const small = reranker.rerank({ query: "small", documents: ["one 1"] });
  await small;
  expect(server.requests.length).toBeLessThanOrEqual(4);
  await large;
  expect(server.requests).toHaveLength(51);
});

test("the error of a failed part says which, and the other parts are given up", async () => {
  const { query } = secrets;
  let closed = 0;
  await using server = await startFaultServer((socket, request) => {
    if (request.body.includes("text 5")) answer(500, { error: { message: `bad: ${query}` } })(socket, request);
    else socket.once("close", () => closed++);
  });
  const reranker = createReranker({
    baseURL: server.baseURL,
    apiKey: secrets.apiKey,
    maxRetries: 0,
    maxDocumentsPerRequest: 2,
    maxConcurrency: 3,
  });
  const error = await failureOf(reranker.rerank({ query, documents: numbers(10) }));
  expectFailure(error, { ...failedServer, status: 500, message: [`${server.baseURL}/rerank, part 3 of 5`] });
  expectNoSecret(error);
  // Parts 1 and 2 were under way; 4 and 5 never left.
  expect(server.requests).toHaveLength(3);
  await vi.waitFor(() => expect(closed).toBe(2));
});

test("a failed part is retried alone", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  let failures = 0;
  await using server = await startFaultServer((socket, request) => {
    const fault = request.body.includes("text 3") && failures++ === 0 ? answer(503) : scores;
    fault(socket, request);
  });
  const events: RerankEvent[] = [];
  const reranker = createReranker({
    baseURL: server.baseURL,
    maxDocumentsPerRequest: 2,
    onEvent: (event) => events.push(event),
  });
  const { usage, results } = await reranker.rerank({ query: "q", documents: numbers(6) });
  expect(results).toHaveLength(6);
  expect(usage).toEqual({ requests: 3, promptTokens: 60, totalTokens: 60 });
  expect(server.requests).toHaveLength(4);
  expect(events.filter(({ type }) => type === "retry")).toHaveLength(1);
});

test("a failed call leaves no request behind and no place taken", async () => {
  await using server = await startFaultServer(answer(400));
  const reranker = createReranker({ baseURL: server.baseURL, maxDocumentsPerRequest: 1, maxConcurrency: 2 });
  await failureOf(reranker.rerank({ query: "q", documents: numbers(20) }));
  server.fault = scores;
  expect((await reranker.rerank({ query: "q", documents: numbers(4) })).results).toHaveLength(4);
});

test("one part that times out ends the call, however long the others take", async () => {
  await using server = await startFaultServer((socket, request) => {
    const fault = request.body.includes("text 0") ? silence : scores;
    fault(socket, request);
  });
  const reranker = createReranker({
    baseURL: server.baseURL,
    maxDocumentsPerRequest: 1,
    maxRetries: 0,
    timeoutMs: 150,
  });
  const error = await failureOf(reranker.rerank({ query: "q", documents: numbers(3) }));
  expect(error).toMatchObject({ name: "TimeoutError" });
  expect(error.message).toContain("part 1 of 3");
});

test("an abort in the listener of a split ends the call before it costs anything", async () => {
  const asked: WireRequest[] = [];
  const controller = new AbortController();
  const reason = new Error("enough");
  const reranker = createReranker({
    baseURL: "http://in.process/v1",
    fetch: inProcess(asked),
    maxDocumentsPerRequest: 1,
    onEvent: ({ type }) => type === "split" && controller.abort(reason),
  });
  const call = reranker.rerank({ query: "q", documents: numbers(3) }, { signal: controller.signal });
  await expect(call).rejects.toBe(reason);
  expect(asked).toEqual([]);
});
