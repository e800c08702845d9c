import { AuthenticationError, createReranker, defineReranker, InvalidRequestError } from "@rankwire/core";
import { expect, test } from "vitest";
import { answering, errorBody, scoring, start, valid } from "./__fixtures__/start.ts";

test("the documented example is answered as documented", async () => {
  const scores = [0.9854, 0.000016, 0.6773];
  const reranker = defineReranker({
    provider: "example",
    model: "example-1",
    rerank: async ({ documents }) => ({
      results: documents.map((_, index) => ({ index, relevanceScore: scores[index] ?? 0 })),
      usage: { requests: 1, promptTokens: 77, totalTokens: 77 },
      id: "an-id",
    }),
  });
  const { post } = await start({ reranker });
  const { status, headers, body } = await post({
    model: "bge-reranker-v2-m3",
    query: "Organic skincare products for sensitive skin",
    top_n: 3,
    documents: ["Natural skincare with aloe vera", "New make-up trends", "Bio-Hautpflege mit Aloe vera"],
  });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/json");
  expect(body).toEqual({
    results: [
      { index: 0, relevance_score: 0.9854 },
      { index: 2, relevance_score: 0.6773 },
      { index: 1, relevance_score: 0.000016 },
    ],
    usage: { prompt_tokens: 77, total_tokens: 77 },
  });
});

test.each([
  ["left out", undefined, 3],
  ["smaller than the list", 2, 2],
  ["larger than the list", 50, 3],
  ["larger than an exact number", 2 ** 53, 3],
  ["larger by far", 1e20, 3],
])("top_n %s", async (_, top_n, count) => {
  const { post } = await start();
  const { body } = await post({ ...valid, top_n });
  expect(body).toHaveProperty("results.length", count);
});

test("the same answer stands at /rerank and with a slash at the end", async () => {
  const { ask, post } = await start();
  const { body } = await post(valid);
  for (const path of ["/rerank", "/rerank/", "/v1/rerank/"]) {
    expect(await ask(path, { method: "POST", body: JSON.stringify(valid) })).toMatchObject({ status: 200, body });
  }
});

test("an empty list has empty results", async () => {
  const { post } = await start();
  const body = { results: [], usage: { prompt_tokens: 0, total_tokens: 0 } };
  expect(await post({ ...valid, documents: [] })).toMatchObject({ status: 200, body });
});

test("a blank document has its row at the end with 0", async () => {
  const { post } = await start();
  const { body } = await post({ ...valid, documents: [" \n", "text", ""] });
  expect(body).toMatchObject({
    results: [
      { index: 1, relevance_score: 1 },
      { index: 0, relevance_score: 0 },
      { index: 2, relevance_score: 0 },
    ],
  });
});

test("a blank document never stands above one whose score is negative", async () => {
  const { post } = await start({ reranker: scoring((index) => -1 - index) });
  const { body } = await post({ ...valid, documents: ["", "one", "two"] });
  expect(body).toHaveProperty("results", [
    { index: 1, relevance_score: -1 },
    { index: 2, relevance_score: -2 },
    { index: 0, relevance_score: -2 },
  ]);
});

test("blank documents alone are answered without asking the reranker", async () => {
  const { post } = await start({ reranker: answering(() => Promise.reject(new Error("asked"))) });
  const { status, body } = await post({ ...valid, documents: ["", " "], top_n: 1 });
  expect({ status, body }).toMatchObject({ status: 200, body: { results: [{ index: 0, relevance_score: 0 }] } });
});

test("equal documents all get the score", async () => {
  const { post } = await start();
  const { body } = await post({ ...valid, documents: ["same", "other", "same"] });
  expect(body).toHaveProperty("results", [
    { index: 0, relevance_score: 1 },
    { index: 2, relevance_score: 1 },
    { index: 1, relevance_score: 0.5 },
  ]);
});

