import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReranker, type RerankEvent } from "@rankwire/core";
import { createRerankServer, serve } from "@rankwire/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CrossEncoderReranker, crossEncoderReranker } from "@rankwire/local";
import { writeTinyModel } from "./tiny-model.ts";

let folder: string;
let local: CrossEncoderReranker;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cross-encoder-http-"));
  local = crossEncoderReranker({ model: writeTinyModel(join(folder, "tiny")) });
  server = await serve(createRerankServer({ reranker: local, apiKeys: ["sk-test"] }));
});

afterAll(async () => {
  await server.close();
  await local.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const query = "how long is the parental leave";
const vocabulary = "how long is the parental leave holiday paternity pay invoice printer paper".split(" ");
const documents = Array.from({ length: 50 }, (_, index) =>
  // Each document is spelled differently at its end, for equal ones would be sent once.
  [
    ...Array.from({ length: 1 + (index % 9) }, (_, word) => vocabulary[(index * 5 + word * 7) % 12]),
    "x".repeat(index),
  ].join(" "),
);

test("a model's own scores come through the client as they are in the process", async () => {
  const events: RerankEvent[] = [];
  const remote = createReranker({
    baseURL: `${server.url}/v1`,
    apiKey: "sk-test",
    maxDocumentsPerRequest: 7,
    onEvent: (event) => events.push(event),
  });
  const [there, here] = [await remote.rerank({ query, documents }), await local.rerank({ query, documents })];
  expect(events.filter(({ type }) => type === "response")).toHaveLength(8);
  expect(there.usage).toEqual({ ...here.usage, requests: 8 });

  const scores = new Map(here.results.map(({ index, relevanceScore }) => [index, relevanceScore]));
  expect(new Set(scores.values()).size).toBeGreaterThan(4);
  expect(there.results).toHaveLength(50);
  for (const { index, relevanceScore } of there.results) expect(relevanceScore).toBeCloseTo(scores.get(index) ?? 2, 6);
});

test("the best topN of a split call are the best of all", async () => {
  const remote = createReranker({ baseURL: server.url, apiKey: "sk-test", maxDocumentsPerRequest: 7 });
  const best = "how long is the parental leave";
  const { results } = await remote.rerank({ query, documents: [...documents, best], topN: 3 });
  expect(results).toHaveLength(3);
  const here = await local.rerank({ query, documents: [...documents, best], topN: 3 });
  for (const [row, { relevanceScore }] of results.entries()) {
    expect(relevanceScore).toBeCloseTo(here.results[row]?.relevanceScore ?? 2, 6);
  }
});

test("a query that is too long for the model is the client's error", async () => {
  const remote = createReranker({ baseURL: server.url, apiKey: "sk-test" });
  const call = remote.rerank({ query: "paper ".repeat(2000), documents: ["paper"] });
  await expect(call).rejects.toMatchObject({ name: "InvalidRequestError", status: 400 });
});
