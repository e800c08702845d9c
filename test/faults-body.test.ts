import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { createReranker } from "@rankwire/core";
import { describe, expect, test } from "vitest";
import { type Fault, startFaultServer } from "./support/fault-server.ts";
import {
  badRequest,
  badResponse,
  describeFaults,
  failedServer,
  rateLimit,
  refusedKey,
  transports,
} from "./support/fault-table.ts";
import { answer, resetAfter } from "./support/faults.ts";
import { secrets } from "./support/secrets.ts";

const { apiKey, query, documents } = secrets;
const sound = JSON.stringify({
  results: [
    { index: 1, relevance_score: 0.75 },
    { index: 0, relevance_score: 0.25 },
  ],
});
const page = "<!doctype html><html><body>Welcome to our gateway</body></html>";

const endless: Fault = (socket) => {
  socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
  const chunk = `${(16_384).toString(16)}\r\n${" ".repeat(16_384)}\r\n`;
  const pump = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", pump);
  pump();
};

describeFaults("bodies", [
  {
    title: "truncated JSON",
    fault: answer(200, sound.slice(0, 30)),
    fails: { ...badResponse, status: 200, message: ["not valid JSON", "(200; "] },
  },
  {
    title: "a bare NaN, which is not JSON",
    fault: answer(200, '{"results": [{"index": 0, "relevance_score": NaN}]}'),
    fails: { ...badResponse, status: 200, message: ["not valid JSON"] },
  },
  {
    title: "HTML with 200",
    fault: answer(200, page, { "content-type": "text/html" }),
    fails: { ...badResponse, status: 200, message: ["HTML page", "check that baseURL ends in /v1"] },
  },
  {
    title: "an empty body",
    fault: answer(200, ""),
    fails: { ...badResponse, status: 200, message: ["response is empty", "check that baseURL"] },
  },
  {
    title: "204 No Content",
    fault: (socket) => socket.write("HTTP/1.1 204 No Content\r\n\r\n"),
    fails: { ...badResponse, status: 204, message: ["response is empty", "(204; "] },
  },
  {
    title: "a body that never ends",
    fault: endless,
    options: { maxResponseBytes: 100_000 },
    fails: { ...badResponse, status: 200, message: ["larger than 100000 bytes", "raise maxResponseBytes"] },
  },
  {
    title: "an announced length that is too large",
    fault: (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100001\r\n\r\n" + "x".repeat(100_001)),
    options: { maxResponseBytes: 100_000 },
    fails: { ...badResponse, status: 200, message: ["larger than 100000 bytes"] },
  },
  {
    title: "a small gzip that unpacks to a large body",
    fault: answer(200, gzipSync(" ".repeat(10_000_000)), { "content-encoding": "gzip" }),
    options: { maxResponseBytes: 100_000 },
    fails: { ...badResponse, status: 200, message: ["larger than 100000 bytes"] },
  },
  {
    title: "a body that is called gzip and is not",
    fault: answer(200, sound, { "content-encoding": "gzip" }),
    fails: { ...badResponse, message: ["cannot be decompressed", "content-encoding"] },
    but: { undici: { fails: { status: 200 } } },
  },
  {
    title: "a gzip that is cut off",
    fault: answer(200, gzipSync(sound).subarray(0, 40), { "content-encoding": "gzip" }),
    fails: { ...badResponse, message: [/cannot be decompressed|not valid JSON/u] },
    but: { fetch: { fails: { status: 200 } }, undici: { fails: { status: 200 } } },
  },
  {
    title: "an error with 200",
    fault: answer(200, { error: { message: "the model is loading", code: 503 } }),
    fails: { ...badResponse, status: 200, message: ["an error in it: the model is loading"] },
  },
  {
    title: "an error in words with 200",
    fault: answer(200, { error: "the model is loading" }),
    fails: { ...badResponse, status: 200, message: ["an error in it: the model is loading"] },
  },
  {
    title: "an error with 200 that repeats the query",
    fault: answer(200, { error: { message: `no results for ${secrets.query}` } }),
    fails: { ...badResponse, status: 200, message: ["an error in it", "withheld"] },
  },
  {
    title: "a JSON string with 200",
    fault: answer(200, '"ok"'),
    fails: { ...badResponse, status: 200, message: ["no list of results", "rerank endpoint"] },
  },
  {
    title: "null with 200",
    fault: answer(200, "null"),
    fails: { ...badResponse, status: 200, message: ["no list of results"] },
  },
  {
    title: "the answer of an embeddings endpoint",
    fault: answer(200, { object: "list", data: [{ object: "embedding", index: 0, embedding: [0.1, 0.2] }] }),
    fails: { ...badResponse, status: 200, message: ["embeddings endpoint", "baseURL"] },
  },
]);

const brokenEncoding = { "content-encoding": "gzip" };

describeFaults("bodies of failures that cannot be read, whose status says what failed", [
  {
    title: "503 with a body that is called gzip and is not",
    fault: answer(503, page, brokenEncoding),
    fails: { ...failedServer, status: 503, message: ["The server failed (503; "] },
  },
  {
    title: "503 with nothing where a gzip is announced",
    fault: answer(503, "", brokenEncoding),
    fails: { ...failedServer, status: 503, message: ["The server failed (503; "] },
  },
  {
    title: "429 with a body that is called gzip and is not",
    fault: answer(429, "wait", { ...brokenEncoding, "retry-after": "0" }),
    fails: { ...rateLimit, status: 429, message: ["Too many requests (429; "] },
  },
  {
    title: "401 with a body that is called gzip and is not",
    fault: answer(401, "no", brokenEncoding),
    fails: { ...refusedKey, status: 401, message: ["(check apiKey)"] },
  },
  {
    title: "503 with an announced length that is too large",
    fault: (socket) => socket.write("HTTP/1.1 503 Busy\r\ncontent-length: 100001\r\n\r\n" + "x".repeat(100_001)),
    options: { maxResponseBytes: 100_000 },
    fails: { ...failedServer, status: 503, message: [/The server failed.*\(503; /u] },
  },
  {
    title: "401 with a body that grows too large",
    fault: (socket) => {
      const chunk = `${(60_000).toString(16)}\r\n${"y".repeat(60_000)}\r\n`;
      socket.write(`HTTP/1.1 401 No\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}`);
    },
    options: { maxResponseBytes: 100_000 },
    fails: { ...refusedKey, status: 401, message: ["(check apiKey)"] },
  },
  {
    title: "401 with a body that stands still",
    fault: (socket) => socket.write("HTTP/1.1 401 No\r\ncontent-length: 100\r\n\r\nwrong"),
    options: { timeoutMs: 400 },
    fails: { ...refusedKey, status: 401, message: ["(check apiKey): wrong (401; "] },
  },
  {
    title: "413 and a reset within the body",
    fault: resetAfter("HTTP/1.1 413 Large\r\ncontent-length: 100\r\n\r\nthe body is"),
    fails: { ...badRequest, status: 413, message: ["it is too large", "the body is (413; "] },
  },
]);

describe.each(Object.entries(transports))("bodies, over %s", (_name, transport) => {
  test.each([
    ["gzip", gzipSync(sound)],
    ["deflate", deflateSync(sound)],
    ["br", brotliCompressSync(sound)],
  ])("a body in %s is unpacked", async (encoding, packed) => {
    await using server = await startFaultServer(answer(200, packed, { "content-encoding": encoding }));
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
    expect((await reranker.rerank({ query, documents })).results[0]?.index).toBe(1);
  });

  test("a byte order mark, other content types and charsets do not matter", async () => {
    await using server = await startFaultServer(answer(200, `\ufeff ${sound}\n`, { "content-type": "text/plain" }));
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
    expect((await reranker.rerank({ query, documents })).results).toHaveLength(2);
  });

  test("a body at the limit to the byte is read", async () => {
    await using server = await startFaultServer(answer(200, sound));
    const maxResponseBytes = Buffer.byteLength(sound);
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxResponseBytes, ...transport });
    expect((await reranker.rerank({ query, documents })).results).toHaveLength(2);
  });

  test("the connection of an endless body is given up", async () => {
    let closed: Promise<unknown> = Promise.reject(new Error("no request came"));
    closed.catch(() => {});
    await using server = await startFaultServer((socket, request) => {
      closed = new Promise((resolve) => socket.once("close", resolve));
      endless(socket, request);
    });
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxResponseBytes: 1000, ...transport });
    await expect(reranker.rerank({ query, documents })).rejects.toThrow("larger than 1000 bytes");
    await closed;
  });
});
