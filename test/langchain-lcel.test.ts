import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { Document, type DocumentInterface } from "@langchain/core/documents";
import { type Runnable, RunnableLambda, RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import { FakeStreamingChatModel } from "@langchain/core/utils/testing";
import { AIMessage } from "@langchain/core/messages";
import { RerankCompressor, RerankRetriever } from "@rankwire/langchain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RunRecorder } from "../packages/langchain/src/__fixtures__/run-recorder.ts";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";

let endpoint: RerankEndpoint;
let compressor: RerankCompressor;
beforeAll(async () => {
  endpoint = await startRerankEndpoint();
  compressor = new RerankCompressor({ apiKey: "sk-test", baseURL: endpoint.baseURL, topN: 2 });
});
afterAll(() => endpoint.close());

const retriever = RunnableLambda.from((_question: string): DocumentInterface[] =>
  ["pond frogs 0.5", "toads 0.25", "tree frogs 0.75"].map(
    (pageContent, index) => new Document({ pageContent, metadata: { source: `page ${index}` } }),
  ),
);

interface Answer {
  readonly question: string;
  readonly documents: DocumentInterface[];
  readonly answer: string;
}

/** A chain that answers from the best documents and returns them beside the answer. */
function answerWithSources(
  best: Runnable<string, DocumentInterface[]>,
  prompts: string[] = [],
): Runnable<string, Answer> {
  const prompt = ChatPromptTemplate.fromTemplate("Answer from these sources:\n{context}\n\nQuestion: {question}");
  const context = (input: Record<string, unknown>): string => {
    const { documents } = input as unknown as Answer;
    const text = documents.map(({ pageContent, metadata }) => `[${metadata["source"]}] ${pageContent}`).join("\n");
    prompts.push(text);
    return text;
  };
  const answer = RunnableSequence.from([
    RunnablePassthrough.assign({ context }),
    prompt,
    new FakeStreamingChatModel({ responses: [new AIMessage("Tree frogs do.")] }),
    new StringOutputParser(),
  ]);
  return RunnableSequence.from([
    { question: new RunnablePassthrough<string>(), documents: best },
    RunnablePassthrough.assign({ answer }),
  ]) as Runnable<string, Answer>;
}

describe("a chain of LangChain's expression language", () => {
  test("answers from the best documents and returns them, through a RerankRetriever", async () => {
    const prompts: string[] = [];
    const { answer, documents } = await answerWithSources(
      new RerankRetriever({ retriever, compressor }),
      prompts,
    ).invoke("Which frogs live in trees?");
    expect(answer).toBe("Tree frogs do.");
    expect(prompts).toEqual(["[page 2] tree frogs 0.75\n[page 0] pond frogs 0.5"]);
    expect(documents.map(({ metadata }) => metadata)).toEqual([
      { source: "page 2", relevanceScore: 0.75 },
      { source: "page 0", relevanceScore: 0.5 },
    ]);
  });

  test("does the same through the compressor's own step", async () => {
    const best = RunnableSequence.from<string, DocumentInterface[]>([
      { query: new RunnablePassthrough<string>(), documents: retriever },
      compressor.asRunnable(),
    ]);
    const { documents } = await answerWithSources(best).invoke("Which frogs live in trees?");
    expect(documents.map(({ pageContent }) => pageContent)).toEqual(["tree frogs 0.75", "pond frogs 0.5"]);
  });

  test("streams the answer, with the reranking as an event", async () => {
    const chain = answerWithSources(new RerankRetriever({ retriever, compressor }));
    let text = "";
    const usage: unknown[] = [];
    for await (const { event, name, data, metadata } of chain.streamEvents("Which frogs?", { version: "v2" })) {
      if (event === "on_parser_stream") text += data.chunk;
      if (event === "on_retriever_end" && name === "RerankCompressor") usage.push(metadata["usage"]);
    }
    expect(text).toBe("Tree frogs do.");
    expect(usage).toEqual([{ promptTokens: 30, totalTokens: 30, requests: 1 }]);
  });

  test("shows the reranking beneath the chain", async () => {
    const recorder = new RunRecorder();
    const chain = answerWithSources(new RerankRetriever({ retriever, compressor }));
    await chain.invoke("Which frogs?", { callbacks: [recorder], runName: "answer" });
    const { trace_id } = recorder.run("RerankCompressor");
    expect(trace_id).toBe(recorder.run("answer").id);
  });
});
