import { RerankPostprocessor, type RerankPostprocessorOptions, RerankRetriever } from "@rankwire/llamaindex";
import { type BaseNodePostprocessor, type BaseRetriever, TextNode } from "llamaindex";

// @ts-expect-error: were the options' declarations not found, core's among them, everything would be `any`.
const wrong: RerankPostprocessorOptions = { topN: "2" };

/** What a program that is compiled to CommonJS does with LlamaIndex.TS. */
async function run(retriever: BaseRetriever): Promise<void> {
  const postprocessor = new RerankPostprocessor(wrong);
  const base: BaseNodePostprocessor = postprocessor;
  const [best] = await postprocessor.postprocessNodes([{ node: new TextNode({ text: "Frogs swim." }) }], "frogs");
  const text: string | undefined = best?.node.text;
  const reranking: BaseRetriever = new RerankRetriever({ retriever, postprocessor });
  console.log(base, text, best?.retrievalScore, reranking);
}

export = run;
