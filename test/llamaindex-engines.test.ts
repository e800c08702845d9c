/** The recipes of the package's README, each through the framework's own engine. */
import { agent, agentToolCallResultEvent } from "@llamaindex/workflow";
import { createReranker } from "@rankwire/core";
import { RerankPostprocessor, RerankRetriever } from "@rankwire/llamaindex";
import {
  BaseRetriever,
  ContextChatEngine,
  CondenseQuestionChatEngine,
  getResponseSynthesizer,
  QueryEngineTool,
  RetrieverQueryEngine,
  Settings,
  TextNode,
  VectorStoreIndex,
} from "llamaindex";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { EchoLLM, HashEmbedding } from "./support/llamaindex.ts";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";

const question = "Where do frogs live?";
// The nearer a text is to the question, the lower the reranker scores it: what comes first was reranked.
const texts = [
  "Where do frogs live? 0.1",
  "Where do frogs live in summer? 0.2",
  "Frogs live near ponds. 0.3",
  "Some frogs prefer trees. 0.8",
  "Toads are no frogs. 0.4",
  "Newts swim. 0",
  "Salamanders hide. -0.5",
];

let endpoint: RerankEndpoint;
let index: VectorStoreIndex;
let llm: EchoLLM;

beforeAll(async () => {
  endpoint = await startRerankEndpoint();
  Settings.embedModel = new HashEmbedding();
  const nodes = texts.map((text, place) => new TextNode({ text, id_: `node-${place}`, metadata: { place } }));
  index = await VectorStoreIndex.init({ nodes });
});
afterAll(() => endpoint.close());
beforeEach(() => {
  llm = new EchoLLM();
  Settings.llm = llm;
});

const reranker = () => createReranker({ apiKey: "sk-test", baseURL: endpoint.baseURL, maxRetries: 0 });
const postprocessor = () => new RerankPostprocessor({ reranker: reranker(), topN: 2, metadataMode: "NONE" });
const best = ["node-3", "node-4"];

const reranked = () =>
  new RerankRetriever({ retriever: index.asRetriever({ similarityTopK: 25 }), postprocessor: postprocessor() });

describe("asQueryEngine", () => {
  test("answers from the best nodes of 25, with both scores in the sources", async () => {
    const engine = index.asQueryEngine({ similarityTopK: 25, nodePostprocessors: [postprocessor()] });
    const { sourceNodes = [], message } = await engine.query({ query: question });
    expect(endpoint.requests.at(-1)).toMatchObject({ query: question, documents: expect.any(Array), top_n: 2 });
    expect(endpoint.requests.at(-1)?.documents).toHaveLength(texts.length);
    expect(sourceNodes.map(({ node }) => node.id_)).toEqual(best);
    expect(sourceNodes.map(({ score }) => score)).toEqual([0.8, 0.4]);
    for (const source of sourceNodes) {
      expect(source).toMatchObject({ retrievalScore: expect.any(Number), reranked: true });
    }
    expect(message.content).toMatch(/prefer trees. 0.8[\s\S]+Toads are no frogs/u);
    expect(message.content).not.toContain("ponds");
  });

  test("no score reaches the prompt, also when the same nodes are retrieved again", async () => {
    const engine = index.asQueryEngine({ similarityTopK: 25, nodePostprocessors: [postprocessor()] });
    await engine.query({ query: question });
    await engine.query({ query: question });
    expect(llm.prompts).toHaveLength(2);
    expect(llm.prompts[1]).toBe(llm.prompts[0]);
    expect(llm.prompts[0]).toContain("place: 3");
    expect(llm.prompts[0]).not.toMatch(/relevanceScore|retrievalScore/u);
  });

  test("streams the answer, with the sources in every part", async () => {
    const engine = index.asQueryEngine({ similarityTopK: 25, nodePostprocessors: [postprocessor()] });
    const parts = await collect(await engine.query({ query: question, stream: true }));
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.map(({ delta }) => delta).join("")).toContain("prefer trees");
    expect(parts[0]?.sourceNodes?.map(({ node }) => node.id_)).toEqual(best);
  });

  test("explains the call with a bare string, which the framework turns into the word undefined", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const engine = index.asQueryEngine({ nodePostprocessors: [postprocessor()] });
    const call = engine.query(question as unknown as { query: string });
    await expect(call).rejects.toThrow(/engine\.query\(\{ query: "…" \}\)/u);
  });

  test("ranks by the text of a question with an image, which the engine hands on whole", async () => {
    const engine = index.asQueryEngine({ similarityTopK: 25, nodePostprocessors: [postprocessor()] });
    const image = { type: "image_url", image_url: { url: "https://frogs.test/frog.png" } } as const;
    vi.spyOn(Settings.embedModel, "getQueryEmbedding").mockImplementation(async (part) =>
      part.type === "text" ? Settings.embedModel.getTextEmbedding(part.text) : null,
    );
    const nodes = await engine.retrieve({ query: [{ type: "text", text: question }, image] });
    expect(nodes.map(({ node }) => node.id_)).toEqual(best);
    expect(endpoint.requests.at(-1)?.query).toBe(question);
    await expect(postprocessor().postprocessNodes(nodes, [image])).rejects.toThrow(/images and files are not sent/u);
  });
});

