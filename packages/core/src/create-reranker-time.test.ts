import { expect, test, vi } from "vitest";
import { startFaultServer } from "../../../test/support/fault-server.ts";
import { failureOf, transports } from "../../../test/support/fault-table.ts";
import { answer, inTurn, scores, silence } from "../../../test/support/faults.ts";
import { createReranker } from "./create-reranker.ts";

const request = { query: "q", documents: ["a 1", "b 2"] };

test("loading what sends requests is no part of an attempt's time", async () => {
  await using server = await startFaultServer(scores);
  const reranker = createReranker({ baseURL: server.baseURL, timeoutMs: 250, maxRetries: 0 });
  const call = reranker.rerank(request);
  const until = performance.now() + 300;
  while (performance.now() < until);
  expect((await call).results).toHaveLength(2);
});

test.each(Object.entries(transports))(
  "totalTimeoutMs bounds a call with all its retries, over %s",
  async (_, transport) => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    await using server = await startFaultServer(silence);
    const reranker = createReranker({
      baseURL: server.baseURL,
      timeoutMs: 200,
      totalTimeoutMs: 300,
      maxRetries: 99,
      ...transport,
    });
    const error = await failureOf(reranker.rerank(request));
    expect(error).toMatchObject({ name: "TimeoutError", code: "RANKWIRE_TIMEOUT" });
    expect(error.message).toMatch(/^No complete answer within \d+ ms: raise (?:totalT|t)imeoutMs/u);
    expect(server.requests.length).toBeLessThanOrEqual(2);
  },
);

test("totalTimeoutMs bounds the wait for a place", async () => {
  await using server = await startFaultServer(silence);
  const limits = { totalTimeoutMs: 80, timeoutMs: 50, maxConcurrency: 1, maxRetries: 0 };
  const reranker = createReranker({ baseURL: server.baseURL, ...limits });
  const errors = await Promise.all(Array.from({ length: 10 }, () => failureOf(reranker.rerank(request))));
  for (const error of errors) expect(error).toMatchObject({ name: "TimeoutError" });
  // The third may get its place in the last millisecond that it has.
  expect(errors.filter(({ message }) => message.includes("while it waited for a place")).length).toBeGreaterThan(6);
  expect(server.requests.length).toBeLessThanOrEqual(3);
  server.fault = scores;
  expect((await reranker.rerank(request)).results).toHaveLength(2);
});

test("a place whose holder was left behind, as on Workers, goes to another call when its time is over", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const fetch = vi
      .fn<typeof globalThis.fetch>()
      .mockReturnValueOnce(new Promise(() => {}))
      .mockImplementation(async () => Response.json({ results: [{ index: 0, relevance_score: 1 }] }));
    const reranker = createReranker({ baseURL: "http://in.process/v1", fetch, maxConcurrency: 1, timeoutMs: 30_000 });
    const one = { query: "q", documents: ["a"] };
    const controller = new AbortController();
    const left = failureOf(reranker.rerank(one, { signal: controller.signal }));
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
    vi.advanceTimersByTime(36_000);
    expect((await reranker.rerank(one)).results).toHaveLength(1);
    // Whatever comes of the first one after all, its place is given back once.
    controller.abort();
    await left;
    const calls = [reranker.rerank(one), reranker.rerank(one)];
    expect(await Promise.all(calls)).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test("no wait is begun that the call has no time for", async () => {
  await using server = await startFaultServer(answer(503, "", { "retry-after": "5" }));
  const reranker = createReranker({ baseURL: server.baseURL, totalTimeoutMs: 1000 });
  expect(await failureOf(reranker.rerank(request))).toMatchObject({ name: "ServerError", retryAfterMs: 5000 });
  expect(server.requests).toHaveLength(1);
});

test("timeoutMs of a call stands over that of the reranker", async () => {
  await using server = await startFaultServer(silence);
  const reranker = createReranker({ baseURL: server.baseURL, timeoutMs: 60_000, maxRetries: 0 });
  const error = await failureOf(reranker.rerank(request, { timeoutMs: 50 }));
  expect(error.message).toContain("within 50 ms");
});

test("timeoutMs bounds each attempt, not the call", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  await using server = await startFaultServer(inTurn(silence, silence, scores));
  const reranker = createReranker({ baseURL: server.baseURL, timeoutMs: 150 });
  expect((await reranker.rerank(request)).results).toHaveLength(2);
});

test("a body that comes in time is no timeout, however slowly the headers came", async () => {
  await using server = await startFaultServer((socket, received) => {
    setTimeout(() => scores(socket, received), 40);
  });
  const reranker = createReranker({ baseURL: server.baseURL, timeoutMs: 5000, maxRetries: 0 });
  expect((await reranker.rerank(request)).results).toHaveLength(2);
});
