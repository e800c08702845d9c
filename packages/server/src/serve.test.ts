import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { ConfigurationError } from "@rankwire/core";
import { Agent, fetch as undiciFetch } from "undici";
import { expect, onTestFinished, test, vi } from "vitest";
import { answering, byPosition, errorBody, gate, start, valid } from "./__fixtures__/start.ts";
import { createRerankServer } from "./create-rerank-server.ts";
import { serve } from "./serve.ts";

const server = createRerankServer({ reranker: byPosition });
const { Request: ownRequest, Response: ownResponse } = globalThis;

test("it listens on a free port of 127.0.0.1 unless told otherwise, and its url is callable", async () => {
  const { url, close } = await serve(server);
  onTestFinished(close);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test.each([
  ["::1", "[::1]"],
  ["::", "[::1]"],
  ["0.0.0.0", "127.0.0.1"],
  ["localhost", "localhost"],
])("the url of %s has the host %s", async (hostname, host) => {
  const { url, close } = await serve(server, { hostname });
  onTestFinished(close);
  expect(url).toBe(`http://${host}:${new URL(url).port}`);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test.each(["::", "::1", "127.0.0.1"])("a request without a host is answered on %s", async (hostname) => {
  const { url, close } = await serve(server, { hostname });
  onTestFinished(close);
  const { hostname: host, port } = new URL(url);
  const socket = connect(Number(port), host.replace(/^\[|\]$/gu, ""));
  socket.end("GET /health HTTP/1.0\r\n\r\n");
  let text = "";
  for await (const chunk of socket.setEncoding("utf8")) text += chunk;
  expect(text).toMatch(/^HTTP\/1\.1 200 OK/u);
});

test.each<[unknown, string]>([
  [null, "The options of serve are null; they must be an object"],
  ["0.0.0.0", "The options of serve are string; they must be an object"],
  [{ host: "0.0.0.0" }, "host has no effect: it is spelled hostname (the options of serve)"],
  [{ closeTimeout: 5 }, "closeTimeout has no effect: it is spelled closeTimeoutMs"],
  [{ apiKeys: ["sk-secret"] }, "apiKeys has no effect here: it belongs to createRerankServer"],
  [{ apiKey: "sk-secret" }, "apiKey has no effect: it is spelled apiKeys"],
  [{ address: "0.0.0.0" }, "address is no option of serve; those are port, hostname, closeTimeoutMs, onError"],
  [{ shutdownTimeoutMs: 5 }, "shutdownTimeoutMs is no option of serve"],
  [{ onError: "log" }, "onError must be a function"],
  [{ hostname: "" }, "hostname must be a name or an address"],
  [{ hostname: 5 }, "hostname must be a name or an address"],
])("options that would have no effect are refused: %o", async (options, message) => {
  const refused = serve(server, options as never).then(({ close }) => close());
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(ConfigurationError);
  await expect(refused).rejects.not.toThrow("sk-secret");
});

test("a port that is taken is a clear error", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const failed = serve(server, { port });
  await expect(failed).rejects.toThrow(ConfigurationError);
  await expect(failed).rejects.toThrow(`cannot listen on port ${port} of 127.0.0.1: the port is taken`);
});

test.each([-1, 65_536, 1.5, Number.NaN])("the port %d is refused", async (port) => {
  await expect(serve(server, { port })).rejects.toThrow("port must be an integer from 0 to 65535");
});

test.each([undefined, byPosition])("what is no server is refused, with the call to make", async (noServer) => {
  await expect(serve(noServer as never)).rejects.toThrow("serve(createRerankServer({ reranker }), { port })");
});

test.each([-1, Infinity])("the closeTimeoutMs %d is refused", async (closeTimeoutMs) => {
  await expect(serve(server, { closeTimeoutMs })).rejects.toThrow("closeTimeoutMs must be");
});

test("the process's own Request and Response stay what they are", async () => {
  await start();
  expect(globalThis.Request).toBe(ownRequest);
  expect(globalThis.Response).toBe(ownResponse);
});

test("a request without a usable Host is a 400 in JSON", async () => {
  const { url } = await start();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end("GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 400 [^]*"code":"invalid_url"/);
});

test.each([
  () => Promise.reject(new Error("a fault in a wrapper")),
  () => {
    throw new Error("a fault in a wrapper");
  },
])("what a fetch of one's own throws is a 500, and onError hears of it: %s", async (fails) => {
  const onError = vi.fn<(error: unknown, status: number) => void>();
  const { url, close } = await serve({ fetch: fails }, { onError });
  onTestFinished(close);
  const response = await fetch(`${url}/v1/rerank`, { method: "POST", body: JSON.stringify(valid) });
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual(errorBody({ code: "internal_error", type: "server_error" }));
  expect(onError.mock.calls).toEqual([[new Error("a fault in a wrapper"), 500]]);
});

test.each(["Content-Length: 5000000000", "Transfer-Encoding: chunked"])(
  "GET with a body is answered and its connection closed, whatever is still to come: %s",
  async (header) => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write(`GET /health HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n`);
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 200 [^]*connection: close/i);
  },
);

test("close lets a running request finish, takes no new one, and is the same promise each time", async () => {
  const started = gate();
  const finish = gate();
  const reranker = answering(async () => {
    started.open();
    await finish.opened;
    return [{ index: 0, relevanceScore: 1 }];
  });
  const { url, close, post } = await start({ reranker });
  const running = post({ ...valid, documents: ["one"] });
  await started.opened;
  const closing = close();
  expect(close()).toBe(closing);
  await expect(fetch(`${url}/health`)).rejects.toThrow("fetch failed");
  finish.open();
  const { status, headers } = await running;
  expect({ status, connection: headers.get("connection") }).toEqual({ status: 200, connection: "close" });
  await closing;
});

test("close does not wait for connections that are kept alive or were never used", async () => {
  const { url, close } = await serve(server, { closeTimeoutMs: 60_000 });
  const agent = new Agent({ keepAliveTimeout: 60_000 });
  onTestFinished(() => agent.close());
  await (await undiciFetch(`${url}/health`, { dispatcher: agent })).text();
  const silent = connect(Number(new URL(url).port), "127.0.0.1");
  await once(silent, "connect");
  const ended = once(silent.resume(), "close");
  await fetch(`${url}/health`);
  await close();
  await ended;
  expect(silent.destroyed).toBe(true);
});

test("close cuts a request that takes longer than closeTimeoutMs, and its work ends", async () => {
  const started = gate();
  const ended = gate();
  const reranker = answering((_, { signal }) => {
    signal?.addEventListener("abort", () => ended.open());
    started.open();
    return new Promise(() => {});
  });
  const { url, close } = await serve(createRerankServer({ reranker }), { closeTimeoutMs: 20 });
  const running = fetch(`${url}/v1/rerank`, { method: "POST", body: JSON.stringify(valid) }).catch(String);
  await started.opened;
  await close();
  await ended.opened;
  expect(await running).toBe("TypeError: fetch failed");
});

/** A connection on which requests are sent ahead, before the first is answered, and all that comes back on it. */
function pipeline(url: string, count: number) {
  const body = JSON.stringify({ ...valid, documents: ["one"] });
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`POST /rerank HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`.repeat(count));
  let received = "";
  socket.on("data", (chunk) => {
    received += String(chunk);
  });
  // A connection that is cut may end in an error as well, which says nothing more.
  const ended = new Promise<string>((resolve) => {
    socket.on("error", () => {}).once("close", () => resolve(received));
  });
  return { socket, ended };
}

/** A reranker whose work only an abort ends. `started` and `ended` wait for so many calls; `ended` says how many. */
function endless(calls: number) {
  const started = gate();
  const ended = gate();
  let begun = 0;
  let aborted = 0;
  const reranker = answering((_, { signal }) => {
    signal?.addEventListener("abort", () => {
      if (++aborted === calls) ended.open();
    });
    if (++begun === calls) started.open();
    return new Promise(() => {});
  });
  return { reranker, started: started.opened, ended: ended.opened.then(() => aborted) };
}

test("a client that goes away ends the work of all that it sent ahead", async () => {
  const { reranker, started, ended } = endless(20);
  const { url } = await start({ reranker });
  const { socket } = pipeline(url, 20);
  await started;
  socket.destroy();
  expect(await ended).toBe(20);
});

test("close cuts requests that were sent ahead as well, and their work ends", async () => {
  const { reranker, started, ended } = endless(5);
  const { url, close } = await serve(createRerankServer({ reranker }), { closeTimeoutMs: 20 });
  pipeline(url, 5);
  await started;
  await close();
  expect(await ended).toBe(5);
});

test("close lets requests that were sent ahead finish, and each is answered", async () => {
  const started = gate();
  const finish = gate();
  let begun = 0;
  const reranker = answering(async () => {
    if (++begun === 3) started.open();
    await finish.opened;
    return [{ index: 0, relevanceScore: 1 }];
  });
  const { url, close } = await start({ reranker });
  const { ended } = pipeline(url, 3);
  await started.opened;
  const closing = close();
  finish.open();
  await closing;
  const received = await ended;
  expect(received.match(/HTTP\/1\.1 200 /g)).toHaveLength(3);
  expect(received.match(/connection: close/gi)).toHaveLength(1);
});
