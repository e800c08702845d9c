import {
  defineReranker,
  InvalidRequestError,
  type Reranker,
  type RerankRequest,
  type RerankResponse,
} from "@rankwire/core";
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

test("what is no text is refused alone, and what is asked about with it is scored", async () => {
  const reranker = defineReranker({
    provider: "test",
    model: "test",
    rerank: async ({ documents }) => ({
      results: documents.map((_, index) => ({ index, relevanceScore: 0.5 })),
      usage: { requests: 1 },
    }),
  });
  const failures: unknown[] = [];
  const scorer = new RankwireRelevanceScorer({ reranker, onFailure: (error) => failures.push(error) });
  const [refused, scored] = await Promise.allSettled([
    scorer.getRelevanceScore("query", undefined as never),
    scorer.getRelevanceScore("query", "text"),
  ]);
  expect(refused).toMatchObject({ reason: { message: "text is of type undefined; it must be a string" } });
  expect(failures).toEqual([expect.any(InvalidRequestError)]);
  expect(scored).toEqual({ status: "fulfilled", value: 0.5 });
});

test("what is asked two microtasks after the first is asked for apart, as the README says", async () => {
  const asked: (readonly string[])[] = [];
  const reranker = defineReranker({
    provider: "test",
    model: "test",
    rerank: async ({ documents }) => {
      asked.push(documents);
      return { results: documents.map((_, index) => ({ index, relevanceScore: 0.5 })), usage: { requests: 1 } };
    },
  });
  const scorer = new RankwireRelevanceScorer({ reranker });
  const first = [scorer.getRelevanceScore("query", "a"), scorer.getRelevanceScore("query", "b")];
  await Promise.resolve();
  await Promise.resolve();
  await Promise.all([...first, scorer.getRelevanceScore("query", "c")]);
  expect(asked).toEqual([["a", "b"], ["c"]]);
});
