import { getEventListeners } from "node:events";
import { ConfigurationError, defineReranker } from "@rankwire/core";
import { rankwireRerank, RankwireRerankAdapter, type RankwireRerankOptions } from "@rankwire/tanstack-ai";
import { type Logger, rerank } from "@tanstack/ai";
import { expect, onTestFinished, test, vi } from "vitest";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";

const documents = ["frogs 0.2", "secret toads 0.9", "newts 0.5"];
const query = "secret query";

async function started(
  options: RankwireRerankOptions = {},
): Promise<{ endpoint: RerankEndpoint; adapter: RankwireRerankAdapter }> {
  const endpoint = await startRerankEndpoint();
  onTestFinished(() => endpoint.close());
  return {
    endpoint,
    adapter: rankwireRerank(undefined, { baseURL: endpoint.baseURL, apiKey: "sk-secret", maxRetries: 0, ...options }),
  };
}

/** A logger that keeps what it is told. */
function recorder(): { lines: string[]; logger: Logger } {
  const lines: string[] = [];
  const write = (level: string) => (message: string, meta?: unknown) =>
    void lines.push(`${level} ${message} ${JSON.stringify(meta)}`);
  const logger = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  return { lines, logger };
}

test("documents come back best first with their scores, places, usage and id", async () => {
  const { endpoint, adapter } = await started();
  const results = [
    { index: 1, relevance_score: 0.9 },
    { index: 2, relevance_score: 0.5 },
  ];
  endpoint.answer = () => ({
    status: 200,
    body: { id: "rr-1", results, usage: { prompt_tokens: 30, total_tokens: 31 } },
  });
  const result = await rerank({ adapter, query, documents, topN: 2 });
  expect(result).toEqual({
    id: "rr-1",
    model: "bge-reranker-v2-m3",
    ranking: [
      { index: 1, score: 0.9, document: "secret toads 0.9" },
      { index: 2, score: 0.5, document: "newts 0.5" },
    ],
    rerankedDocuments: ["secret toads 0.9", "newts 0.5"],
    usage: { promptTokens: 30, completionTokens: 0, totalTokens: 31 },
  });
  expect(endpoint.requests).toEqual([{ model: "bge-reranker-v2-m3", query, documents, top_n: 2 }]);
});

test("objects are scored as the framework writes them and come back as they were", async () => {
  const { endpoint, adapter } = await started();
  const objects = [
    { title: "frogs", price: 0.1 },
    { title: "toads", price: 0.2 },
  ];
  const { rerankedDocuments } = await rerank({ adapter, query, documents: objects });
  expect(endpoint.requests[0]?.documents).toEqual(objects.map((object) => JSON.stringify(object)));
  expect(rerankedDocuments).toHaveLength(2);
  expect(objects).toContain(rerankedDocuments[0]);
});

test("1,000 documents are split over requests and ranked as one list", async () => {
  const { endpoint, adapter } = await started();
  const many = Array.from({ length: 1000 }, (_, index) => `candidate ${(index * 7) % 1000}`);
  const { ranking } = await rerank({ adapter, query, documents: many, topN: 3 });
  expect(ranking.map(({ score }) => score)).toEqual([999, 998, 997]);
  expect(endpoint.requests).toHaveLength(10);
});

test("all documents come back when top N is left out, and a threshold keeps what scores as much", async () => {
  const { adapter } = await started();
  const many = Array.from({ length: 12 }, (_, index) => `text 0.${index + 10}`);
  expect((await rerank({ adapter, query, documents: many })).ranking).toHaveLength(12);
  const { ranking } = await rerank({ adapter, query, documents: many, modelOptions: { scoreThreshold: 0.2 } });
  expect(ranking.map(({ score }) => score)).toEqual([0.21, 0.2]);
});

test.for([null, { another: 1 }])("modelOptions %o set nothing", async (modelOptions) => {
  const { adapter } = await started();
  const { ranking } = await rerank({ adapter, query, documents, modelOptions: modelOptions as object });
  expect(ranking).toHaveLength(3);
});

