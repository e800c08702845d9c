import { createRankwire } from "@rankwire/ai-sdk";
import { ConfigurationError, defineReranker } from "@rankwire/core";
import { RerankCompressor } from "@rankwire/langchain";
import { RerankPostprocessor } from "@rankwire/llamaindex";
import { crossEncoderReranker, lexicalReranker } from "@rankwire/local";
import { RankwireRelevanceScorer } from "@rankwire/mastra";
import { createRerankServer } from "@rankwire/server";
import { rankwireRerank } from "@rankwire/tanstack-ai";
import { describe, expect, test } from "vitest";

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
