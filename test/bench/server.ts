import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A bare rerank server in a process of its own: it reads the body, parses it, and answers with scores by position.
 * With `ROWS` it answers with so many rows and parses nothing, so that what it costs hides nothing of what a client
 * costs. `LATENCY_MS` holds each answer back. It prints its URL, and ends with its parent.
 */
const latencyMs = Number(process.env["LATENCY_MS"] ?? 0);
const rows = process.env["ROWS"];
const fixed = rows === undefined ? undefined : answerOf(Number(rows));

function answerOf(count: number): string {
  const results = Array.from({ length: count }, (_, index) => ({ index, relevance_score: 1 / (index + 1) }));
  return JSON.stringify({ id: "bench", results, usage: { prompt_tokens: 77, total_tokens: 77 }, meta: {} });
}

function read(chunks: readonly Buffer[]): string {
  const body = JSON.parse(Buffer.concat(chunks).toString()) as { documents: unknown[]; top_n?: number };
  return answerOf(Math.min(body.top_n ?? Infinity, body.documents.length));
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const text = fixed ?? read(chunks);
    const answer = (): void => {
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
      response.end(text);
    };
    if (latencyMs > 0) setTimeout(answer, latencyMs);
    else answer();
  });
});

server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
process.on("disconnect", () => process.exit());
process.stdin.on("end", () => process.exit()).resume();
