import { inspect } from "node:util";
import type { RelevanceScoreProvider } from "@mastra/core/relevance";
import { noopObserve } from "@mastra/core/tools";
import type { QueryResult } from "@mastra/core/vector";
import { createVectorQueryTool, rerankWithScorer } from "@mastra/rag";
import {
  AuthenticationError,
  ConfigurationError,
  createReranker,
  defineReranker,
  InvalidResponseError,
  type Reranker,
} from "@rankwire/core";
import { RankwireRelevanceScorer, type RankwireRelevanceScorerOptions } from "@rankwire/mastra";
import { expect, expectTypeOf, onTestFinished, test, vi } from "vitest";
import { type RerankEndpoint, startRerankEndpoint } from "../support/rerank-endpoint.ts";
import { embeddingModel, MemoryVector } from "./memory-vector.ts";

const query = "secret query";
const texts = ["frogs 0.2", "secret toads 0.9", "newts 0.5", "axolotls 0.1"];
const results = texts.map((text, index): QueryResult => ({
  id: `r${index}`,
  score: 0.8 - index / 10,
  metadata: { text },
}));
const semantic = { semantic: 1, vector: 0, position: 0 };

async function started(
  options: RankwireRelevanceScorerOptions = {},
): Promise<{ endpoint: RerankEndpoint; scorer: RankwireRelevanceScorer }> {
  const endpoint = await startRerankEndpoint();
  onTestFinished(() => endpoint.close());
  const settings = { baseURL: endpoint.baseURL, apiKey: "sk-secret", maxRetries: 0, ...options };
  return { endpoint, scorer: new RankwireRelevanceScorer(settings) };
}

/** The texts that the vector query tool puts into the context. */
async function contextOf(scorer: RankwireRelevanceScorer): Promise<unknown[]> {
  const tool = createVectorQueryTool({
    vectorStore: new MemoryVector(results),
    indexName: "docs",
    model: embeddingModel,
    reranker: { model: scorer, options: { topK: 3 } },
  });
  const found: unknown = await tool.execute?.({ queryText: query, topK: 4 }, { observe: noopObserve });
  const { relevantContext } = found as { relevantContext: { text: string }[] };
  return relevantContext.map(({ text }) => text);
}

/** A reranker that gives texts these scores. */
function scoring(...scores: number[]): Reranker {
  return defineReranker({
    provider: "mine",
    model: "fixed",
    rerank: async ({ documents }) => ({
      results: documents.map((_, index) => ({ index, relevanceScore: scores[index] ?? 0 })),
      usage: { requests: 1 },
    }),
  });
}

test("the scorer is Mastra's RelevanceScoreProvider", () => {
  expectTypeOf<RankwireRelevanceScorer>().toExtend<RelevanceScoreProvider>();
});

test("rerankWithScorer asks once for all results, and each gets its own score", async () => {
  const { endpoint, scorer } = await started();
  const ranked = await rerankWithScorer({ results, query, scorer, options: { topK: 4, weights: semantic } });
  expect(ranked.map(({ result }) => result.id)).toEqual(["r1", "r2", "r0", "r3"]);
  expect(ranked.map(({ details }) => details.semantic)).toEqual([0.9, 0.5, 0.2, 0.1]);
  expect(endpoint.requests).toEqual([
    expect.objectContaining({ model: "bge-reranker-v2-m3", query, documents: texts }),
  ]);
});

test("with Mastra's own weights the scores count beside those of the vector search", async () => {
  const { scorer } = await started();
  const ranked = await rerankWithScorer({ results, query, scorer, options: {} });
  expect(ranked).toHaveLength(3);
  expect(ranked[0]).toMatchObject({ result: { id: "r1" }, details: { semantic: 0.9, vector: results[1]?.score } });
  expect(ranked[0]?.score).toBeCloseTo(0.4 * 0.9 + 0.4 * 0.7 + 0.2 * 0.75);
});

test("1,000 results are split over requests and scored as one list", async () => {
  const { endpoint, scorer } = await started({ normalize: (score) => score / 1000 });
  const many = Array.from({ length: 1000 }, (_, index) => ({
    id: `r${index}`,
    score: 0.5,
    metadata: { text: `candidate ${(index * 7) % 1000}` },
  }));
  const ranked = await rerankWithScorer({ results: many, query, scorer, options: { topK: 3, weights: semantic } });
  expect(ranked.map(({ details }) => details.semantic)).toEqual([0.999, 0.998, 0.997]);
  expect(endpoint.requests).toHaveLength(10);
});

test("queries of the same tick are asked for apart, and each gets its own scores", async () => {
  const { endpoint, scorer } = await started();
  const [frogs, toads] = await Promise.all([
    rerankWithScorer({ results, query: "frogs", scorer, options: {} }),
    rerankWithScorer({ results: results.slice(0, 2), query: "toads", scorer, options: {} }),
  ]);
  expect([frogs.length, toads.length]).toEqual([3, 2]);
  expect(endpoint.requests.map((request) => [request.query, request.documents.length])).toEqual([
    ["frogs", 4],
    ["toads", 2],
  ]);
});

test("the same query in a later tick is asked again, with its own texts", async () => {
  const { endpoint, scorer } = await started();
  await scorer.getRelevanceScore(query, "a 0.3");
  expect(await scorer.getRelevanceScore(query, "b 0.4")).toBe(0.4);
  expect(endpoint.requests.map(({ documents }) => documents)).toEqual([["a 0.3"], ["b 0.4"]]);
});

