import { defineReranker } from "@rankwire/core";
import { RerankCompressor } from "@rankwire/langchain";
import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { HashEmbeddings } from "./hash-embeddings.ts";
import { toPassages } from "./load-manuals.ts";
import { candidateCount, indexPassages } from "./retrieve.ts";

const topics = ["alpha", "beta", "gamma", "delta"];
const relevantTo = (topic: string) => ({
  question: `what about ${topic}?`,
  relevant: new Set([`${topic}.md › Topic`]),
});

async function index(batchSize = 3) {
  const passages = (
    await Promise.all(topics.map((topic) => toPassages(`# Topic\nall about ${topic}`, `${topic}.md`)))
  ).flat();
  const progress: number[] = [];
  const embeddings = (texts: readonly string[]) => new HashEmbeddings(texts);
  const retriever = await indexPassages(passages, { embeddings, batchSize }, (done) => progress.push(done));
  return { retriever, progress };
}

/** Puts the document first whose text holds the last word of the query, or last. */
function reranker(best: "first" | "last") {
  return defineReranker({
    provider: "test",
    model: best,
    rerank: async ({ query, documents, topN }) => {
      const word = query.split(/\W+/u).findLast((part) => part !== "") ?? "";
      const score = (text: string): number => (text.includes(word) === (best === "first") ? 1 : 0);
      const results = documents.map((text, index) => ({ index, relevanceScore: score(text) }));
      return {
        results: results.toSorted((a, b) => b.relevanceScore - a.relevanceScore).slice(0, topN),
        usage: { requests: 0 },
      };
    },
  });
}

const compressor = (best: "first" | "last") => new RerankCompressor({ reranker: reranker(best), topN: candidateCount });

test("passages are embedded in batches, and the nearest comes back first", async () => {
  const { retriever, progress } = await index();
  expect(progress).toEqual([3, 4]);
  const found = await retriever.invoke("gamma");
  expect(found).toHaveLength(topics.length);
  expect(found[0]?.metadata["file"]).toBe("gamma.md");
});

test("the same candidates are judged before and after", async () => {
  const { retriever } = await index();
  const progress: number[] = [];
  const result = await evaluate(topics.map(relevantTo), retriever, compressor("last"), {
    concurrency: 3,
    onProgress: (done) => progress.push(done),
  });
  expect(result).toMatchObject({ questions: 4, recall: 1, before: { meanReciprocalRank: 1, ndcgAt5: 1 } });
  expect(result.after.meanReciprocalRank).toBe(0.25);
  expect(result.after.ndcgAt5).toBeCloseTo(1 / Math.log2(5), 12);
  expect(result.moved).toEqual({ up: 0, down: 4, same: 0, absent: 0 });
  expect(progress).toEqual([3, 4]);
});

test("the parts of a long section count as one", async () => {
  const passages = [
    ...(await toPassages(`# Topic\n${"alpha ".repeat(300)}`, "alpha.md")),
    ...(await toPassages("# Topic\nall about beta", "beta.md")),
  ];
  expect(passages).toHaveLength(3);
  const embeddings = (texts: readonly string[]) => new HashEmbeddings(texts);
  const retriever = await indexPassages(passages, { embeddings, batchSize: 10 }, () => {});
  const question = { question: "what about alpha?", relevant: new Set(["beta.md › Topic"]) };
  const result = await evaluate([question], retriever, compressor("first"), { concurrency: 1, onProgress: () => {} });
  expect(result.after.meanReciprocalRank).toBe(0.5);
});

test("a question whose gold is no candidate counts 0 on both sides", async () => {
  const { retriever } = await index();
  const questions = [relevantTo("beta"), relevantTo("omega")];
  const result = await evaluate(questions, retriever, compressor("first"), { concurrency: 1, onProgress: () => {} });
  expect(result).toMatchObject({ recall: 0.5, before: { ndcgAt5: 0.5 }, after: { ndcgAt5: 0.5 } });
  expect(result.moved).toEqual({ up: 0, down: 0, same: 1, absent: 1 });
});
