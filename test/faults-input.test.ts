import { createReranker, type RerankRequest } from "@rankwire/core";
import { describe, expect, test } from "vitest";
import { startFaultServer } from "./support/fault-server.ts";
import { badRequest, expectFailure, failureOf, transports } from "./support/fault-table.ts";
import { scores, type WireRequest } from "./support/faults.ts";
import { expectNoSecret, secrets } from "./support/secrets.ts";

const { apiKey, query, documents } = secrets;

const refused: readonly (readonly [title: string, request: object, message: string])[] = [
  ["a document that is a number", { documents: [documents[0], 7] }, "documents[1] is number; every document must be"],
  ["a document that is null", { documents: [null] }, "documents[0] is null"],
  ["a document that is an object", { documents: [{ text: documents[0] }] }, "documents[0] is an object"],
  ["a hole in the documents", { documents: Array(1) }, "documents[0] is undefined"],
  ["documents that are no array", { documents: documents[0] }, "documents is string; it must be an array"],
  ["a query that is no string", { query: { text: query } }, "query is an object; it must be a string"],
  ["a blank query", { query: " \n\u00a0" }, "query is blank"],
  ["top N of 0", { topN: 0 }, "topN is 0; it must be a positive integer, or Infinity for all"],
  ["a negative top N", { topN: -1 }, "topN is -1"],
  ["a fractional top N", { topN: 1.5 }, "topN is 1.5"],
  ["top N of NaN", { topN: Number.NaN }, "topN is NaN"],
  ["top N of -Infinity", { topN: -Infinity }, "topN is -Infinity"],
  ["top N in a string", { topN: "3" }, "topN is string"],
  ["top N of null", { topN: null }, "topN is null"],
];

