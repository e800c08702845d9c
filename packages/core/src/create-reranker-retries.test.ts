import { beforeEach, expect, test, vi } from "vitest";
import { startFaultServer } from "../../../test/support/fault-server.ts";
import { failureOf } from "../../../test/support/fault-table.ts";
import { answer, inTurn, resetAfter, scores, silence } from "../../../test/support/faults.ts";
import { createReranker } from "./create-reranker.ts";
import type { RerankEvent } from "./events.ts";

const request = { query: "q", documents: ["a 1", "b 2"] };

/** Makes every wait before a retry 0 ms long. */
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});

test("maxRetries says how often a failed request is sent again", async () => {
  for (const maxRetries of [0, 1, 4]) {
    await using server = await startFaultServer(answer(503));
    const reranker = createReranker({ baseURL: server.baseURL, maxRetries });
    await failureOf(reranker.rerank(request));
    expect(server.requests).toHaveLength(maxRetries + 1);
  }
});

test("an outage is not answered with three times the load", async () => {
  await using server = await startFaultServer(answer(503));
  const reranker = createReranker({ baseURL: server.baseURL });
  const failures = await Promise.all(Array.from({ length: 200 }, () => failureOf(reranker.rerank(request))));
  expect(failures.every(({ name }) => name === "ServerError")).toBe(true);
  // 200 first tries, the 30 retries that an instance may spend in a row, and a fifth of one for each request.
  expect(server.requests.length).toBeGreaterThan(200);
  expect(server.requests.length).toBeLessThanOrEqual(270);
});

test("after an outage the budget for retries comes back with the requests", async () => {
  await using server = await startFaultServer(answer(503));
  const reranker = createReranker({ baseURL: server.baseURL, retryBudget: 2 });
  await failureOf(reranker.rerank(request));
  const count = async (): Promise<number> => {
    const before = server.requests.length;
    await failureOf(reranker.rerank(request));
    return server.requests.length - before;
  };
  expect(await count()).toBe(1);
  server.fault = scores;
  for (let call = 0; call < 10; call++) await reranker.rerank(request);
  server.fault = answer(503);
  expect(await count()).toBe(3);
});

test("a budget of Infinity retries every time", async () => {
  await using server = await startFaultServer(answer(503));
  const reranker = createReranker({ baseURL: server.baseURL, retryBudget: Infinity });
  await Promise.all(Array.from({ length: 50 }, () => failureOf(reranker.rerank(request))));
  expect(server.requests).toHaveLength(150);
});

test("a wait before a retry holds no place", async () => {
  await using server = await startFaultServer(inTurn(answer(429, "", { "retry-after": "30" }), scores));
  const stop = new AbortController();
  let retried = (): void => {};
  const waiting = new Promise<void>((resolve) => (retried = resolve));
  const reranker = createReranker({
    baseURL: server.baseURL,
    maxConcurrency: 1,
    onEvent: ({ type }) => type === "retry" && retried(),
  });
  const held = failureOf(reranker.rerank(request, { signal: stop.signal }));
  await waiting;
  expect((await reranker.rerank(request)).results).toHaveLength(2);
  stop.abort();
  await held;
});

test("the error of the last try is thrown", async () => {
  await using server = await startFaultServer(inTurn(resetAfter(), answer(429), answer(502)));
  const error = await failureOf(createReranker({ baseURL: server.baseURL }).rerank(request));
  expect(error).toMatchObject({ name: "ServerError", status: 502 });
});

test("backoff takes the time that it announces", async () => {
  vi.mocked(Math.random).mockReturnValue(0.1);
  await using server = await startFaultServer(inTurn(answer(503), scores));
  const order: string[] = [];
  let retry: RerankEvent | undefined;
  const reranker = createReranker({
    baseURL: server.baseURL,
    onEvent: (event) => {
      if (event.type === "request") order.push(`request ${event.attempt}`);
      if (event.type !== "retry") return;
      retry = event;
      setTimeout(() => order.push("40 ms"), 40);
    },
  });
  await reranker.rerank(request);
  expect(retry).toMatchObject({ delayMs: 50, attempt: 1, status: 503, code: "RANKWIRE_SERVER" });
  expect(order).toEqual(["request 1", "40 ms", "request 2"]);
});

test("an attempt that takes too long is tried again", async () => {
  await using server = await startFaultServer(inTurn(silence, scores));
  const reranker = createReranker({ baseURL: server.baseURL, timeoutMs: 150 });
  expect((await reranker.rerank(request)).results).toHaveLength(2);
  expect(server.requests).toHaveLength(2);
});
