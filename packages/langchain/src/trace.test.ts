import { AsyncLocalStorage } from "node:async_hooks";
import { defineReranker } from "@rankwire/core";
import { CallbackManager } from "@langchain/core/callbacks/manager";
import { Document } from "@langchain/core/documents";
import { RunnableLambda } from "@langchain/core/runnables";
import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";
import { tool } from "@langchain/core/tools";
import { describe, expect, test } from "vitest";
import { brokenReranker, numberReranker } from "./__fixtures__/number-reranker.ts";
import { RunRecorder } from "./__fixtures__/run-recorder.ts";
import { RerankCompressor } from "./rerank-compressor.ts";
import { RerankRetriever } from "./rerank-retriever.ts";

const documents = [new Document({ pageContent: "a 0.25" }), new Document({ pageContent: "b 0.75" })];
const compressor = new RerankCompressor({ reranker: numberReranker() });

describe("a traced call", () => {
  test("is a retriever run with the query, the documents, and what the call was and cost", async () => {
    const recorder = new RunRecorder();
    const ranked = await compressor.compressDocuments(documents, "query", [recorder]);
    const run = recorder.run("RerankCompressor");
    expect(run.run_type).toBe("retriever");
    expect(run.inputs).toEqual({ query: "query" });
    expect(run.outputs).toEqual({ documents: ranked });
    expect(run.extra?.["metadata"]).toEqual({
      provider: "example",
      model: "numbers",
      candidates: 2,
      usage: { requests: 1, totalTokens: 20 },
      reranked: true,
    });
    expect(run.error).toBeUndefined();
  });

  test("takes the config's name, tags, metadata and id", async () => {
    const recorder = new RunRecorder();
    const runId = "00000000-0000-4000-8000-000000000000";
    await compressor.compressDocuments(documents, "query", {
      callbacks: [recorder],
      runName: "second stage",
      tags: ["tag"],
      metadata: { tenant: "t1" },
      runId,
    });
    const run = recorder.run("second stage");
    expect(run).toMatchObject({ id: runId, tags: ["tag"], extra: { metadata: { tenant: "t1", candidates: 2 } } });
  });

  test("nests beneath the run whose callbacks it is passed", async () => {
    const recorder = new RunRecorder();
    const chain = RunnableLambda.from((query: string, config) =>
      compressor.compressDocuments(documents, query, config),
    );
    await chain.invoke("query", { callbacks: [recorder] });
    const run = recorder.run("RerankCompressor");
    expect(run.parent_run_id).toBe(recorder.run("RunnableLambda").id);
    expect(recorder.run("RunnableLambda").extra?.["metadata"] ?? {}).not.toHaveProperty("candidates");
  });

  test("nests beneath a tool, which passes its config on where @langchain/core is alone", async () => {
    const recorder = new RunRecorder();
    const search = tool(
      async (query: string, config) => (await compressor.compressDocuments(documents, query, config)).length,
      { name: "search" },
    );
    expect(await search.invoke("query", { callbacks: [recorder] })).toBe(2);
    expect(recorder.run("RerankCompressor").parent_run_id).toBe(recorder.run("search").id);
  });

  test("takes a callback manager", async () => {
    const recorder = new RunRecorder();
    const parent = await CallbackManager.configure([recorder])?.handleRetrieverStart(
      { lc: 1, type: "not_implemented", id: ["parent"] },
      "query",
    );
    await compressor.compressDocuments(documents, "query", parent?.getChild());
    expect(recorder.run("RerankCompressor").parent_run_id).toBe(parent?.runId);
  });

  test("has beneath it what a reranker runs that is made of LangChain's own parts", async () => {
    const recorder = new RunRecorder();
    const judge = RunnableLambda.from((texts: string[]) => texts.map((text) => text.length)).withConfig({
      runName: "judge",
    });
    const judging = defineReranker({
      provider: "example",
      model: "judge",
      rerank: async ({ documents: texts }) => ({
        results: (await judge.invoke([...texts])).map((relevanceScore, index) => ({ index, relevanceScore })),
        usage: { requests: 1 },
      }),
    });
    AsyncLocalStorageProviderSingleton.initializeGlobalInstance(new AsyncLocalStorage());
    const retriever = new RerankRetriever({
      retriever: RunnableLambda.from((_query: string) => documents),
      compressor: new RerankCompressor({ reranker: judging }),
    });
    await retriever.invoke("query", { callbacks: [recorder] });
    expect(recorder.run("judge").parent_run_id).toBe(recorder.run("RerankCompressor").id);
    expect(recorder.run("RerankCompressor").parent_run_id).toBe(recorder.run("RerankRetriever").id);
  });

  test("is a failed run when it fails, also where a document is none", async () => {
    const recorder = new RunRecorder();
    const broken = new RerankCompressor({ reranker: brokenReranker });
    await expect(broken.compressDocuments(documents, "query", [recorder])).rejects.toThrow("the server failed");
    expect(recorder.run("RerankCompressor").error).toContain("the server failed");
    const refused = new RunRecorder();
    await expect(compressor.compressDocuments([null as never], "query", [refused])).rejects.toThrow("documents[0]");
    expect(refused.run("RerankCompressor").error).toContain("documents[0]");
  });

  test("says that it was not reranked, and why, when it passes through", async () => {
    const recorder = new RunRecorder();
    const broken = new RerankCompressor({ reranker: brokenReranker, onError: "passthrough" });
    await broken.compressDocuments(documents, "query", [recorder]);
    const run = recorder.run("RerankCompressor");
    expect(run.extra?.["metadata"]).toMatchObject({ reranked: false, error: "RANKWIRE_SERVER" });
    expect(run.error).toBeUndefined();
  });

  test("is not there for an empty list, nor with trace: false", async () => {
    const recorder = new RunRecorder();
    await compressor.compressDocuments([], "query", [recorder]);
    const untraced = new RerankCompressor({ reranker: numberReranker(), trace: false });
    await untraced.compressDocuments(documents, "query", [recorder]);
    expect(recorder.runs).toEqual([]);
  });
});
