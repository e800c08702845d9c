import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { Document, type DocumentInterface } from "@langchain/core/documents";
import { createReranker } from "@rankwire/core";
import { RerankCompressor, RerankRetriever } from "@rankwire/langchain";
import { DocumentCompressorPipeline } from "@langchain/classic/retrievers/document_compressors";
import { RunnableLambda } from "@langchain/core/runnables";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RunRecorder } from "../packages/langchain/src/__fixtures__/run-recorder.ts";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";
import { probeSignals } from "./support/signal-probe.ts";

const State = Annotation.Root({ question: Annotation<string>, documents: Annotation<DocumentInterface[]> });
const found = ["pond frogs 0.5", "toads 0.25", "tree frogs 0.75"].map((pageContent) => new Document({ pageContent }));

let endpoint: RerankEndpoint;
let reranker: ReturnType<typeof probeSignals>;
let compressor: RerankCompressor;
beforeAll(async () => {
  endpoint = await startRerankEndpoint();
  reranker = probeSignals(createReranker({ apiKey: "sk-test", baseURL: endpoint.baseURL, maxRetries: 0 }));
  compressor = new RerankCompressor({ reranker, topN: 2 });
});
afterAll(() => endpoint.close());
beforeEach(() => {
  endpoint.answer = undefined;
});

/** A graph whose second node reranks what the first one found, and passes no config on. */
function graphOf(rank: (question: string, documents: DocumentInterface[]) => Promise<DocumentInterface[]>) {
  return new StateGraph(State)
    .addNode("retrieve", () => ({ documents: found }))
    .addNode("rerank", async ({ question, documents }) => ({ documents: await rank(question, documents) }))
    .addEdge(START, "retrieve")
    .addEdge("retrieve", "rerank")
    .addEdge("rerank", END)
    .compile();
}

const contents = ({ documents }: { documents: DocumentInterface[] }): string[] =>
  documents.map(({ pageContent }) => pageContent);

describe("a LangGraph node", () => {
  test("reranks the documents of the state, beneath the node's run", async () => {
    const recorder = new RunRecorder();
    const graph = graphOf((question, documents) => compressor.compressDocuments(documents, question));
    const state = await graph.invoke({ question: "frogs" }, { callbacks: [recorder] });
    expect(contents(state)).toEqual(["tree frogs 0.75", "pond frogs 0.5"]);
    expect(recorder.run("RerankCompressor").parent_run_id).toBe(recorder.run("rerank").id);
  });

  const others = {
    "rerank()": async (question: string, documents: DocumentInterface[]) =>
      (await compressor.rerank(documents, question)).flatMap(({ index }) => documents[index] ?? []),
    "a RerankRetriever": (question: string, documents: DocumentInterface[]) =>
      new RerankRetriever({ compressor, retriever: RunnableLambda.from((_query: string) => documents) }).invoke(
        question,
      ),
    "a pipeline in a RerankRetriever": (question: string, documents: DocumentInterface[]) =>
      new RerankRetriever({
        compressor: new DocumentCompressorPipeline({ transformers: [compressor] }),
        retriever: RunnableLambda.from((_query: string) => documents),
      }).invoke(question),
    "the compressor": (question: string, documents: DocumentInterface[]) =>
      compressor.compressDocuments(documents, question),
  };

  test.each(Object.entries(others))("ends the request when the graph is aborted: %s", async (_name, rank) => {
    endpoint.answer = () => "nothing";
    const controller = new AbortController();
    const arrived = endpoint.nextRequest();
    const call = graphOf(rank).invoke({ question: "frogs" }, { signal: controller.signal });
    const outcome = call.catch((error: unknown) => error);
    await arrived;
    expect(reranker.signals.at(-1)?.aborted).toBe(false);
    controller.abort(new Error("the user left"));
    expect(await outcome).toHaveProperty("message", "the user left");
    expect(reranker.signals.at(-1)?.aborted).toBe(true);
  });

  test("hands its signal to a compressor in a pipeline that is called with callbacks alone", async () => {
    const { signal } = new AbortController();
    const pipeline = new DocumentCompressorPipeline({ transformers: [compressor] });
    const retriever = RunnableLambda.from((_query: string) => found);
    await new RerankRetriever({ compressor: pipeline, retriever }).invoke("frogs", { signal });
    expect(reranker.signals.at(-1)).toBe(signal);
  });
});
