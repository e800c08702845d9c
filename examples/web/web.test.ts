import { createReranker, defineReranker } from "@rankwire/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HashEmbeddings } from "../demo/hash-embeddings.ts";
import { toPassages } from "../demo/load-manuals.ts";
import { indexPassages } from "../demo/retrieve.ts";
import { startWeb } from "./start-web.ts";

const byLength = defineReranker({
  provider: "test",
  model: "by-length",
  rerank: async ({ documents }) => ({
    results: documents.map((text, index) => ({ index, relevanceScore: text.length })),
    usage: { requests: 1 },
  }),
});
// Nothing listens at port 9.
const key = "sk-page-0123456789";
const down = createReranker({ apiKey: key, baseURL: "http://127.0.0.1:9/v1", maxRetries: 0 });

let web: Awaited<ReturnType<typeof startWeb>>;
let broken: typeof web;

beforeAll(async () => {
  const passages = await toPassages("# Sockets\nidle sockets\n# Retries\nretries, told at length", "guide.md");
  const embeddings = (texts: readonly string[]): HashEmbeddings => new HashEmbeddings(texts);
  const retriever = await indexPassages(passages, { embeddings, batchSize: 100 }, () => {});
  web = await startWeb({ retriever, reranker: byLength }, "two passages", 0);
  broken = await startWeb({ retriever, reranker: down, apiKey: key }, "two passages", 0);
});

afterAll(() => Promise.all([web.close(), broken.close()]));

function post(url: string, body: string, type = "application/json"): Promise<Response> {
  return fetch(`${url}/search`, { method: "POST", headers: { "content-type": type }, body });
}

test("the page may run its own script and style, and nothing of others", async () => {
  const response = await fetch(web.url);
  expect(response.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'sha256-[\w+/]{43}=';/u,
  );
  expect(await response.text()).not.toMatch(/https?:\/\/|innerHTML/u);
  expect(await (await fetch(`${web.url}/about`)).json()).toMatchObject({ summary: "two passages", kept: 5 });
  expect((await fetch(`${web.url}/elsewhere`)).status).toBe(404);
});

test("a search tells the retriever's order and the reranker's", async () => {
  const response = await post(web.url, JSON.stringify({ question: " idle sockets " }));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    candidates: [
      { title: "Sockets", file: "guide.md", text: "idle sockets" },
      { title: "Retries", text: "retries, told at length" },
    ],
    ranking: [{ index: 1 }, { index: 0 }],
    model: "by-length",
  });
});

test("what is no question is refused", async () => {
  const statuses = [
    await post(web.url, JSON.stringify({ question: " " })),
    await post(web.url, JSON.stringify({ question: 1 })),
    await post(web.url, "{"),
    await post(web.url, JSON.stringify({ question: "a" }), "text/plain"),
    await post(web.url, JSON.stringify({ question: "a".repeat(9000) })),
  ].map(({ status }) => status);
  expect(statuses).toEqual([400, 400, 400, 415, 413]);
});

test("a reranker that fails leaves the retriever's order and a message without the key", async () => {
  const response = await post(broken.url, JSON.stringify({ question: "idle sockets" }));
  const body = await response.text();
  expect(response.status).toBe(502);
  expect(JSON.parse(body)).toMatchObject({
    candidates: [{ title: "Sockets" }, { title: "Retries" }],
    ranking: [],
    error: expect.stringContaining("http://127.0.0.1:9/v1/rerank") as unknown,
  });
  expect(body).not.toContain(key);
});
