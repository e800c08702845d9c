import { createRankwire, rankwire, type RankwireProviderOptions } from "@rankwire/ai-sdk";
import { ConfigurationError, defineReranker, RateLimitError, TimeoutError } from "@rankwire/core";
import { APICallError, createProviderRegistry, NoSuchModelError, rerank, RetryError } from "ai";
import { inspect } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";

const documents = ["frogs 0.2", "secret toads 0.9", "newts 0.5"];
const query = "secret query";

async function started(
  options: RankwireProviderOptions = {},
): Promise<{ endpoint: RerankEndpoint; provider: ReturnType<typeof createRankwire> }> {
  const endpoint = await startRerankEndpoint();
  onTestFinished(() => endpoint.close());
  return { endpoint, provider: createRankwire({ baseURL: endpoint.baseURL, apiKey: "sk-secret", ...options }) };
}

/** What the AI SDK logs as warnings. */
function loggedWarnings(): string[] {
  const texts: string[] = [];
  const { AI_SDK_LOG_WARNINGS } = globalThis;
  globalThis.AI_SDK_LOG_WARNINGS = ({ warnings }) =>
    void texts.push(...warnings.map((warning) => JSON.stringify(warning)));
  onTestFinished(() => void (globalThis.AI_SDK_LOG_WARNINGS = AI_SDK_LOG_WARNINGS));
  return texts;
}

/** What a promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("it did not reject"),
    (error: unknown) => error,
  );
}

/** What a function throws. */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return expect.unreachable("it did not throw");
}

test("documents come back best first with their scores, places, usage, id and model", async () => {
  const { endpoint, provider } = await started();
  const usage = { prompt_tokens: 30, total_tokens: 31 };
  const results = [
    { index: 1, relevance_score: 0.9 },
    { index: 2, relevance_score: 0.5 },
  ];
  endpoint.answer = () => ({ status: 200, headers: { "x-quota": "9" }, body: { id: "rr-1", results, usage } });
  const result = await rerank({ model: provider.rerankingModel("bge-reranker-v2-m3"), query, documents, topN: 2 });
  expect(result.ranking).toEqual([
    { originalIndex: 1, score: 0.9, document: "secret toads 0.9" },
    { originalIndex: 2, score: 0.5, document: "newts 0.5" },
  ]);
  expect(result.response).toMatchObject({ id: "rr-1", modelId: "bge-reranker-v2-m3", timestamp: expect.any(Date) });
  expect(result.response.headers).toMatchObject({ "content-type": "application/json", "x-quota": "9" });
  expect(result.providerMetadata).toEqual({
    rankwire: { provider: "qhaigc", usage: { promptTokens: 30, totalTokens: 31, requests: 1 } },
  });
  expect(endpoint.requests).toEqual([{ model: "bge-reranker-v2-m3", query, documents, top_n: 2 }]);
});

test("all documents come back when top N is left out, as the AI SDK has it", async () => {
  const { provider } = await started();
  const many = Array.from({ length: 12 }, (_, index) => `text 0.${index + 10}`);
  const { ranking } = await rerank({ model: provider.reranking(), query, documents: many });
  expect(ranking).toHaveLength(12);
  expect(ranking[0]?.originalIndex).toBe(11);
});

test("1,000 documents are split over requests and ranked as one list", async () => {
  const { endpoint, provider } = await started();
  const many = Array.from({ length: 1000 }, (_, index) => `candidate ${(index * 7) % 1000}`);
  const { ranking } = await rerank({ model: provider.reranking(), query, documents: many, topN: 3 });
  expect(ranking.map(({ score }) => score)).toEqual([999, 998, 997]);
  expect(endpoint.requests).toHaveLength(10);
});

test("the model is the default one, the options' or the one asked for", () => {
  const provider = createRankwire();
  expect(provider.rerankingModel().modelId).toBe("bge-reranker-v2-m3");
  expect(createRankwire({ model: "other" }).rerankingModel().modelId).toBe("other");
  expect(createRankwire({ model: "other" }).reranking("third")).toMatchObject({
    modelId: "third",
    provider: "rankwire.reranking",
    specificationVersion: "v3",
  });
  expect(provider.reranking("x")).toBe(provider.rerankingModel("x"));
});

