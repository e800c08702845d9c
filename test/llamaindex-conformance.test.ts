import { RerankPostprocessor } from "@rankwire/llamaindex";
import { TextNode } from "llamaindex";
import { describeAdapter } from "./support/conformance.ts";

describeAdapter("RerankPostprocessor", {
  document: (text, index) => ({ node: new TextNode({ text, id_: `node-${index}` }), score: 0.9 - index / 10_000 }),
  create: (options) => {
    const postprocessor = new RerankPostprocessor(options);
    return {
      run: async ({ query, documents, signal }) =>
        (await postprocessor.postprocessNodes(documents, query, { signal })).map(({ node, score }) => ({
          text: node.text,
          score,
        })),
      inspectables: [postprocessor],
    };
  },
});
