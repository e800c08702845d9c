import { createRankwire } from "@rankwire/ai-sdk";
import { ConfigurationError, createReranker, defineReranker } from "@rankwire/core";
import { RerankCompressor } from "@rankwire/langchain";
import { RerankPostprocessor } from "@rankwire/llamaindex";
import { crossEncoderReranker, lexicalReranker } from "@rankwire/local";
import { RankwireRelevanceScorer } from "@rankwire/mastra";
import { createRerankServer } from "@rankwire/server";
import { rankwireRerank } from "@rankwire/tanstack-ai";
import { rerank as tanstackRerank } from "@tanstack/ai";
import { rerank } from "ai";
import { TextNode } from "@llamaindex/core/schema";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startRerankEndpoint } from "./support/rerank-endpoint.ts";

const reranker = defineReranker({
  provider: "test",
  model: "test",
  rerank: async ({ documents }) => ({
    results: documents.map((_, index) => ({ index, relevanceScore: 1 / (1 + index) })),
    usage: { requests: 1 },
  }),
});

interface Case {
  readonly name: string;
  readonly create: (options: object) => unknown;
  /** The options that other parts of the family have, and this one has not. */
  readonly without: readonly string[];
}

const cases: readonly Case[] = [
  { name: "RerankCompressor", create: (options) => new RerankCompressor(options), without: ["signal"] },
  { name: "RerankPostprocessor", create: (options) => new RerankPostprocessor(options), without: ["signal"] },
  { name: "createRankwire", create: createRankwire, without: ["topN", "scoreThreshold", "onError"] },
  {
    name: "rankwireRerank",
    create: (options) => rankwireRerank(undefined, options),
    without: ["topN", "scoreThreshold", "onError"],
  },
  {
    name: "RankwireRelevanceScorer",
    create: (options) => new RankwireRelevanceScorer(options),
    without: ["topN", "scoreThreshold"],
  },
  { name: "lexicalReranker", create: lexicalReranker, without: ["topN", "timeoutMs"] },
  { name: "crossEncoderReranker", create: crossEncoderReranker, without: ["topN", "timeoutMs", "signal"] },
  {
    name: "createRerankServer",
    create: (options) => createRerankServer(options as Parameters<typeof createRerankServer>[0]),
    without: ["topN", "headers"],
  },
];

/** Options as an application's own configuration object may hold them: read from its prototype. */
class Config {
  readonly #baseURL: string;
  constructor(baseURL: string) {
    this.#baseURL = baseURL;
  }
  get baseURL(): string {
    return this.#baseURL;
  }
  get apiKey(): string {
    return "sk-own";
  }
  get model(): string {
    return "own";
  }
}

type Ask = (options: object) => Promise<unknown>;
const query = "which frogs live in trees";
const asks: readonly (readonly [string, Ask])[] = [
  ["createReranker", (options) => createReranker(options).rerank({ query, documents: ["a 1"] })],
  [
    "RerankCompressor",
    (options) => new RerankCompressor(options).compressDocuments([{ pageContent: "a 1", metadata: {} }], query),
  ],
  [
    "RerankCompressor's other models",
    (options) => new RerankCompressor(options).rerank(["a 1"], query, { model: "other" }),
  ],
  [
    "RerankPostprocessor",
    (options) => new RerankPostprocessor(options).postprocessNodes([{ node: new TextNode({ text: "a 1" }) }], query),
  ],
  [
    "createRankwire",
    (options) => rerank({ model: createRankwire(options).rerankingModel(), query, documents: ["a 1"] }),
  ],
  [
    "rankwireRerank",
    (options) => tanstackRerank({ adapter: rankwireRerank(undefined, options), query, documents: ["a 1"] }),
  ],
  ["RankwireRelevanceScorer", (options) => new RankwireRelevanceScorer(options).getRelevanceScore(query, "a 1")],
];

test.each(asks)("%s takes options that an instance has from its class", async (name, ask) => {
  const [own, other] = await Promise.all([startRerankEndpoint(), startRerankEndpoint()]);
  onTestFinished(async () => void (await Promise.all([own.close(), other.close()])));
  vi.stubEnv("QHAIGC_API_KEY", "sk-environment");
  vi.stubEnv("QHAIGC_BASE_URL", other.baseURL);
  await ask(new Config(own.baseURL));
  expect(own.requests).toEqual([expect.objectContaining({ model: name.endsWith("other models") ? "other" : "own" })]);
  expect(other.requests).toEqual([]);
});

test.each<[string, string, string]>([
  ["RerankCompressor", "k", "topN"],
  ["RerankPostprocessor", "similarityTopK", "topN"],
  ["createRankwire", "timeout", "timeoutMs"],
  ["rankwireRerank", "baseUrl", "baseURL"],
  ["RankwireRelevanceScorer", "retries", "maxRetries"],
  ["lexicalReranker", "languages", "language"],
  ["crossEncoderReranker", "modelName", "model"],
  ["createRerankServer", "apiKey", "apiKeys"],
])("%s refuses %s, which is near to %s", (name, near, meant) => {
  const create = cases.find((one) => one.name === name)?.create;
  expect(() => create?.({ [near]: "sk-0123456789" })).toThrow(ConfigurationError);
  expect(() => create?.({ [near]: "sk-0123456789" })).toThrow(`${near} has no effect: it is spelled ${meant}`);
  expect(() => create?.({ [near]: "sk-0123456789" })).not.toThrow("sk-0123456789");
});

describe.each(cases)("$name", ({ create, without }) => {
  test.each([null, "sk-0123456789", [], 5, () => {}])("refuses options that are no object: %o", (options) => {
    const call = (): unknown => create(options as unknown as object);
    expect(call).toThrow(ConfigurationError);
    expect(call).toThrow(/^The options of .* are .*; they must be an object$/u);
    expect(call).not.toThrow(/sk-0123456789/u);
  });

  test.each(without)("refuses %s, which would have no effect", (name) => {
    const call = (): unknown => create({ reranker, [name]: 1 });
    expect(call).toThrow(ConfigurationError);
    expect(call).toThrow(`${name} has no effect here`);
  });
});