test("a model of the registry is found by its name", async () => {
  const { provider } = await started();
  const registry = createProviderRegistry({ rankwire: provider });
  const { ranking } = await rerank({
    model: registry.rerankingModel("rankwire:some-model"),
    query,
    documents,
    topN: 1,
  });
  expect(ranking[0]?.document).toBe("secret toads 0.9");
});

test("without a key the provider loads and names models, and the first call says which variable to set", async () => {
  vi.stubEnv("QHAIGC_API_KEY", "");
  vi.stubEnv("QHAIGC_BASE_URL", "");
  const model = rankwire.rerankingModel();
  const error = await rejection(rerank({ model, query, documents }));
  expect(ConfigurationError.isInstance(error)).toBe(true);
  expect(String(error)).toContain("QHAIGC_API_KEY");
});

test("the ready provider reads its key and address at the first call", async () => {
  const { endpoint } = await started();
  vi.stubEnv("QHAIGC_API_KEY", "sk-late");
  vi.stubEnv("QHAIGC_BASE_URL", endpoint.baseURL);
  await rerank({ model: rankwire.rerankingModel("late"), query, documents });
  expect(endpoint.recorded[0]?.headers.authorization).toBe("Bearer sk-late");
});

test("a wrong option shows when the model is named, before any call", () => {
  expect(() => createRankwire({ maxRetries: -1 }).rerankingModel()).toThrow(ConfigurationError);
});

test("the AI SDK alone repeats a failed call", async () => {
  const { endpoint, provider } = await started();
  endpoint.answer = () => {
    endpoint.answer = undefined;
    return { status: 429, body: { error: { message: "slow down" } }, headers: { "retry-after-ms": "30" } };
  };
  const { ranking } = await rerank({ model: provider.reranking(), query, documents, topN: 1 });
  expect(ranking[0]?.originalIndex).toBe(1);
  expect(endpoint.requests).toHaveLength(2);
});

test("a failing call is sent as often as the AI SDK is told, and no more", async () => {
  const { endpoint, provider } = await started();
  endpoint.answer = () => ({ status: 503, body: "busy", headers: { "retry-after-ms": "1" } });
  const error = await rejection(rerank({ model: provider.reranking(), query, documents, maxRetries: 1 }));
  expect(RetryError.isInstance(error)).toBe(true);
  expect(endpoint.requests).toHaveLength(2);
});

test("with maxRetries of its own the reranker alone repeats", async () => {
  const { endpoint, provider } = await started({ maxRetries: 1 });
  endpoint.answer = () => ({ status: 503, body: "busy", headers: { "retry-after-ms": "1" } });
  const error = await rejection(rerank({ model: provider.reranking(), query, documents, maxRetries: 5 }));
  expect(error).toMatchObject({ name: "AI_APICallError", isRetryable: false, statusCode: 503 });
  expect(endpoint.requests).toHaveLength(2);
});

test("a given reranker keeps its own retries, and the AI SDK adds none", async () => {
  let calls = 0;
  const reranker = defineReranker({
    provider: "mine",
    model: "busy",
    rerank: async () => {
      calls += 1;
      throw new RateLimitError("busy", { isRetryable: true, status: 429 });
    },
  });
  const error = await rejection(rerank({ model: createRankwire({ reranker }).reranking(), query, documents }));
  expect(APICallError.isInstance(error)).toBe(true);
  expect(calls).toBe(1);
});

test("an error carries its status, its wait and its cause, and nothing of the key, the query or the documents", async () => {
  const { endpoint, provider } = await started();
  endpoint.answer = () => ({
    status: 429,
    body: { error: { message: "slow down" } },
    headers: { "retry-after": "7", "x-request-id": "q-1" },
  });
  const error = await rejection(rerank({ model: provider.reranking(), query, documents, maxRetries: 0 }));
  expect(APICallError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    statusCode: 429,
    isRetryable: true,
    url: `${endpoint.baseURL}/rerank`,
    responseHeaders: { "retry-after-ms": "7000", "x-request-id": "q-1" },
    requestBodyValues: { model: "bge-reranker-v2-m3", documentCount: 3 },
    cause: { code: "RANKWIRE_RATE_LIMIT" },
  });
  expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toMatch(/secret/u);
});