test.each([
  [{}, [0, 0]],
  [{ totalTokens: 9 }, [9, 9]],
  [{ promptTokens: 7 }, [7, 7]],
  [{ promptTokens: 7, totalTokens: 9 }, [7, 9]],
])("usage of a reranker that reports %o", async (usage, [prompt_tokens, total_tokens]) => {
  const reranker = defineReranker({
    provider: "example",
    model: "example-1",
    rerank: async () => ({ results: [{ index: 0, relevanceScore: 1 }], usage: { requests: 1, ...usage } }),
  });
  const { post } = await start({ reranker });
  const { body } = await post({ ...valid, documents: ["one"] });
  expect(body).toHaveProperty("usage", { prompt_tokens, total_tokens });
});

test("texts of a megabyte, lone surrogates and odd characters reach the reranker unchanged", async () => {
  const seen: string[] = [];
  const { post } = await start({
    reranker: answering(async ({ documents }) => {
      seen.push(...documents);
      return documents.map((_, index) => ({ index, relevanceScore: 1 }));
    }),
  });
  const documents = ["ü".repeat(500_000), "lone \ud800 surrogate", "\u0000\ufeff\u2028", "emoji 🧪"];
  const { status } = await post({ ...valid, documents });
  expect(status).toBe(200);
  expect(seen).toEqual(documents);
});

test("a body is JSON whatever its content type says", async () => {
  const { post } = await start();
  expect(await post(valid, { "content-type": "text/plain" })).toMatchObject({ status: 200 });
});

test("fields that the documentation does not name are ignored, __proto__ among them", async () => {
  const { post } = await start();
  const body = `{"__proto__":{"top_n":1},"constructor":{"prototype":{"top_n":1}},"return_documents":true,${JSON.stringify(valid).slice(1)}`;
  const answer = await post(body);
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.body).toHaveProperty("results.length", 3);
  expect(answer.body).not.toHaveProperty("results.0.document");
});

test("a field that stands in __proto__ alone is missing", async () => {
  const { post } = await start();
  const body = `{"__proto__":${JSON.stringify(valid)}}`;
  expect(await post(body)).toMatchObject({ status: 400, body: errorBody({ param: "model" }) });
});

test("any model is accepted unless the models are listed", async () => {
  const { post, ask } = await start({ models: ["bge-reranker-v2-m3", "other"] });
  expect(await post(valid)).toMatchObject({ status: 200 });
  expect(await post({ ...valid, model: "unheard-of" })).toMatchObject({
    status: 404,
    body: errorBody({ code: "model_not_found", param: "model" }),
  });
  expect((await ask("/v1/models")).body).toMatchObject({
    object: "list",
    data: [{ id: "bge-reranker-v2-m3", object: "model", owned_by: "example" }, { id: "other" }],
  });
  const open = await start();
  expect(await open.post({ ...valid, model: "unheard-of" })).toMatchObject({ status: 200 });
  expect((await open.ask("/v1/models")).body).toHaveProperty("data.0.id", "example-1");
});

test("requests at the same time each get their own answer", async () => {
  const { post } = await start();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, count) =>
      post({ ...valid, documents: Array.from({ length: count }, (_, index) => `text ${index}`) }),
    ),
  );
  expect(answers.map(({ body }) => (body as { results: unknown[] }).results.length)).toEqual([...answers.keys()]);
});

test("the library's own client reads the answers and the refusals", async () => {
  const { url } = await start({ apiKeys: ["right-key"], maxDocuments: 3 });
  const client = createReranker({ baseURL: `${url}/v1`, apiKey: "right-key", maxDocumentsPerRequest: 100 });
  const { results, usage } = await client.rerank({ query: "a question", documents: ["one", " ", "two"], topN: 3 });
  expect(results).toEqual([
    { index: 0, relevanceScore: 1 },
    { index: 2, relevanceScore: 0.5 },
  ]);
  expect(usage).toEqual({ promptTokens: 0, totalTokens: 0, requests: 1 });
  const tooMany = client.rerank({ query: "a question", documents: ["1", "2", "3", "4"] });
  await expect(tooMany).rejects.toThrow(InvalidRequestError);
  const locked = createReranker({ baseURL: `${url}/v1`, apiKey: "wrong-key" });
  await expect(locked.rerank({ query: "a question", documents: ["one"] })).rejects.toThrow(AuthenticationError);
});
