import { Document, type DocumentInterface } from "@langchain/core/documents";
import { RunnableLambda } from "@langchain/core/runnables";
import { createReranker } from "@rankwire/core";
import { RerankCompressor, RerankRetriever } from "@rankwire/langchain";
import { AIMessage, createAgent, fakeModel, tool, type ToolMessage } from "langchain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { RunRecorder } from "../packages/langchain/src/__fixtures__/run-recorder.ts";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";
import { probeSignals } from "./support/signal-probe.ts";

let endpoint: RerankEndpoint;
let reranker: ReturnType<typeof probeSignals>;
beforeAll(async () => {
  endpoint = await startRerankEndpoint();
  reranker = probeSignals(createReranker({ apiKey: "sk-test", baseURL: endpoint.baseURL, maxRetries: 0 }));
});
afterAll(() => endpoint.close());

const retriever = RunnableLambda.from((_query: string): DocumentInterface[] =>
  ["pond frogs 0.5", "toads 0.25", "tree frogs 0.75"].map((pageContent) => new Document({ pageContent })),
);

/** An agent that is sure to search once; its tool passes no config on. */
function agentThatSearches() {
  const search = new RerankRetriever({ retriever, compressor: new RerankCompressor({ reranker, topN: 2 }) });
  const searchTool = tool(
    async ({ query }) => {
      const documents = await search.invoke(query);
      return [documents.map(({ pageContent }) => pageContent).join("\n"), documents];
    },
    {
      name: "search_manual",
      description: "Finds passages of the manual.",
      schema: z.object({ query: z.string() }),
      responseFormat: "content_and_artifact",
    },
  );
  const model = fakeModel()
    .respondWithTools([{ name: "search_manual", args: { query: "frogs in trees" }, id: "call-1" }])
    .respond(new AIMessage("Tree frogs do."));
  return createAgent({ model, tools: [searchTool] });
}

const question = { messages: [{ role: "user", content: "Which frogs live in trees?" }] };

describe("an agent with a retrieval tool", () => {
  test("reads the best passages and keeps their documents, with scores, as the artifact", async () => {
    const { messages } = await agentThatSearches().invoke(question);
    const answer = messages.find((message) => message.type === "tool") as ToolMessage;
    expect(answer.content).toBe("tree frogs 0.75\npond frogs 0.5");
    expect(answer.artifact).toMatchObject([
      { pageContent: "tree frogs 0.75", metadata: { relevanceScore: 0.75 } },
      { pageContent: "pond frogs 0.5", metadata: { relevanceScore: 0.5 } },
    ]);
    expect(messages.at(-1)?.content).toBe("Tree frogs do.");
  });

  test("shows the reranking beneath the tool's run", async () => {
    const recorder = new RunRecorder();
    await agentThatSearches().invoke(question, { callbacks: [recorder] });
    expect(recorder.run("RerankRetriever").parent_run_id).toBe(recorder.run("search_manual").id);
    expect(recorder.run("RerankCompressor").parent_run_id).toBe(recorder.run("RerankRetriever").id);
  });

  test("ends the request when the agent is aborted", async () => {
    endpoint.answer = () => "nothing";
    const controller = new AbortController();
    const arrived = endpoint.nextRequest();
    const call = agentThatSearches().invoke(question, { signal: controller.signal });
    const outcome = call.catch((error: unknown) => error);
    await arrived;
    expect(reranker.signals.at(-1)?.aborted).toBe(false);
    controller.abort(new Error("the user left"));
    expect(await outcome).toHaveProperty("message", "the user left");
    expect(reranker.signals.at(-1)?.aborted).toBe(true);
  });
});
