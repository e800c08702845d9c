/** LlamaIndex.TS over the manuals of the undici HTTP client: retrieve 25 passages, rerank, answer from the best five. */
import { RerankPostprocessor } from "@rankwire/llamaindex";
import { extractText, getResponseSynthesizer, PromptTemplate, Settings, TextNode, VectorStoreIndex } from "llamaindex";
import { loadManuals, textOf } from "../demo/load-manuals.ts";
import { ApiEmbedding } from "./api-embedding.ts";
import { ApiLLM } from "./api-llm.ts";

Settings.llm = new ApiLLM(process.env["QHAIGC_CHAT_MODEL"] ?? "gpt-4o-mini");
Settings.embedModel = new ApiEmbedding(process.env["QHAIGC_EMBEDDING_MODEL"] ?? "bge-m3");

const { passages, version } = await loadManuals();
const nodes = passages.map(({ pageContent, metadata: { file, headings } }) => {
  return new TextNode({
    text: textOf(pageContent),
    metadata: { file, headings: headings.join(" › ") },
    // What is embedded, and read by the reranker, is the headings and the text; the language model gets the text.
    excludedEmbedMetadataKeys: ["file"],
    excludedLlmMetadataKeys: ["file", "headings"],
  });
});
const index = await VectorStoreIndex.init({ nodes });

const prompt = new PromptTemplate({
  templateVars: ["context", "query"],
  template:
    "Answer in five sentences at most, from these passages of undici's manuals:\n{context}\n\nQuestion: {query}",
});
const queryEngine = index.asQueryEngine({
  similarityTopK: 25,
  nodePostprocessors: [
    new RerankPostprocessor({
      topN: 5,
      onRerankEnd: ({ nodeCount, nodes: best, durationMs }) => {
        console.log(
          `Reranked ${nodeCount} of ${nodes.length} passages to ${best.length} in ${durationMs.toFixed(0)} ms.`,
        );
      },
    }),
  ],
  responseSynthesizer: getResponseSynthesizer("compact", { textQATemplate: prompt }),
});

const query = "How do I remove a cookie from the user's browser?";
const { message, sourceNodes = [] } = await queryEngine.query({ query });
console.log(`undici ${version}: ${query}\n\n${extractText(message.content)}\n`);
for (const { node, score } of sourceNodes) {
  console.log(score?.toFixed(4), node.metadata["file"], node.metadata["headings"]);
}
