import { Document } from "@langchain/core/documents";
import {
  type Runnable,
  RunnableLambda,
  RunnableMap,
  RunnablePassthrough,
  RunnableSequence,
} from "@langchain/core/runnables";
import { describe, expect, test } from "vitest";
import { numberReranker, silentReranker } from "./__fixtures__/number-reranker.ts";
import { RunRecorder } from "./__fixtures__/run-recorder.ts";
import { RerankCompressor } from "./rerank-compressor.ts";

const documents = [new Document({ pageContent: "a 0.25" }), new Document({ pageContent: "b 0.75" })];
const compressor = new RerankCompressor({ reranker: numberReranker() });
const retrieve = RunnableMap.from({
  query: new RunnablePassthrough<string>(),
  documents: RunnableLambda.from((_query: string) => documents),
});

describe("asRunnable", () => {
  test("is a step from query and documents to the best documents", async () => {
    const ranked = await retrieve.pipe(compressor.asRunnable()).invoke("query");
    expect(ranked.map(({ pageContent }) => pageContent)).toEqual(["b 0.75", "a 0.25"]);
  });

  test("batches and streams", async () => {
    const step = compressor.asRunnable();
    const input = { query: "query", documents };
    expect((await step.batch([input, input])).map((ranked) => ranked.length)).toEqual([2, 2]);
    const chunks: Document[][] = [];
    for await (const chunk of await retrieve.pipe(step).stream("query")) chunks.push(chunk as Document[]);
    expect(chunks.flat().map(({ pageContent }) => pageContent)).toEqual(["b 0.75", "a 0.25"]);
  });

  test("says what to use behind a retriever, whose documents come without the query", async () => {
    const retriever = RunnableLambda.from((_query: string) => documents);
    const chain = retriever.pipe(compressor.asRunnable() as unknown as Runnable);
    await expect(chain.invoke("query")).rejects.toThrow(/\{ query, documents \}.*RerankRetriever/u);
  });

  test("hands callbacks and the signal on", async () => {
    const recorder = new RunRecorder();
    await compressor.asRunnable().invoke({ query: "query", documents }, { callbacks: [recorder] });
    expect(recorder.run("RerankCompressor").parent_run_id).toBe(recorder.run("Rerank").id);

    const controller = new AbortController();
    const reason = new Error("left");
    const silent = new RerankCompressor({ reranker: silentReranker }).asRunnable();
    const call = silent.invoke({ query: "query", documents }, { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });
});

describe("the compressor itself as a step", () => {
  const step = compressor as unknown as Runnable;

  test("is refused by whatever takes steps, with the name of what to use", () => {
    expect(() => retrieve.pipe(step)).toThrow(/asRunnable\(\)/u);
    expect(() => RunnableSequence.from([retrieve, step])).toThrow(/asRunnable\(\)/u);
    expect(() => RunnableMap.from({ documents: step })).toThrow(/asRunnable\(\)/u);
    expect(() => RunnablePassthrough.assign({ documents: step })).toThrow(/asRunnable\(\)/u);
  });

  test("can be looked at, copied and compared all the same", () => {
    expect(Object.assign({}, compressor)).toMatchObject({ model: "numbers" });
    expect(Object.keys(compressor)).not.toContain("lc_runnable");
    expect(compressor).toEqual(compressor);
  });
});
