/** A LangChain agent with a retrieval tool: the model reads the best passages, and the program keeps their documents. */
import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import { Document } from "@langchain/core/documents";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { RerankCompressor, RerankRetriever } from "@rankwire/langchain";
import { createAgent, tool, type ToolMessage } from "langchain";
import { z } from "zod";

const apiKey = process.env["QHAIGC_API_KEY"];
const configuration = { baseURL: process.env["QHAIGC_BASE_URL"] ?? "https://api.qhaigc.net/v1" };
const documents = ["Tree frogs live in trees.", "Pond frogs live in water.", "Toads live on land."].map(
  (pageContent, id) => new Document({ pageContent, metadata: { source: `frogs.md#${id + 1}` } }),
);
const store = await MemoryVectorStore.fromDocuments(
  documents,
  new OpenAIEmbeddings({ apiKey, configuration, model: process.env["QHAIGC_EMBEDDING_MODEL"] ?? "bge-m3" }),
);
const retriever = new RerankRetriever({
  retriever: store.asRetriever(25),
  compressor: new RerankCompressor({ topN: 2 }),
});

const search = tool(
  async ({ query }) => {
    const found = await retriever.invoke(query);
    return [found.map(({ pageContent }) => pageContent).join("\n"), found];
  },
  {
    name: "search_manual",
    description: "Finds passages of the manual.",
    schema: z.object({ query: z.string() }),
    responseFormat: "content_and_artifact",
  },
);
const model = new ChatOpenAI({ apiKey, configuration, model: process.env["QHAIGC_CHAT_MODEL"] ?? "gpt-4o-mini" });
const agent = createAgent({ model, tools: [search] });

const { messages } = await agent.invoke({ messages: [{ role: "user", content: "Which frogs live in trees?" }] });
console.log(messages.at(-1)?.content);
for (const message of messages) {
  if (message.type !== "tool") continue;
  for (const { metadata } of (message as ToolMessage).artifact as Document[]) {
    console.log(Number(metadata["relevanceScore"]).toFixed(4), metadata["source"]);
  }
}
