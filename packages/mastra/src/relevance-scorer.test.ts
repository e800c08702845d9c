import type { Reranker, RerankRequest, RerankResponse } from "@rankwire/core";
import { expect, test } from "vitest";
import { RankwireRelevanceScorer } from "./relevance-scorer.ts";

test("a given reranker may keep its provider and model in private fields", async () => {
  class Private implements Reranker {
    readonly #provider = "mine";
    readonly #model = "half";

    get provider(): string {
      return this.#provider;
    }

    get model(): string {
      return this.#model;
    }

    async rerank({ documents }: RerankRequest): Promise<RerankResponse> {
      const results = documents.map((_, index) => ({ index, relevanceScore: 0.5 }));
      return { results, usage: { requests: 0 }, provider: this.#provider, model: this.#model };
    }
  }
  const scorer = new RankwireRelevanceScorer({ reranker: new Private() });
  expect(await scorer.getRelevanceScore("query", "text")).toBe(0.5);
});
