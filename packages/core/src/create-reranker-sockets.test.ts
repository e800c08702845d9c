import { type AddressInfo, createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { Agent, interceptors, MockAgent } from "undici";
import { Agent as Agent6, interceptors as interceptors6 } from "undici-6";
import { expect, test, vi } from "vitest";
import { type FaultServer, startFaultServer } from "../../../test/support/fault-server.ts";
import { failureOf } from "../../../test/support/fault-table.ts";
import { answer, resetAfter, scores } from "../../../test/support/faults.ts";
import { expectNoSecret, secrets } from "../../../test/support/secrets.ts";
import { createReranker } from "./create-reranker.ts";

const request = { query: "q", documents: ["a 1", "b 2"] };

/** Gives a connection that was just answered on the time to become free. */
const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Closes a connection when a second request comes over it, as a server whose idle time has just passed. */
function closesKeptAlive(how: (socket: Socket) => void): Promise<FaultServer> {
  const used = new Set<number>();
  return startFaultServer((socket, received) => {
    if (used.has(received.connection)) return how(socket);
    used.add(received.connection);
    scores(socket, received);
  });
}

const closings: [string, (socket: Socket) => void][] = [
  ["reset", (socket) => socket.resetAndDestroy()],
  ["closed", (socket) => socket.end()],
];

test.each(closings)("a kept-alive socket that is %s just as a request is written costs no error", async (_, how) => {
  await using server = await closesKeptAlive(how);
  const reranker = createReranker({ baseURL: server.baseURL, maxRetries: 0 });
  for (let call = 0; call < 3; call++) expect((await reranker.rerank(request)).results).toHaveLength(2);
  expect(server.requests.length).toBeGreaterThan(3);
});

test.each(closings)("neither when all kept-alive sockets are %s at once", async (_, how) => {
  await using server = await closesKeptAlive(how);
  const reranker = createReranker({ baseURL: server.baseURL, maxRetries: 0, maxConcurrency: 4 });
  const burst = () => Promise.all(Array.from({ length: 4 }, () => reranker.rerank(request)));
  await burst();
  expect(server.connections).toBe(4);
  expect(await burst()).toHaveLength(4);
});

test("nor when one is reset before a request is written", async () => {
  const sockets: Socket[] = [];
  await using server = await startFaultServer((socket, received) => {
    sockets.push(socket);
    scores(socket, received);
  });
  const reranker = createReranker({ baseURL: server.baseURL, maxRetries: 0 });
  for (let call = 0; call < 5; call++) {
    await reranker.rerank(request);
    await idle();
    sockets.at(-1)?.resetAndDestroy();
  }
  expect(server.requests).toHaveLength(5);
});

test("a new socket that is reset is a failure, and not sent again behind maxRetries", async () => {
  await using server = await startFaultServer(scores);
  const reranker = createReranker({ baseURL: server.baseURL, maxRetries: 0 });
  await reranker.rerank(request);
  await idle();
  server.fault = (socket) => socket.resetAndDestroy();
  await failureOf(reranker.rerank(request));
  // The kept-alive socket and, in its place, a new one.
  expect(server.requests).toHaveLength(3);
  await failureOf(reranker.rerank(request));
  expect(server.requests).toHaveLength(4);
});

test("a request that a server has worked on before it resets is not sent again behind maxRetries", async () => {
  await using server = await startFaultServer(scores);
  const reranker = createReranker({ baseURL: server.baseURL, maxRetries: 0 });
  await reranker.rerank(request);
  await idle();
  server.fault = (socket) => setTimeout(() => socket.resetAndDestroy(), 400);
  expect(await failureOf(reranker.rerank(request))).toMatchObject({ name: "ConnectionError", isRetryable: true });
  expect(server.requests).toHaveLength(2);
});

test("a refused connection is not tried again behind maxRetries", async () => {
  const server = await startFaultServer(scores);
  const requests: number[] = [];
  const reranker = createReranker({
    baseURL: server.baseURL,
    maxRetries: 1,
    onEvent: (event) => event.type === "request" && requests.push(event.attempt),
  });
  await reranker.rerank(request);
  await server.close();
  vi.spyOn(Math, "random").mockReturnValue(0);
  const error = await failureOf(reranker.rerank(request));
  expect(error.message).toContain("refused");
  expect(requests).toEqual([1, 1, 2]);
});

test("what fails within a response is not sent again on a new socket", async () => {
  await using server = await startFaultServer(scores);
  const reranker = createReranker({ baseURL: server.baseURL, maxRetries: 0 });
  await reranker.rerank(request);
  await idle();
  server.fault = resetAfter("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{");
  await failureOf(reranker.rerank(request));
  expect(server.requests).toHaveLength(2);
});

test("connections are kept alive and used again", async () => {
  await using server = await startFaultServer(scores);
  const reranker = createReranker({ baseURL: server.baseURL });
  for (let call = 0; call < 10; call++) {
    await reranker.rerank(request);
    await idle();
  }
  expect(server.connections).toBe(1);
});

test.each([
  [401, { name: "AuthenticationError", requests: 1 }],
  [400, { name: "InvalidRequestError", requests: 1 }],
  [503, { name: "ServerError", requests: 2 }],
])("a %i of which a dispatcher makes an error is that answer, and shows nothing of it", async (status, expected) => {
  await using server = await startFaultServer((socket, received) =>
    answer(status, { message: received.body })(socket, received),
  );
  const { apiKey, query, documents } = secrets;
  for (const interceptor of [interceptors.responseError(), interceptors.retry({ maxRetries: 0, methods: ["POST"] })]) {
    const dispatcher = new Agent().compose(interceptor);
    const before = server.requests.length;
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, dispatcher, maxRetries: 1 });
    const error = await failureOf(reranker.rerank({ query, documents }));
    expect(error).toMatchObject({ name: expected.name, status });
    expect(server.requests.length - before).toBe(expected.requests);
    expectNoSecret(error);
    await dispatcher.close();
  }
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["a body that is no JSON", Object.assign(new Error("no"), { statusCode: 500, body: 1n })],
  ["a status that is none", Object.assign(new Error("no"), { statusCode: Number.NaN })],
])("an error of a dispatcher's with %s ends the call at once", async (_what, thrown) => {
  const dispatcher = {
    dispatch: (_options: unknown, handler: { onResponseError: (controller: unknown, error: unknown) => void }) => {
      setTimeout(() => handler.onResponseError(undefined, thrown));
      return true;
    },
  };
  const reranker = createReranker({ baseURL: "http://127.0.0.1:9/v1", dispatcher, maxRetries: 0 });
  const error = await failureOf(reranker.rerank(request));
  expect(error.name).toBe("ConnectionError");
  expect(error.status).toBeUndefined();
});