describe.each(Object.entries(transports))("input, over %s", (_name, transport) => {
  test.each(refused)("%s is refused without a request", async (_title, part, message) => {
    await using server = await startFaultServer(scores);
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, ...transport });
    const error = await failureOf(reranker.rerank({ query, documents, ...part }));
    expectFailure(error, { ...badRequest, message: [message] });
    expectNoSecret(error);
    expect(server.connections).toBe(0);
  });

  test.each([
    ["nothing", undefined, "the request is undefined; it must be an object: { query, documents, topN }"],
    ["a query alone", query, "the request is string"],
    ["a list", [query, documents], "the request is an array"],
  ])("a call with %s is refused without a request", async (_title, request, message) => {
    await using server = await startFaultServer(scores);
    const error = await failureOf(
      createReranker({ apiKey, baseURL: server.baseURL, ...transport }).rerank(request as never),
    );
    expectFailure(error, { ...badRequest, message: [message] });
    expectNoSecret(error);
    expect(server.connections).toBe(0);
  });

  test("options of a call that cannot be are refused without a request", async () => {
    await using server = await startFaultServer(scores);
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, ...transport });
    for (const [options, message] of [
      [{ timeoutMs: 0 }, "timeoutMs is 0; it must be a positive number of milliseconds"],
      [{ timeoutMs: Number.NaN }, "timeoutMs is NaN"],
      [{ signal: new AbortController() as never }, "signal is an object; it must be an AbortSignal"],
      [{ signal: null as never }, "signal is null"],
      ["fast" as never, "the second argument is string; it must be an object: { signal, timeoutMs, headers }"],
      [{ headers: { "x-key": `${apiKey}\r\nx-evil: 1` } }, 'The value of header "x-key" cannot be sent'],
      [{ headers: { "x key": apiKey } }, "not a valid HTTP header name"],
    ] as const) {
      const error = await failureOf(reranker.rerank({ query, documents }, options));
      expectFailure(error, { ...badRequest, message: [message] });
      expectNoSecret(error);
    }
    expect(server.connections).toBe(0);
  });

  const sent = async (request: RerankRequest) => {
    await using server = await startFaultServer(scores);
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
    const response = await reranker.rerank(request);
    return { response, received: server.requests.map(({ body }) => JSON.parse(body) as WireRequest), server };
  };

  test.each([
    ["NUL and control characters", "a\u0000b\u0001\u001f\u007f\u2028 0.5"],
    ["right-to-left text", "שלום \u202bעולם\u202c مرحبا 0.5"],
    ["emoji, combining marks and plane 2", "👩‍👩‍👧 e\u0301 𠀋 0.5"],
    ["JSON and markup", '"},{"a":[\\ </script> 0.5'],
    ["a written-out escape of a surrogate", String.raw`\ud83d \\ud83d 0.5`],
    ["names of prototype members", "__proto__"],
    ["a text of a megabyte", `${"é".repeat(500_000)} 0.5`],
  ])("%s arrive as they are", async (_title, text) => {
    const { response, received } = await sent({ query: text, documents: [text, "other 0.25"] });
    expect(received.every((request) => request.query === text)).toBe(true);
    expect(received.some((request) => request.documents[0] === text)).toBe(true);
    expect(response.results).toHaveLength(2);
  });

  test("half a surrogate pair is sent as the replacement character, and costs no other document", async () => {
    const cut = ["\ude00 cut at the start 0.5", "cut at the end 0.25 \ud83d", "whole 😀 0.75"];
    const { response, received, server } = await sent({ query: "q \ud83d", documents: cut });
    expect(received[0]?.query).toBe("q \ufffd");
    expect(received[0]?.documents).toEqual([
      "\ufffd cut at the start 0.5",
      "cut at the end 0.25 \ufffd",
      "whole 😀 0.75",
    ]);
    expect(server.requests[0]?.body).not.toContain("\\u");
    expect(response.results[0]?.index).toBe(2);
  });

  test("10,000 documents are scored, each one once", async () => {
    await using server = await startFaultServer(scores);
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
    const many = Array.from({ length: 10_000 }, (_, index) => `document ${(index * 7919) % 10_000}`);
    const response = await reranker.rerank({ query, documents: many });
    expect(response.results.map(({ relevanceScore }) => relevanceScore)).toEqual(many.map((_, place) => 9999 - place));
    expect(response.results.every(({ index, relevanceScore }) => many[index] === `document ${relevanceScore}`)).toBe(
      true,
    );
    expect(response.usage).toEqual({ promptTokens: 100_000, totalTokens: 100_000, requests: 100 });
    const best = await reranker.rerank({ query, documents: many, topN: 3 });
    expect(best.results.map(({ relevanceScore }) => relevanceScore)).toEqual([9999, 9998, 9997]);
  });

  test.each([
    ["", "/rerank"],
    ["/", "/rerank"],
    ["/v1", "/v1/rerank"],
    ["/v1/", "/v1/rerank"],
    ["/v1/rerank", "/v1/rerank"],
    ["/v1/rerank/", "/v1/rerank"],
    ["/v1?api-version=2&key=a%20b", "/v1/rerank?api-version=2&key=a%20b"],
    ["/v1/#top", "/v1/rerank"],
    ["/gate%20way/v1", "/gate%20way/v1/rerank"],
  ])("a base URL that ends in %j sends to %s", async (end, path) => {
    await using server = await startFaultServer(scores);
    const reranker = createReranker({ apiKey, baseURL: server.origin + end, maxRetries: 0, ...transport });
    await reranker.rerank({ query, documents });
    expect(server.requests.map((request) => request.path)).toEqual([path]);
  });

  test("the query of a base URL, which may hold a key, stands in no error", async () => {
    await using server = await startFaultServer((socket) => socket.resetAndDestroy());
    const baseURL = `${server.baseURL}?key=${apiKey}`;
    const error = await failureOf(
      createReranker({ baseURL, maxRetries: 0, ...transport }).rerank({ query, documents }),
    );
    expect(error.message).toContain(`POST ${server.origin}/v1/rerank`);
    expectNoSecret(error);
  });

  test("the request is the one that the endpoint documents", async () => {
    const { server } = await sent({ query, documents, topN: 1 });
    const [request] = server.requests;
    expect(request?.method).toBe("POST");
    expect(request?.headers).toMatchObject({ "content-type": "application/json", authorization: `Bearer ${apiKey}` });
    expect(JSON.parse(request?.body ?? "")).toEqual({ model: "bge-reranker-v2-m3", query, documents, top_n: 1 });
  });

  test("nothing is sent where nothing is to be scored", async () => {
    const { received } = await sent({ query, documents: [] });
    expect(received).toEqual([]);
    const blank = await sent({ query, documents: ["", "\u3000\n"] });
    expect(blank.received).toEqual([]);
    expect(blank.response).toMatchObject({ results: [], usage: { requests: 0 } });
  });
});