test.each(["abortSignal", "modelOptions.signal"])(
  "the call ends with the reason of %s, where both are given",
  async (fired) => {
    const { endpoint, adapter } = await started();
    const own = new AbortController();
    const other = new AbortController();
    const reason = new Error("the user left");
    endpoint.answer = () => {
      (fired === "abortSignal" ? own : other).abort(reason);
      return "nothing";
    };
    const modelOptions = { signal: other.signal };
    await expect(rerank({ adapter, query, documents, abortSignal: own.signal, modelOptions })).rejects.toBe(reason);
  },
);

test("two signals are both let go of when a call has ended", async () => {
  const [own, other] = [new AbortController(), new AbortController()];
  const { adapter } = await started();
  const modelOptions = { signal: other.signal };
  await rerank({ adapter, query, documents, abortSignal: own.signal, modelOptions });
  for (const { signal } of [own, other]) expect(getEventListeners(signal, "abort")).toHaveLength(0);
  own.abort("before");
  await expect(rerank({ adapter, query, documents, abortSignal: own.signal, modelOptions })).rejects.toBe("before");
});

test("modelOptions take a signal alone and headers for the call", async () => {
  const { endpoint, adapter } = await started({ headers: { "x-team": "search", "x-user": "none" } });
  const controller = new AbortController();
  const modelOptions = { signal: controller.signal, headers: { "x-user": "7" } };
  await rerank({ adapter, query, documents, modelOptions });
  expect(endpoint.recorded[0]?.headers).toMatchObject({ "x-team": "search", "x-user": "7" });
  controller.abort(new Error("the user left"));
  await expect(rerank({ adapter, query, documents, modelOptions })).rejects.toThrow("the user left");
});

test("a blank document is not sent, has no place in the ranking, and a warning says so", async () => {
  const { endpoint, adapter } = await started();
  const { lines, logger } = recorder();
  const { ranking } = await rerank({ adapter, query, documents: ["a 0.1", " ", "b 0.2"], debug: { logger } });
  expect(endpoint.requests[0]?.documents).toEqual(["a 0.1", "b 0.2"]);
  expect(ranking.map(({ index }) => index)).toEqual([2, 0]);
  expect(lines.filter((line) => line.startsWith("warn"))).toEqual([
    expect.stringContaining("1 of 3 documents are blank"),
  ]);
});

test("the logger hears of the request and of a failure, without the query, the documents or the key", async () => {
  const { endpoint, adapter } = await started();
  const { lines, logger } = recorder();
  endpoint.answer = () => ({ status: 500, body: { error: { message: `failed on ${query}` } } });
  await expect(rerank({ adapter, query, documents, debug: { request: true, logger } })).rejects.toThrow("500");
  expect(lines).toContainEqual(expect.stringContaining('"provider":"rankwire","model":"bge-reranker-v2-m3"'));
  expect(lines).toContainEqual(expect.stringContaining("rankwire.rerank failed"));
  expect(lines.join("\n")).not.toContain("secret");
});

test("without a key the adapter is refused when it is created, and the variable to set is named", () => {
  vi.stubEnv("QHAIGC_API_KEY", "");
  vi.stubEnv("QHAIGC_BASE_URL", "");
  expect(() => rankwireRerank()).toThrow("QHAIGC_API_KEY");
});

test("an adapter of nothing is refused by its name", () => {
  for (const nothing of [undefined, null, {}]) {
    expect(() => new RankwireRerankAdapter(nothing as never)).toThrow("reranker must be an object with a rerank()");
  }
});

test("a given reranker brings its own model, and what it does not count is 0", async () => {
  const reranker = defineReranker({
    provider: "mine",
    model: "length",
    rerank: async ({ documents: texts }) => ({
      results: texts.map((text, index) => ({ index, relevanceScore: text.length })),
      usage: { requests: 0, searchUnits: 2 },
    }),
  });
  const result = await rerank({ adapter: rankwireRerank(undefined, { reranker }), query, documents });
  expect(result.model).toBe("length");
  expect(result.ranking[0]?.index).toBe(1);
  expect(result.id).toMatch(/^rankwire-/u);
  expect(result.usage).toEqual({
    promptTokens: 0,
    completionTokens: 0,
    totalTokens: 0,
    billed: { quantity: 2, unit: "units" },
  });
  expect(() => rankwireRerank("bge", { reranker })).toThrow(ConfigurationError);
  expect(() => rankwireRerank(undefined, { reranker, onEvent: () => {} })).toThrow("pass onEvent to the reranker");
});