test("the headers of an answer of which a dispatcher makes an error are read whatever their form", async () => {
  const headers = { "Retry-After": 7, "x-none": null };
  const thrown = Object.assign(new Error("no"), { statusCode: 429, headers, body: Buffer.from('{"message":"wait"}') });
  const dispatcher = {
    dispatch: (_options: unknown, handler: { onResponseError: (controller: unknown, error: unknown) => void }) => {
      handler.onResponseError(undefined, thrown);
      return true;
    },
  };
  const reranker = createReranker({ baseURL: "http://127.0.0.1:9/v1", dispatcher, maxRetries: 0 });
  const error = await failureOf(reranker.rerank(request));
  expect(error).toMatchObject({ name: "RateLimitError", retryAfterMs: 7000 });
  expect(error.message).toContain(": wait (429; ");
});

test("what a dispatcher of the caller's throws shows neither the key nor what was sent", async () => {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  const { apiKey, query, documents } = secrets;
  const pool = dispatcher.get("http://127.0.0.1:9");
  for (const mismatch of [{ body: "another" }, { headers: { authorization: "another" } }]) {
    pool.intercept({ path: "/v1/rerank", method: "POST", ...mismatch }).reply(200, "{}");
    const reranker = createReranker({ apiKey, baseURL: "http://127.0.0.1:9/v1", dispatcher, maxRetries: 0 });
    const error = await failureOf(reranker.rerank({ query, documents }));
    expect(error).toMatchObject({ name: "ConnectionError", cause: { name: "MockNotMatchedError" } });
    expectNoSecret(error);
  }
  await dispatcher.close();
});

