import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { scored, type WireRequest } from "../support/faults.ts";

/** A rerank server that fails one request in ten, each time in another way. It ends with its parent. */
type Failure = (request: IncomingMessage, response: ServerResponse, json: string) => unknown;

const failures: readonly Failure[] = [
  (_, response) => response.writeHead(503).end(),
  (_, response) => response.writeHead(429, { "retry-after-ms": "20" }).end(),
  (_, response) => response.writeHead(500).end('{"error":{"message":"out of memory"}}'),
  (request) => request.socket.resetAndDestroy(),
  (request) => request.socket.end(),
  (request, response, json) => {
    response.writeHead(200, { "content-length": json.length }).write(json.slice(0, 20));
    setTimeout(() => request.socket.resetAndDestroy(), 5);
  },
  // No answer at all, and one that stops within the body.
  () => {},
  (_, response, json) => response.writeHead(200, { "content-length": json.length }).write(json.slice(0, 20)),
  (_, response, json) => response.end(json.slice(0, -5)),
  (_, response) => response.end("<html>Bad gateway</html>"),
  (_, response) => response.end('{"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":1}]}'),
  (_, response) => response.writeHead(400).end('{"detail":"no"}'),
  (_, response) => response.writeHead(302, { location: "/elsewhere" }).end(),
];

let requests = 0;
let failed = 0;

const server = createServer((request, response) => {
  if (request.url === "/stats") {
    server.getConnections((_error, connections) => response.end(JSON.stringify({ connections, requests, failed })));
    return;
  }
  const chunks: Buffer[] = [];
  request.on("error", () => {});
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const turn = requests++;
    const json = JSON.stringify(scored(JSON.parse(Buffer.concat(chunks).toString()) as WireRequest));
    if (turn % 10 === 9) failures[failed++ % failures.length]?.(request, response, json);
    else setTimeout(() => response.end(json), Math.random() * 5);
  });
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
process.stdin.on("end", () => process.exit()).resume();
