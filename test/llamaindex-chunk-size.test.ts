import { defineReranker } from "@rankwire/core";
import { RerankPostprocessor } from "@rankwire/llamaindex";
import { Settings, TextNode } from "llamaindex";
import { expect, test, vi } from "vitest";

test("a node is scored by what the framework's chunk size check leaves of it", async () => {
  vi.stubEnv("ENABLE_CHUNK_SIZE_CHECK", "true");
  vi.spyOn(console, "warn").mockImplementation(() => {});
  Settings.chunkSize = 20;
  const node = new TextNode({ text: "Frogs live in trees, and some of them in ponds." });
  const sent: string[] = [];
  const reranker = defineReranker({
    provider: "test",
    model: "first",
    rerank: async ({ documents }) => {
      sent.push(...documents);
      return { results: [{ index: 0, relevanceScore: 1 }], usage: { requests: 1 } };
    },
  });
  await new RerankPostprocessor({ reranker }).postprocessNodes([{ node, score: 1 }], "a question");
  expect(sent).toEqual(["Frogs live in trees,"]);
});
