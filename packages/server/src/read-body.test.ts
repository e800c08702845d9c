import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { byPosition, errorBody, start, valid } from "./__fixtures__/start.ts";
import { createRerankServer } from "./create-rerank-server.ts";

const body = JSON.stringify(valid);
const tooLarge = { status: 413, body: errorBody({ code: "body_too_large", type: "invalid_request_error" }) };

test("a body of exactly the limit is taken and one byte more is not", async () => {
  const exact = await start({ maxBodyBytes: body.length });
  expect(await exact.post(body)).toMatchObject({ status: 200 });
  const tight = await start({ maxBodyBytes: body.length - 1 });
  expect(await tight.post(body)).toMatchObject(tooLarge);
});

test("a chunked body is counted as it comes", async () => {
  const chunked = () => ({ method: "POST", body: new Blob([body]).stream(), duplex: "half" as const });
  const exact = await start({ maxBodyBytes: body.length });
  expect(await exact.ask("/v1/rerank", chunked())).toMatchObject({ status: 200 });
  const tight = await start({ maxBodyBytes: body.length - 1 });
  expect(await tight.ask("/v1/rerank", chunked())).toMatchObject(tooLarge);
});

test("a chunked body is the same text wherever it is cut", async () => {
  const { fetch } = createRerankServer({ reranker: byPosition });
  const bytes = new TextEncoder().encode(JSON.stringify({ ...valid, documents: ["ü", "🧪", "€"] }));
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const response = await fetch(
    new Request("http://localhost/rerank", { method: "POST", body: stream, duplex: "half" }),
  );
  expect(response.status).toBe(200);
});

test("a length that is declared too large is refused before a byte of it is sent", async () => {
  const { url } = await start();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("POST /v1/rerank HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n");
  const [head] = (await once(socket, "data")) as [Buffer];
  expect(head.toString()).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test("an endless chunked body gets its 413 and is cut", async () => {
  const { url } = await start({ maxBodyBytes: 100_000 });
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const closed = new Promise((resolve) => {
    socket.on("error", resolve).on("close", resolve);
  });
  socket.write("POST /v1/rerank HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const chunk = `1000\r\n${" ".repeat(0x1000)}\r\n`;
  const pump = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", pump);
  pump();
  const [head] = (await once(socket, "data")) as [Buffer];
  expect(head.toString()).toMatch(/^HTTP\/1\.1 413 /);
  await closed;
});

test("a length that is a lie is counted all the same", async () => {
  const { fetch } = createRerankServer({ reranker: byPosition, maxBodyBytes: 10 });
  const headers = { "content-length": "5" };
  const response = await fetch(new Request("http://localhost/rerank", { method: "POST", body, headers }));
  expect(response.status).toBe(413);
});

test("a body that breaks off is a 400", async () => {
  const { fetch } = createRerankServer({ reranker: byPosition });
  const stream = new ReadableStream({
    pull(controller) {
      controller.error(new Error("broken"));
    },
  });
  const response = await fetch(
    new Request("http://localhost/rerank", { method: "POST", body: stream, duplex: "half" }),
  );
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 400,
    body: errorBody({ type: "invalid_request_error", code: "incomplete_body" }),
  });
});
