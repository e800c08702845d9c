import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import { Document } from "@langchain/core/documents";
import { LangChainTracer } from "@langchain/core/tracers/tracer_langchain";
import { RerankCompressor } from "@rankwire/langchain";
import { expect, onTestFinished, test, vi } from "vitest";
import { startHttpServer } from "./support/http-server.ts";
import { startRerankEndpoint } from "./support/rerank-endpoint.ts";

interface TraceQueue {
  awaitPendingTraceBatches(): Promise<void>;
}

interface Batch {
  readonly post: readonly Readonly<Record<string, unknown>>[];
}

test("LangSmith, switched on by its environment variables, is sent the run with its documents and its cost", async () => {
  const endpoint = await startRerankEndpoint();
  const langSmith = await startHttpServer(({ path }, response) => {
    response.setHeader("content-type", "application/json");
    response.end(path === "/info" ? '{"batch_ingest_config":{"use_multipart_endpoint":false}}' : "{}");
  });
  onTestFinished(async () => {
    await Promise.all([endpoint.close(), langSmith.close()]);
  });
  vi.stubEnv("LANGSMITH_TRACING", "true");
  vi.stubEnv("LANGSMITH_ENDPOINT", langSmith.origin);
  vi.stubEnv("LANGSMITH_API_KEY", "ls-test");

  const compressor = new RerankCompressor({ apiKey: "sk-test", baseURL: endpoint.baseURL });
  const documents = ["toads 0.25", "frogs 0.75"].map((pageContent) => new Document({ pageContent }));
  await compressor.compressDocuments(documents, "frogs");
  await awaitAllCallbacks();
  await (new LangChainTracer().client as unknown as TraceQueue).awaitPendingTraceBatches();

  const sent = langSmith.requests.filter(({ path }) => path === "/runs/batch");
  expect(sent).toHaveLength(1);
  const { post } = JSON.parse(sent[0]?.body ?? "") as Batch;
  expect(post).toMatchObject([
    {
      name: "RerankCompressor",
      run_type: "retriever",
      inputs: { query: "frogs" },
      outputs: { documents: [{ metadata: { relevanceScore: 0.75 } }, { metadata: { relevanceScore: 0.25 } }] },
      extra: {
        metadata: {
          provider: "qhaigc",
          model: "bge-reranker-v2-m3",
          candidates: 2,
          usage: { promptTokens: 20, totalTokens: 20, requests: 1 },
          reranked: true,
        },
      },
    },
  ]);
  expect(sent[0]?.body).not.toContain("sk-test");
});
