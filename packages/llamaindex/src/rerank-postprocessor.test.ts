import { TextNode } from "@llamaindex/core/schema";
import { expect, test } from "vitest";
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
