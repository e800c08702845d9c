import { InMemoryStore } from "@langchain/classic/storage/in_memory";
import { RecursiveCharacterTextSplitter } from "@langchain/classic/text_splitter";
import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import { ContextualCompressionRetriever } from "@langchain/classic/retrievers/contextual_compression";
import { DocumentCompressorPipeline } from "@langchain/classic/retrievers/document_compressors";
import { MultiQueryRetriever } from "@langchain/classic/retrievers/multi_query";
import { ParentDocumentRetriever } from "@langchain/classic/retrievers/parent_document";
import { Document, type DocumentInterface, MappingDocumentTransformer } from "@langchain/core/documents";
import { FakeEmbeddings, FakeListChatModel } from "@langchain/core/utils/testing";
import { RerankCompressor, RerankRetriever } from "@rankwire/langchain";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RunRecorder } from "../packages/langchain/src/__fixtures__/run-recorder.ts";
import { snapshot } from "./support/deep-freeze.ts";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";

let endpoint: RerankEndpoint;
let compressor: RerankCompressor;
let store: MemoryVectorStore;

beforeAll(async () => {
  endpoint = await startRerankEndpoint();
  compressor = new RerankCompressor({ apiKey: "sk-test", baseURL: endpoint.baseURL, topN: 2 });
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  endpoint.answer = undefined;
  store = new MemoryVectorStore(new FakeEmbeddings());
  await store.addDocuments(
    ["pond frogs 0.5", "tree frogs 0.75", "toads 0.25"].map(
      (pageContent, index) => new Document({ pageContent, metadata: { source: `page ${index}` } }),
    ),
  );
});

const contents = (documents: readonly DocumentInterface[]): string[] => documents.map(({ pageContent }) => pageContent);
const scores = (documents: readonly DocumentInterface[]): unknown[] =>
  documents.map(({ metadata }) => metadata["relevanceScore"]);

describe("ContextualCompressionRetriever", () => {
  const over = (): ContextualCompressionRetriever =>
    new ContextualCompressionRetriever({ baseRetriever: store.asRetriever(), baseCompressor: compressor });

  test("returns the best documents, with their scores", async () => {
    const documents = await over().invoke("frogs");
    expect(contents(documents)).toEqual(["tree frogs 0.75", "pond frogs 0.5"]);
    expect(scores(documents)).toEqual([0.75, 0.5]);
  });

  test("leaves the vector store as it was", async () => {
    const before = snapshot(store.memoryVectors);
    await over().invoke("frogs");
    expect(snapshot(store.memoryVectors)).toBe(before);
    expect(scores(await store.similaritySearch("frogs", 3))).toEqual([undefined, undefined, undefined]);
  });

  test("shows the reranking beneath its own run", async () => {
    const recorder = new RunRecorder();
    await over().invoke("frogs", { callbacks: [recorder] });
    const run = recorder.run("RerankCompressor");
    expect(run.parent_run_id).toBe(recorder.run("ContextualCompressionRetriever").id);
    expect(run.extra?.["metadata"]).toMatchObject({
      provider: "qhaigc",
      model: "bge-reranker-v2-m3",
      candidates: 3,
      usage: { promptTokens: 30, totalTokens: 30, requests: 1 },
    });
  });

  test("sends nothing when nothing is found", async () => {
    store = new MemoryVectorStore(new FakeEmbeddings());
    const before = endpoint.requests.length;
    expect(await over().invoke("frogs")).toEqual([]);
    expect(endpoint.requests).toHaveLength(before);
  });

  test("takes a RerankRetriever for its base", async () => {
    const inner = new RerankRetriever({ retriever: store.asRetriever(), compressor });
    const recorder = new RunRecorder();
    const outer = new ContextualCompressionRetriever({ baseRetriever: inner, baseCompressor: compressor });
    expect(contents(await outer.invoke("frogs", { callbacks: [recorder] }))).toHaveLength(2);
    expect(recorder.run("RerankRetriever").parent_run_id).toBe(recorder.run("ContextualCompressionRetriever").id);
  });
});

describe("DocumentCompressorPipeline", () => {
  class Shout extends MappingDocumentTransformer {
    override async _transformDocument(document: Document): Promise<Document> {
      return new Document({ pageContent: document.pageContent.toUpperCase(), metadata: document.metadata });
    }
  }

  const pipeline = (): DocumentCompressorPipeline =>
    new DocumentCompressorPipeline({ transformers: [new Shout(), compressor] });

  test("reranks what the steps before it made", async () => {
    const found = await store.asRetriever().invoke("frogs");
    const documents = await pipeline().compressDocuments(found, "frogs");
    expect(contents(documents)).toEqual(["TREE FROGS 0.75", "POND FROGS 0.5"]);
  });

  test("works in a RerankRetriever, with the reranking beneath its run", async () => {
    const recorder = new RunRecorder();
    const retriever = new RerankRetriever({ retriever: store.asRetriever(), compressor: pipeline() });
    expect(contents(await retriever.invoke("frogs", { callbacks: [recorder] }))).toHaveLength(2);
    expect(recorder.run("RerankCompressor").parent_run_id).toBe(recorder.run("RerankRetriever").id);
  });
});

describe("MultiQueryRetriever", () => {
  const over = (): MultiQueryRetriever =>
    MultiQueryRetriever.fromLLM({
      llm: new FakeListChatModel({ responses: ["<questions>\nfrogs in trees\nfrogs in ponds\n</questions>"] }),
      retriever: store.asRetriever(),
      documentCompressor: compressor,
      documentCompressorFilteringFn: (documents) =>
        documents.filter(({ metadata }) => metadata["relevanceScore"] > 0.5),
    });

  test("reranks the union of what its queries find, by the user's own question", async () => {
    const documents = await over().invoke("which frogs?");
    expect(endpoint.requests.at(-1)).toMatchObject({ query: "which frogs?", documents: { length: 3 } });
    expect(contents(documents)).toEqual(["tree frogs 0.75"]);
  });

  test("finds no document twice, the second time round either", async () => {
    const retriever = over();
    await retriever.invoke("which frogs?");
    await retriever.invoke("which frogs?");
    expect(endpoint.requests.at(-1)?.documents).toHaveLength(3);
  });
});

describe("ParentDocumentRetriever", () => {
  test("returns the parents of the best children, best first", async () => {
    const docstore = new InMemoryStore<Uint8Array>();
    const retriever = new ParentDocumentRetriever({
      vectorstore: new MemoryVectorStore(new FakeEmbeddings()),
      byteStore: docstore,
      childSplitter: new RecursiveCharacterTextSplitter({ chunkSize: 16, chunkOverlap: 0, separators: ["\n"] }),
      childK: 10,
      documentCompressor: compressor,
    });
    await retriever.addDocuments([
      new Document({ pageContent: "snakes 0.125\nnewts 0.25" }),
      new Document({ pageContent: "toads 0.25\npond frogs 0.5" }),
      new Document({ pageContent: "tree frogs 0.75\nsnails 0" }),
    ]);
    const parents = await retriever.invoke("frogs");
    expect(endpoint.requests.at(-1)?.documents).toHaveLength(6);
    expect(contents(parents)).toEqual(["tree frogs 0.75\nsnails 0", "toads 0.25\npond frogs 0.5"]);
    expect(scores(parents)).toEqual([undefined, undefined]);
  });
});