test.each([
  ["", new Agent6()],
  [" that tries again", new Agent6().compose(interceptors6.retry())],
])("a dispatcher of undici 6%s is refused", async (_, dispatcher) => {
  await using server = await startFaultServer(scores);
  const reranker = createReranker({ baseURL: server.baseURL, dispatcher });
  expect(await failureOf(reranker.rerank(request))).toMatchObject({
    name: "ConfigurationError",
    message: expect.stringContaining("The dispatcher is none of undici 7 or newer"),
  });
  expect(server.requests).toHaveLength(0);
  await dispatcher.close();
});

test("a dispatcher of the caller's is used, and stays open", async () => {
  await using server = await startFaultServer(scores);
  const dispatcher = new Agent();
  const dispatched: unknown[] = [];
  const counting = dispatcher.compose((dispatch) => (options, handler) => {
    dispatched.push(options.body);
    return dispatch(options, handler);
  });
  const reranker = createReranker({ baseURL: server.baseURL, dispatcher: counting });
  await reranker.rerank(request);
  await reranker.rerank(request);
  expect(dispatched).toEqual([expect.stringContaining(request.query), expect.stringContaining(request.query)]);
  expect(dispatcher.closed).toBe(false);
  await dispatcher.close();
  const error = await failureOf(reranker.rerank(request));
  expect(error).toMatchObject({ name: "ConnectionError", isRetryable: false });
});

test("a handshake that stalls ends with its attempt, and the next one gets a connection of its own", async () => {
  const sockets: Socket[] = [];
  // Accepts connections and never answers the TLS handshake.
  const server = createServer((socket) => sockets.push(socket.on("error", () => {}).resume()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const reranker = createReranker({
    baseURL: `https://127.0.0.1:${port}/v1`,
    apiKey: "none",
    maxConcurrency: 1,
    maxRetries: 1,
    timeoutMs: 100,
  });
  vi.spyOn(Math, "random").mockReturnValue(0);
  const error = await failureOf(reranker.rerank(request));
  expect(error.code).toBe("RANKWIRE_TIMEOUT");
  expect(sockets).toHaveLength(2);
  const controller = new AbortController();
  const call = reranker.rerank(request, { signal: controller.signal, timeoutMs: 60_000 });
  await vi.waitFor(() => expect(sockets).toHaveLength(3));
  controller.abort();
  await expect(call).rejects.toBe(controller.signal.reason);
  await vi.waitFor(() => expect(sockets.every(({ destroyed }) => destroyed)).toBe(true));
  server.close();
});

test("a response that comes a byte at a time is read whole", async () => {
  const body = JSON.stringify({ results: [{ index: 0, relevance_score: 1 }], padding: "x".repeat(300_000) });
  await using server = await startFaultServer((socket) => {
    const chunks = Array.from(body, (byte) => `1\r\n${byte}\r\n`).join("");
    socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`);
  });
  const reranker = createReranker({ baseURL: server.baseURL, maxResponseBytes: Infinity });
  expect((await reranker.rerank({ query: "q", documents: ["a"] })).results).toHaveLength(1);
});

test("without a limit on its bytes a compressed response is read too", async () => {
  const body = gzipSync(JSON.stringify({ results: [{ index: 0, relevance_score: 1 }] }));
  await using server = await startFaultServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`);
    socket.write(body);
  });
  const reranker = createReranker({ baseURL: server.baseURL, maxResponseBytes: Infinity });
  expect((await reranker.rerank({ query: "q", documents: ["a"] })).results).toHaveLength(1);
});
