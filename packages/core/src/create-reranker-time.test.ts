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
  const reranker = createReranker({ baseURL: server.baseURL, totalTimeoutMs: 80, maxConcurrency: 1, maxRetries: 0 });
  const first = failureOf(reranker.rerank(request));
  expect(await failureOf(reranker.rerank(request))).toMatchObject({ name: "TimeoutError" });
  await first;
  // The second may get its place in the last millisecond that it has.
  expect(server.requests.length).toBeLessThanOrEqual(2);
  server.fault = scores;
  expect((await reranker.rerank(request)).results).toHaveLength(2);
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
