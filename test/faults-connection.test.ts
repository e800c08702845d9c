import { createReranker } from "@rankwire/core";
import { describe, expect, test, vi } from "vitest";
import { startFaultServer } from "./support/fault-server.ts";
import {
  badResponse,
  connectionFailure,
  describeFaults,
  expectFailure,
  failureOf,
  timeoutFailure,
  transports,
} from "./support/fault-table.ts";
import { answer, bytes, closeAfter, inTurn, resetAfter, scores, silence, wireResponse } from "./support/faults.ts";
import { expectNoSecret, secrets } from "./support/secrets.ts";

const { apiKey, query, documents } = secrets;
const incomplete = "The connection failed before the response was complete";
const timeout = "raise timeoutMs";

describeFaults("connections", [
  { title: "reset before the headers", fault: resetAfter(), fails: { ...connectionFailure, message: [incomplete] } },
  { title: "closed before the headers", fault: closeAfter(), fails: { ...connectionFailure, message: [incomplete] } },
  {
    title: "reset within the headers",
    fault: resetAfter("HTTP/1.1 200 OK\r\ncontent-ty"),
    fails: { ...connectionFailure, message: [incomplete] },
  },
  {
    title: "closed within the headers",
    fault: closeAfter("HTTP/1.1 200 OK\r\ncontent-ty"),
    fails: { ...connectionFailure, message: [incomplete] },
  },
  {
    title: "reset after the headers",
    fault: resetAfter("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n"),
    fails: { ...connectionFailure, message: [incomplete] },
  },
  {
    title: "reset within the body",
    fault: resetAfter('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"results": [{"ind'),
    fails: { ...connectionFailure, message: [incomplete] },
  },
  {
    title: "closed before the announced length",
    fault: closeAfter('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"results": [{"ind'),
    fails: { ...connectionFailure, message: [incomplete] },
  },
  {
    title: "closed before the last chunk",
    fault: closeAfter('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"res\r\n'),
    fails: { ...connectionFailure, message: [incomplete] },
  },
  {
    title: "silence before the headers",
    fault: silence,
    options: { timeoutMs: 120, maxRetries: 1 },
    requests: 2,
    fails: { ...timeoutFailure, message: ["No complete answer within 120 ms", timeout] },
  },
  {
    title: "silence within the headers",
    fault: bytes("HTTP/1.1 200 OK\r\ncontent-"),
    options: { timeoutMs: 120, maxRetries: 1 },
    requests: 2,
    fails: { ...timeoutFailure, message: ["No complete answer within 120 ms", timeout] },
  },
  {
    title: "silence within the body",
    fault: bytes('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"results": '),
    options: { timeoutMs: 120, maxRetries: 1 },
    requests: 2,
    fails: { ...timeoutFailure, message: ["No complete answer within 120 ms", timeout] },
  },
  {
    title: "a body that drips for longer than the limit",
    fault: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
      const drip = setInterval(() => socket.write("1\r\n \r\n"), 10);
      socket.on("close", () => clearInterval(drip));
    },
    options: { timeoutMs: 120, maxRetries: 1 },
    requests: 2,
    fails: { ...timeoutFailure, message: ["No complete answer within 120 ms", timeout] },
  },
  {
    title: "an answer that is not HTTP",
    fault: closeAfter("SSH-2.0-OpenSSH_9.2\r\n"),
    fails: { ...badResponse, message: ["did not answer in HTTP", "check baseURL"] },
  },
  {
    title: "an echo of the request, key and all",
    fault: (socket, { body, headers }) => socket.end(`POST / HTTP/1.1\r\n${headers["authorization"]}\r\n\r\n${body}`),
    fails: { ...badResponse, message: ["did not answer in HTTP", "check baseURL"] },
  },
  {
    title: "headers that have no end",
    fault: bytes(`HTTP/1.1 200 OK\r\nx-filler: ${"f".repeat(70_000)}\r\n`),
    fails: { ...badResponse, message: ["headers that are too large", "check baseURL"] },
  },
  {
    title: "a lone 100 Continue, which nobody asked for",
    fault: bytes("HTTP/1.1 100 Continue\r\n\r\n"),
    fails: { ...connectionFailure, message: [incomplete] },
  },
  {
    title: "an upgrade to another protocol",
    fault: bytes("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"),
    fails: { ...connectionFailure, message: [incomplete] },
  },
]);

