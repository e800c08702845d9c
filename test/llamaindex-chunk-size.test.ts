import { defineReranker } from "@rankwire/core";
import { RerankPostprocessor } from "@rankwire/llamaindex";
import { Settings, TextNode } from "llamaindex";
import { expect, test, vi } from "vitest";

test("a node is scored by what the framework's chunk size check leaves of it, whenever that is set", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
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
  const postprocessor = new RerankPostprocessor({ reranker });
  const rank = (): Promise<unknown> => postprocessor.postprocessNodes([{ node, score: 1 }], "a question");
  await rank();
  vi.stubEnv("ENABLE_CHUNK_SIZE_CHECK", "true");
  for (const size of [200_000, 20, 5]) await Settings.withChunkSize(size, rank);
  expect(sent).toEqual([node.text, node.text, "Frogs live in trees,", "Frogs"]);
});
