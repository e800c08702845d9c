import { defineReranker } from "@rankwire/core";
import { MetadataMode, TextNode } from "@llamaindex/core/schema";
import { describe, expect, test } from "vitest";
import { numberReranker } from "./__fixtures__/number-reranker.ts";
import { RerankPostprocessor } from "./rerank-postprocessor.ts";

const wrapper = (text: string): { node: TextNode } => ({ node: new TextNode({ text }) });

test("ranks the list as it was passed, whatever becomes of it while transformQuery is under way", async () => {
  const nodes = [wrapper("a 0.25"), wrapper("b 0.75")];
  const postprocessor = new RerankPostprocessor({
    reranker: numberReranker,
    transformQuery: async (text) => {
      nodes.length = 0;
      return text;
    },
  });
  const ranked = await postprocessor.postprocessNodes(nodes, "query");
  expect(nodes).toEqual([]);
  expect(ranked.map(({ node }) => node.text)).toEqual(["b 0.75", "a 0.25"]);
});

describe("metadata of the user's own under the names of the scores", () => {
  const down = defineReranker({ provider: "example", model: "down", rerank: () => Promise.reject(new Error("down")) });
  const metadata = { relevanceScore: "gold", retrievalScore: "ingested" };
  const own = (text: string): { node: TextNode } => ({ node: new TextNode({ text, metadata: { ...metadata } }) });

  test("is kept, and shown as before, where there is no score to write", async () => {
    const passing = new RerankPostprocessor({ reranker: down, onError: "passthrough" });
    const ranking = new RerankPostprocessor({ reranker: numberReranker });
    const [passed] = await passing.postprocessNodes([own("a")], "query");
    const [blank] = await ranking.postprocessNodes([own(" ")], "query");
    for (const copy of [passed, blank]) {
      expect(copy?.node.metadata).toEqual(metadata);
      expect(copy?.node.getMetadataStr(MetadataMode.LLM)).toBe("relevanceScore: gold\nretrievalScore: ingested");
    }
  });

  test("gives way to a score on the copy alone", async () => {
    const { node } = own("a 0.25");
    const [best] = await new RerankPostprocessor({ reranker: numberReranker }).postprocessNodes([{ node }], "query");
    expect(best?.node.metadata).toEqual({ relevanceScore: 0.25, retrievalScore: "ingested" });
    expect(node.metadata).toEqual(metadata);
  });

  test("is kept whatever comes of the call with scoreMetadata: false", async () => {
    const postprocessor = new RerankPostprocessor({ reranker: numberReranker, scoreMetadata: false });
    const [best] = await postprocessor.postprocessNodes([own("a 0.25")], "query");
    expect(best).toMatchObject({ score: 0.25, node: { metadata } });
  });
});