test("callers that await something first are in one request too", async () => {
  const { endpoint, scorer } = await started();
  const scores = await Promise.all(
    texts.map(async (text) => {
      await Promise.resolve();
      return scorer.getRelevanceScore(query, text);
    }),
  );
  expect(scores).toEqual([0.2, 0.9, 0.5, 0.1]);
  expect(endpoint.requests).toHaveLength(1);
});

test("equal texts are sent once and all get the score; a blank one scores 0 and is not sent", async () => {
  const { endpoint, scorer } = await started();
  const asked = ["a 0.3", " ", "a 0.3", "b 0.4"].map((text) => scorer.getRelevanceScore(query, text));
  expect(await Promise.all(asked)).toEqual([0.3, 0, 0.3, 0.4]);
  expect(endpoint.requests[0]?.documents).toEqual(["a 0.3", "b 0.4"]);
});

test("a score outside 0 to 1 is refused with what to set, and normalize brings it inside", async () => {
  const reranker = scoring(3, -2, 0.5);
  const asked = new RankwireRelevanceScorer({ reranker }).getRelevanceScore(query, "a");
  await expect(asked).rejects.toThrow(InvalidResponseError);
  await expect(asked).rejects.toThrow('set normalize, to "sigmoid"');
  const scorer = new RankwireRelevanceScorer({ reranker, normalize: "sigmoid" });
  const scores = await Promise.all(["a", "b", "c"].map((text) => scorer.getRelevanceScore(query, text)));
  expect(scores).toEqual([1 / (1 + Math.exp(-3)), 1 / (1 + Math.exp(2)), 1 / (1 + Math.exp(-0.5))]);
});

test("the vector query tool puts the best texts into the context", async () => {
  const { scorer } = await started();
  expect(await contextOf(scorer)).toEqual(["secret toads 0.9", "frogs 0.2", "newts 0.5"]);
});

test("when reranking fails the tool's context is empty by default, and onFailure hears why", async () => {
  const onFailure = vi.fn<(error: unknown) => void>();
  const { endpoint, scorer } = await started({ onFailure });
  endpoint.answer = () => ({ status: 503, body: "busy" });
  expect(await contextOf(scorer)).toEqual([]);
  expect(onFailure.mock.calls).toEqual([[expect.objectContaining({ code: "RANKWIRE_SERVER", status: 503 })]]);
});

test("with passthrough the tool keeps the order of the vector search, and the event hook hears why", async () => {
  const onEvent = vi.fn<(event: { type: string }) => void>();
  const onFailure = vi.fn<(error: unknown) => void>();
  const { endpoint, scorer } = await started({ onError: "passthrough", onEvent, onFailure });
  endpoint.answer = () => ({ status: 503, body: "busy" });
  expect(await contextOf(scorer)).toEqual(texts.slice(0, 3));
  const degraded = onEvent.mock.calls.map(([event]) => event).filter(({ type }) => type === "degraded");
  expect(degraded).toEqual([
    expect.objectContaining({ documents: 4, error: expect.objectContaining({ status: 503 }) }),
  ]);
  expect(onFailure).not.toHaveBeenCalled();
});

test("a given reranker's own listener hears of it too, and each of them once", async () => {
  const own = vi.fn<(event: { type: string }) => void>();
  const onEvent = vi.fn<(event: { type: string }) => void>();
  const { endpoint } = await started();
  endpoint.answer = () => ({ status: 503, body: "busy" });
  const reranker = createReranker({ baseURL: endpoint.baseURL, maxRetries: 0, onEvent: own });
  const scorer = new RankwireRelevanceScorer({ reranker, onError: "passthrough", onEvent });
  expect(await scorer.getRelevanceScore(query, "a")).toBe(0);
  for (const listener of [own, onEvent]) {
    expect(listener.mock.calls.filter(([{ type }]) => type === "degraded")).toHaveLength(1);
  }
});

test.for([
  ["normalize", { normalize: "logit" }],
  ["onFailure", { onFailure: true }],
] as const)("a wrong %s is refused when the scorer is created", ([name, options]) => {
  const create = () => new RankwireRelevanceScorer({ baseURL: "http://localhost/v1", ...(options as object) });
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(`${name} must be`);
});

test("an onFailure that throws or rejects hides nothing of the failure", async () => {
  const hooks = [
    () => {
      throw new Error("the hook failed");
    },
    () => Promise.reject(new Error("the hook failed")),
  ];
  for (const onFailure of hooks) {
    const { endpoint, scorer } = await started({ onFailure });
    endpoint.answer = () => ({ status: 400, body: {} });
    await expect(scorer.getRelevanceScore("q", "a")).rejects.toMatchObject({ status: 400 });
  }
});

test("passthrough does not hide a wrong key: the context is empty and onFailure hears of it once", async () => {
  const onFailure = vi.fn<(error: unknown) => void>();
  const { endpoint, scorer } = await started({ onError: "passthrough", onFailure });
  endpoint.answer = () => ({ status: 401, body: { error: { message: "no" } } });
  expect(await contextOf(scorer)).toEqual([]);
  expect(onFailure).toHaveBeenCalledOnce();
  expect(AuthenticationError.isInstance(onFailure.mock.calls[0]?.[0])).toBe(true);
});

test("without a key the scorer is refused when it is created, and the variable to set is named", () => {
  vi.stubEnv("QHAIGC_API_KEY", "");
  vi.stubEnv("QHAIGC_BASE_URL", "");
  expect(() => new RankwireRelevanceScorer()).toThrow(ConfigurationError);
  expect(() => new RankwireRelevanceScorer()).toThrow("QHAIGC_API_KEY");
});

test("an inspection of the scorer shows no key", async () => {
  const { scorer } = await started();
  expect(inspect(scorer, { depth: 9, showHidden: true }) + JSON.stringify(scorer)).not.toContain("secret");
});
