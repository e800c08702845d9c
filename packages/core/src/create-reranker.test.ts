import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createReranker } from "./index.ts";

test("answers the endpoint's documented example", async () => {
  const received: { url?: string; headers?: object; body?: unknown } = {};
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      Object.assign(received, { url: request.url, headers: request.headers, body: JSON.parse(body) });
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          results: [
            { index: 0, relevance_score: 0.9854 },
            { index: 2, relevance_score: 0.6773 },
            { index: 1, relevance_score: 0.000016 },
          ],
          usage: { prompt_tokens: 77, total_tokens: 77 },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const reranker = createReranker({ apiKey: "sk-test", baseURL: `http://127.0.0.1:${port}/v1` });
  const query = "Organic skincare products for sensitive skin";
  const documents = [
    "Organic skincare for sensitive skin with aloe vera and chamomile",
    "New makeup trends focus on bold colors and innovative techniques",
    "Bio-Hautpflege für empfindliche Haut mit Aloe Vera und Kamille",
  ];
  const response = await reranker.rerank({ query, documents, topN: 3 });
  expect(response).toEqual({
    results: [
      { index: 0, relevanceScore: 0.9854 },
      { index: 2, relevanceScore: 0.6773 },
      { index: 1, relevanceScore: 0.000016 },
    ],
    usage: { promptTokens: 77, totalTokens: 77, requests: 1 },
    provider: "qhaigc",
    model: "bge-reranker-v2-m3",
    headers: expect.objectContaining({ "content-type": "application/json" }),
  });
  expect(received.url).toBe("/v1/rerank");
  expect(received.headers).toMatchObject({ authorization: "Bearer sk-test", "content-type": "application/json" });
  server.closeAllConnections();
  server.close();
  expect(received.body).toEqual({ model: "bge-reranker-v2-m3", query, documents, top_n: 3 });
});
