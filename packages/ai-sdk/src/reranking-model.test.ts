import type { SharedV3ProviderOptions } from "@ai-sdk/provider";
import { defineReranker } from "@rankwire/core";
import { expect, test } from "vitest";
import { createRankwire, type RankwireCallOptions } from "./index.ts";

test("its options are taken where the SDK takes options of providers", async () => {
  const reranker = defineReranker({
    provider: "test",
    model: "test",
    rerank: async ({ documents }) => ({
      results: documents.map((text, index) => ({ index, relevanceScore: Number(text.split(" ").at(-1)) })),
      usage: { requests: 1 },
    }),
  });
  const own: RankwireCallOptions = { scoreThreshold: 0.5, rankFields: ["text"] };
  const providerOptions: SharedV3ProviderOptions = { rankwire: own };
  const { ranking } = await createRankwire({ reranker })
    .rerankingModel()
    .doRerank({
      query: "query",
      documents: { type: "object", values: [{ text: "a 0.25" }, { text: "b 0.75" }] },
      providerOptions,
    });
  expect(ranking).toEqual([{ index: 1, relevanceScore: 0.75 }]);
});

test("models are kept by name, of many the last ones", () => {
  const provider = createRankwire({ apiKey: "sk-7Qm2vXw9KpLr4Tz8" });
  const first = provider.rerankingModel("first");
  const names = Array.from({ length: 15 }, (_, index) => `model-${index}`);
  for (const name of [...names, ...names]) provider.rerankingModel(name);
  expect(provider.rerankingModel("first")).toBe(first);
  provider.rerankingModel("one more");
  expect(provider.rerankingModel("first")).not.toBe(first);
});