test("what cannot succeed later is not repeated", async () => {
  const { endpoint, provider } = await started();
  endpoint.answer = () => ({ status: 401, body: { error: { message: "no" } } });
  const error = await rejection(rerank({ model: provider.reranking(), query, documents }));
  expect(error).toMatchObject({ name: "AI_APICallError", isRetryable: false, statusCode: 401 });
  expect(endpoint.requests).toHaveLength(1);
});

test.each([new Error("the user left"), new TimeoutError("the page's own limit")])(
  "an abort ends the call with the caller's own reason: %s",
  async (reason) => {
    const { endpoint, provider } = await started();
    endpoint.answer = () => "nothing";
    const controller = new AbortController();
    const arrived = endpoint.nextRequest();
    const failed = rejection(
      provider.reranking().doRerank({
        query,
        documents: { type: "text", values: documents },
        abortSignal: controller.signal,
      }) as Promise<unknown>,
    );
    await arrived;
    controller.abort(reason);
    expect(await failed).toBe(reason);
  },
);

test("an abort of a call that was repeated is the last error of the AI SDK's own", async () => {
  const { endpoint, provider } = await started();
  const controller = new AbortController();
  const reason = new Error("the user left");
  endpoint.answer = () => {
    if (endpoint.requests.length === 1) return { status: 503, headers: { "retry-after-ms": "1" }, body: {} };
    controller.abort(reason);
    return "nothing";
  };
  const failed = rejection(rerank({ model: provider.reranking(), query, documents, abortSignal: controller.signal }));
  expect(await failed).toMatchObject({ name: "AI_RetryError", lastError: reason });
});

test("an abort through the AI SDK is not repeated", async () => {
  const { endpoint, provider } = await started();
  endpoint.answer = () => "nothing";
  const controller = new AbortController();
  const arrived = endpoint.nextRequest();
  const failed = rejection(rerank({ model: provider.reranking(), query, documents, abortSignal: controller.signal }));
  await arrived;
  controller.abort();
  expect(await failed).toMatchObject({ name: "AbortError" });
  expect(endpoint.requests).toHaveLength(1);
});

test("headers of the options and of the call are sent", async () => {
  const { endpoint, provider } = await started({ headers: { "x-team": "search" } });
  await rerank({ model: provider.reranking(), query, documents, headers: { "x-trace": "t1" } });
  expect(endpoint.recorded[0]?.headers).toMatchObject({ "x-team": "search", "x-trace": "t1" });
});

test("objects are scored as lines of YAML, with a warning, and come back as they were", async () => {
  const warnings = loggedWarnings();
  const { endpoint, provider } = await started();
  const objects = [
    { title: "Note: frogs", price: 1 },
    { title: "toads", price: 2 },
  ];
  const { ranking } = await rerank({ model: provider.reranking(), query, documents: objects });
  expect(endpoint.requests[0]?.documents).toEqual(['title: "Note: frogs"\nprice: 1', "title: toads\nprice: 2"]);
  expect(ranking[0]?.document).toBe(objects[1]);
  expect(warnings).toEqual([expect.stringContaining("rankFields")]);
});

test("rankFields chooses the fields that are scored, without a warning", async () => {
  const warnings = loggedWarnings();
  const { endpoint, provider } = await started();
  const providerOptions = { rankwire: { rankFields: ["price", "title"] } };
  const objects = [{ title: "frogs", internal: "secret", price: 1 }];
  await rerank({ model: provider.reranking(), query, documents: objects, providerOptions });
  expect(endpoint.requests[0]?.documents).toEqual(["price: 1\ntitle: frogs"]);
  expect(warnings).toEqual([]);
});

test("a warning names the fields in rankFields that no document has", async () => {
  const warnings = loggedWarnings();
  const { provider } = await started();
  const providerOptions = { rankwire: { rankFields: ["titel", "price", "text"] } };
  const objects = [{ title: "frogs", price: 1 }, { text: "toads" }];
  await rerank({ model: provider.reranking(), query, documents: objects, providerOptions });
  expect(warnings).toEqual([expect.stringContaining("rankFields: titel.")]);
});