describe.each(Object.entries(transports))("connections, over %s", (_name, transport) => {
  test("a refused connection is tried again, and then says that nothing listens", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const closed = await startFaultServer(scores);
    await closed.close();
    const retries: string[] = [];
    const reranker = createReranker({
      apiKey,
      baseURL: closed.baseURL,
      onEvent: (event) => event.type === "retry" && retries.push(event.code),
      ...transport,
    });
    const error = await failureOf(reranker.rerank({ query, documents }));
    expectFailure(error, { ...connectionFailure, message: ["refused", "is the server running?", closed.origin] });
    expect(retries).toEqual(["RANKWIRE_CONNECTION", "RANKWIRE_CONNECTION"]);
    expectNoSecret(error);
  });

  test("a connection that is reset as it is made is tried again", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    await using server = await startFaultServer(scores);
    server.onConnection = (socket) => {
      server.onConnection = undefined;
      socket.resetAndDestroy();
    };
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, ...transport });
    expect((await reranker.rerank({ query, documents })).results[0]).toEqual({ index: 1, relevanceScore: 0.75 });
  });

  test("a host that cannot exist is not tried again", async () => {
    const events: string[] = [];
    const reranker = createReranker({
      apiKey,
      baseURL: "http://nowhere.invalid/v1",
      onEvent: ({ type }) => events.push(type),
      ...transport,
    });
    const error = await failureOf(reranker.rerank({ query, documents }));
    expect(error).toMatchObject({ name: "ConnectionError", code: "RANKWIRE_CONNECTION" });
    expect(events.filter((type) => type === "request")).toHaveLength(error.isRetryable ? 3 : 1);
  });

  test("https to a server that speaks http is not tried again", async () => {
    await using server = await startFaultServer(scores);
    server.onConnection = (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    const baseURL = server.baseURL.replace("http:", "https:");
    const error = await failureOf(createReranker({ apiKey, baseURL, ...transport }).rerank({ query, documents }));
    expectFailure(error, {
      ...connectionFailure,
      isRetryable: false,
      message: ["does baseURL need http:", server.origin.slice(5)],
    });
    expect(server.connections).toBe(1);
    expectNoSecret(error);
  });

  test("informational responses before the answer are passed over", async () => {
    await using server = await startFaultServer((socket, request) => {
      socket.write("HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n");
      socket.write("HTTP/1.1 102 Processing\r\n\r\n");
      scores(socket, request);
    });
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
    expect((await reranker.rerank({ query, documents })).results).toHaveLength(2);
  });

  test("a body that arrives byte by byte is read whole", async () => {
    await using server = await startFaultServer((socket) => {
      socket.setNoDelay(true);
      const body = Buffer.from(
        '{"results":[{"index":0,"relevance_score":0.5},{"index":1,"relevance_score":0.25}],"é":"ü"}',
      );
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
      for (const byte of body)
        socket.write(Buffer.concat([Buffer.from("1\r\n"), Buffer.of(byte), Buffer.from("\r\n")]));
      socket.write("0\r\n\r\n");
    });
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
    expect((await reranker.rerank({ query, documents })).results).toHaveLength(2);
  });

  test("what fails once and then works is no failure", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const passing = [
      resetAfter(),
      closeAfter(wireResponse(200).subarray(0, 20)),
      answer(503),
      answer(429),
      answer(500),
    ];
    for (const fault of passing) {
      await using server = await startFaultServer(inTurn(fault, scores));
      const reranker = createReranker({ apiKey, baseURL: server.baseURL, ...transport });
      expect((await reranker.rerank({ query, documents })).usage.requests).toBe(1);
      expect(server.requests).toHaveLength(2);
    }
  });
});