describe("RetrieverQueryEngine", () => {
  test("runs the postprocessor behind a retriever", async () => {
    const retriever = index.asRetriever({ similarityTopK: 25 });
    const engine = new RetrieverQueryEngine(retriever, getResponseSynthesizer("compact"), [postprocessor()]);
    const { sourceNodes = [] } = await engine.query({ query: question });
    expect(sourceNodes.map(({ node }) => node.id_)).toEqual(best);
  });

  test("takes a RerankRetriever in place of a retriever and a postprocessor", async () => {
    const retriever = reranked();
    expect(retriever).toBeInstanceOf(BaseRetriever);
    const { sourceNodes = [] } = await new RetrieverQueryEngine(retriever).query({ query: question });
    expect(sourceNodes.map(({ node, score }) => [node.id_, score])).toEqual([
      ["node-3", 0.8],
      ["node-4", 0.4],
    ]);
  });
});

describe("chat engines", () => {
  test("ContextChatEngine ranks by the last message alone", async () => {
    const retriever = index.asRetriever({ similarityTopK: 25 });
    const engine = new ContextChatEngine({ retriever, nodePostprocessors: [postprocessor()] });
    await engine.chat({ message: "Hello, I like animals." });
    const { sourceNodes = [], message } = await engine.chat({ message: question });
    expect(endpoint.requests.at(-1)?.query).toBe(question);
    expect(sourceNodes.map(({ node }) => node.id_)).toEqual(best);
    expect(message.content).not.toContain("ponds");
    expect(llm.prompts.join()).not.toMatch(/relevanceScore|retrievalScore/u);
  });

  test("ContextChatEngine streams, from a RerankRetriever too", async () => {
    const stream = await new ContextChatEngine({ retriever: reranked() }).chat({ message: question, stream: true });
    const parts = await collect(stream);
    expect(parts.map(({ delta }) => delta).join("")).toContain("prefer trees");
    expect(parts.at(-1)?.sourceNodes?.map(({ node }) => node.id_)).toEqual(best);
  });

  test("asChatEngine takes the postprocessor", async () => {
    const engine = index.asChatEngine({ similarityTopK: 25, nodePostprocessors: [postprocessor()] });
    const { sourceNodes = [] } = await engine.chat({ message: question });
    expect(sourceNodes.map(({ node }) => node.id_)).toEqual(best);
  });

  test("CondenseQuestionChatEngine ranks by the question that the language model has condensed", async () => {
    const queryEngine = index.asQueryEngine({ similarityTopK: 25, nodePostprocessors: [postprocessor()] });
    const engine = new CondenseQuestionChatEngine({ queryEngine, chatHistory: [] });
    await engine.chat({ message: question });
    expect(endpoint.requests.at(-1)?.query).toContain(question);
    expect(endpoint.requests.at(-1)?.query).not.toBe(question);
  });
});

describe("QueryEngineTool", () => {
  test("gives an agent the best nodes", async () => {
    const queryEngine = index.asQueryEngine({ similarityTopK: 25, nodePostprocessors: [postprocessor()] });
    const tool = new QueryEngineTool({ queryEngine, metadata: { name: "frogs", description: "Facts about frogs" } });
    const events = await collect(agent({ llm, tools: [tool] }).runStream(question));
    const results = events.filter((event) => agentToolCallResultEvent.include(event));
    expect(results).toHaveLength(1);
    expect(JSON.stringify(results[0]?.data.toolOutput.result)).toContain("prefer trees");
    expect(endpoint.requests.at(-1)?.query).toBe(question);
    expect(llm.prompts.at(-1)).toContain("prefer trees");
    expect(llm.prompts.join()).not.toMatch(/relevanceScore|retrievalScore|ponds/u);
  });

  test("comes from the index in one call, over a RerankRetriever", async () => {
    const tool = index.asQueryTool({ retriever: reranked(), includeSourceNodes: true });
    const output: unknown = await tool.call({ query: question });
    expect(output).toMatchObject({ sourceNodes: best.map((id_) => ({ node: { id_ } })) });
  });
});

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const parts: T[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}