test("a blank document is not sent, has no place in the ranking, and a warning says so", async () => {
  const warnings = loggedWarnings();
  const { endpoint, provider } = await started();
  const { ranking } = await rerank({ model: provider.reranking(), query, documents: ["a 0.1", " ", "b 0.2", ""] });
  expect(endpoint.requests[0]?.documents).toEqual(["a 0.1", "b 0.2"]);
  expect(ranking.map(({ originalIndex }) => originalIndex)).toEqual([2, 0]);
  expect(warnings).toEqual([expect.stringContaining("2 of 4 documents are blank")]);
});

test("an object document whose fields are blank is blank", async () => {
  const { endpoint, provider } = await started();
  const objects = [{ title: "a 0.1" }, { title: " ", note: "" }];
  const providerOptions = { rankwire: { rankFields: ["title", "note"] } };
  const { ranking } = await rerank({ model: provider.reranking(), query, documents: objects, providerOptions });
  expect(endpoint.requests[0]?.documents).toEqual(["title: a 0.1"]);
  expect(ranking.map(({ originalIndex }) => originalIndex)).toEqual([0]);
});

test("a threshold keeps what scores at least as much", async () => {
  const { provider } = await started();
  const providerOptions = { rankwire: { scoreThreshold: 0.5 } };
  const { ranking } = await rerank({ model: provider.reranking(), query, documents, providerOptions });
  expect(ranking.map(({ score }) => score)).toEqual([0.9, 0.5]);
});

test.for<[string, Record<string, string | number | string[]>]>([
  ["rankFields", { rankFields: "title" }],
  ["rankfields", { rankfields: ["title"] }],
  ["timeoutMs", { timeoutMs: 0 }],
  ["scoreThreshold", { scoreThreshold: "high" }],
])("wrong provider options are refused by name: %s", async ([name, options]) => {
  const { endpoint, provider } = await started();
  const providerOptions = { rankwire: options };
  const error = await rejection(rerank({ model: provider.reranking(), query, documents, providerOptions }));
  expect(error).toMatchObject({ name: "AI_InvalidArgumentError", message: expect.stringContaining(name) });
  expect(endpoint.requests).toHaveLength(0);
});

test("other providers' options are none of its business", async () => {
  const { provider } = await started();
  const providerOptions = { cohere: { maxTokensPerDoc: 1 } };
  const { ranking } = await rerank({ model: provider.reranking(), query, documents, providerOptions });
  expect(ranking).toHaveLength(3);
});

test.for([
  ["language", () => rankwire.languageModel("m")],
  ["embedding", () => rankwire.embeddingModel("m")],
  ["text embedding", () => rankwire.textEmbeddingModel?.("m")],
  ["image", () => rankwire.imageModel("m")],
  ["transcription", () => rankwire.transcriptionModel?.("m")],
  ["speech", () => rankwire.speechModel?.("m")],
] as const)("there is no %s model", ([, model]) => {
  expect(NoSuchModelError.isInstance(thrown(model))).toBe(true);
});

test("a given reranker serves its own model alone", async () => {
  const reranker = defineReranker({
    provider: "mine",
    model: "length",
    rerank: async ({ documents }) => ({
      results: documents.map((text, index) => ({ index, relevanceScore: text.length })),
      usage: { requests: 0 },
    }),
  });
  const provider = createRankwire({ reranker });
  const result = await rerank({ model: provider.rerankingModel(), query, documents });
  expect(result.ranking[0]?.originalIndex).toBe(1);
  expect(result.providerMetadata).toEqual({ rankwire: { provider: "mine", usage: { requests: 0 } } });
  expect(NoSuchModelError.isInstance(thrown(() => provider.rerankingModel("bge")))).toBe(true);
  expect(() => createRankwire({ reranker, timeoutMs: 1000 })).toThrow(ConfigurationError);
  expect(() => createRankwire({ reranker, onEvent: () => {} })).toThrow("pass onEvent to the reranker");
});

test("a model works behind a Proxy, as version 7 of the AI SDK wraps it", async () => {
  const { provider } = await started();
  const proxy = new Proxy(provider.reranking(), { get: (target, name) => Reflect.get(target, name) as unknown });
  const { ranking } = await rerank({ model: proxy, query, documents, topN: 1 });
  expect(ranking[0]?.score).toBe(0.9);
});

test("an inspection of the provider shows no key", () => {
  const provider = createRankwire({ apiKey: "sk-secret" });
  expect(inspect([provider, provider.rerankingModel()], { depth: 9, showHidden: true })).not.toContain("sk-secret");
});
