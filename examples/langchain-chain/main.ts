/** A LangChain retrieval chain with sources: retrieve widely, rerank, answer from the best. */
import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import { Document } from "@langchain/core/documents";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { RerankCompressor, RerankRetriever } from "@rankwire/langchain";

const apiKey = process.env["QHAIGC_API_KEY"];
const configuration = { baseURL: process.env["QHAIGC_BASE_URL"] ?? "https://api.qhaigc.net/v1" };
const documents = [
  "Refunds are paid within 14 days of the return.",
  "Parcels can be returned free of charge within 30 days.",
  "The shop opens at nine.",
  "Gift cards are not refunded.",
].map((pageContent, id) => new Document({ pageContent, metadata: { source: `policy.md#${id + 1}` } }));

const store = await MemoryVectorStore.fromDocuments(
  documents,
  new OpenAIEmbeddings({ apiKey, configuration, model: process.env["QHAIGC_EMBEDDING_MODEL"] ?? "bge-m3" }),
);
const retriever = new RerankRetriever({
  retriever: store.asRetriever(25),
  compressor: new RerankCompressor({ topN: 2 }),
});

const prompt = ChatPromptTemplate.fromTemplate("Answer from these passages:\n{passages}\n\nQuestion: {question}");
const model = new ChatOpenAI({ apiKey, configuration, model: process.env["QHAIGC_CHAT_MODEL"] ?? "gpt-4o-mini" });
const answer = RunnableSequence.from([
  ({ question, context }: { question: string; context: Document[] }) => ({
    question,
    passages: context.map(({ pageContent }) => pageContent).join("\n"),
  }),
  prompt,
  model,
  new StringOutputParser(),
]);
const chain = RunnablePassthrough.assign({
  context: ({ question }: { question: string }) => retriever.invoke(question),
}).assign({ answer });

const result = await chain.invoke({ question: "When are refunds paid?" });
console.log(result["answer"]);
for (const { metadata } of result["context"] as Document[]) {
  console.log(Number(metadata["relevanceScore"]).toFixed(4), metadata["source"]);
}
