import { inspect } from "node:util";
import { ConfigurationError, defineReranker } from "@rankwire/core";
import type { CallbackManagerForRetrieverRun, Callbacks } from "@langchain/core/callbacks/manager";
import { Document, type DocumentInterface } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import { RunnableLambda, type RunnableConfig } from "@langchain/core/runnables";
import { describe, expect, test, vi } from "vitest";
import { numberReranker } from "./__fixtures__/number-reranker.ts";
import { RunRecorder } from "./__fixtures__/run-recorder.ts";
import { RerankCompressor } from "./rerank-compressor.ts";
import { RerankRetriever } from "./rerank-retriever.ts";

class ListRetriever extends BaseRetriever {
  static override lc_name(): string {
    return "ListRetriever";
  }
  override lc_namespace = ["test"];

  override async _getRelevantDocuments(
    query: string,
    _run?: CallbackManagerForRetrieverRun,
  ): Promise<DocumentInterface[]> {
    return [new Document({ pageContent: `${query} 0.25` }), new Document({ pageContent: `${query} 0.75` })];
  }
}

const retriever = new ListRetriever();
const compressor = new RerankCompressor({ reranker: numberReranker(), topN: 1 });
const reranking = new RerankRetriever({ retriever, compressor });

const contents = (documents: DocumentInterface[]): string[] => documents.map(({ pageContent }) => pageContent);

describe("RerankRetriever", () => {
  test("returns the best of what the retriever finds", async () => {
    expect(contents(await reranking.invoke("frogs"))).toEqual(["frogs 0.75"]);
  });

  test("batches", async () => {
    const results = await reranking.batch(["frogs", "toads"], { maxConcurrency: 1 });
    expect(results.map(contents)).toEqual([["frogs 0.75"], ["toads 0.75"]]);
  });

  test("nests the retriever's run and the compressor's beneath its own, with the name and tags of the config", async () => {
    const recorder = new RunRecorder();
    const tagged = new RerankRetriever({ retriever, compressor, tags: ["own"], metadata: { stage: 2 } });
    await tagged.invoke("frogs", { callbacks: [recorder], runName: "search", tags: ["outer"] });
    const outer = recorder.run("search");
    expect(outer.tags).toEqual(expect.arrayContaining(["outer", "own"]));
    expect(outer.extra?.["metadata"]).toMatchObject({ stage: 2 });
    for (const name of ["ListRetriever", "RerankCompressor"]) {
      expect(recorder.run(name).parent_run_id).toBe(outer.id);
      expect(recorder.run(name).tags).toContain("outer");
    }
    expect(recorder.run("RerankCompressor").tags).toContain("base_compressor");
    expect(contents(outer.outputs?.["documents"])).toEqual(["frogs 0.75"]);
  });

  test("is a failed run when the retriever or the reranker fails", async () => {
    const recorder = new RunRecorder();
    const failing = RunnableLambda.from(async (): Promise<DocumentInterface[]> => {
      throw new Error("the store is away");
    });
    const call = new RerankRetriever({ retriever: failing, compressor }).invoke("frogs", { callbacks: [recorder] });
    await expect(call).rejects.toThrow("the store is away");
    expect(recorder.run("RerankRetriever").error).toContain("the store is away");
  });

  test("streams events", async () => {
    const events: string[] = [];
    for await (const { event, name } of reranking.streamEvents("frogs", { version: "v2" })) {
      events.push(`${event} ${name}`);
    }
    expect(events).toEqual([
      "on_retriever_start RerankRetriever",
      "on_retriever_start ListRetriever",
      "on_retriever_end ListRetriever",
      "on_retriever_start RerankCompressor",
      "on_retriever_end RerankCompressor",
      "on_retriever_end RerankRetriever",
    ]);
  });

  test("hands the signal to the retriever and to the compressor", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const watching = RunnableLambda.from((query: string, config: RunnableConfig) => {
      signals.push(config.signal);
      return retriever.invoke(query);
    });
    const reranker = numberReranker();
    const watched = new RerankCompressor({
      reranker: {
        ...reranker,
        rerank: (request, options) => {
          signals.push(options?.signal);
          return reranker.rerank(request, options);
        },
      },
    });
    const { signal } = new AbortController();
    await new RerankRetriever({ retriever: watching, compressor: watched }).invoke("frogs", { signal });
    expect(signals).toHaveLength(2);
    for (const seen of signals) expect(seen).toBe(signal);
  });

  test("ends at once where the retriever knows no signals", async () => {
    const deaf = RunnableLambda.from(() => new Promise<DocumentInterface[]>(() => {}));
    const controller = new AbortController();
    const call = new RerankRetriever({ retriever: deaf, compressor }).invoke("frogs", { signal: controller.signal });
    controller.abort("left");
    await expect(call).rejects.toBe("left");
  });

  test("ends the compressor's run before its own when the signal fires", async () => {
    const recorder = new RunRecorder();
    const ended: string[] = [];
    recorder.onRetrieverError = ({ name }) => void ended.push(name);
    const controller = new AbortController();
    const deaf = defineReranker({
      provider: "test",
      model: "deaf",
      rerank: () => {
        queueMicrotask(() => controller.abort("left"));
        return new Promise(() => {});
      },
    });
    const stuck = new RerankRetriever({ retriever, compressor: new RerankCompressor({ reranker: deaf }) });
    const call = stuck.invoke("frogs", { signal: controller.signal, callbacks: [recorder] });
    await expect(call).rejects.toBe("left");
    expect(ended).toEqual(["RerankCompressor", "RerankRetriever"]);
  });

  test("hands the signal to a compressor from another copy of the package", async () => {
    vi.resetModules();
    const other = await import("./rerank-compressor.ts");
    expect(other.RerankCompressor).not.toBe(RerankCompressor);
    const signals: unknown[] = [];
    class Watched extends other.RerankCompressor {
      override async compressDocuments<D extends DocumentInterface>(
        documents: readonly D[],
        query: string,
        config?: Callbacks | RunnableConfig,
      ): Promise<D[]> {
        signals.push((config as RunnableConfig).signal);
        return super.compressDocuments(documents, query, config);
      }
    }
    const watched = new RerankRetriever({ retriever, compressor: new Watched({ reranker: numberReranker() }) });
    const { signal } = new AbortController();
    await watched.invoke("frogs", { signal });
    expect(signals).toEqual([signal]);
  });

  test("runs what a class that extends it has in place of _getRelevantDocuments", async () => {
    class Shouting extends RerankRetriever {
      override async _getRelevantDocuments(
        query: string,
        ...rest: [run?: CallbackManagerForRetrieverRun, config?: RunnableConfig]
      ): Promise<DocumentInterface[]> {
        const documents = await super._getRelevantDocuments(query.toUpperCase(), ...rest);
        return [...documents, new Document({ pageContent: "the end" })];
      }
    }
    expect(contents(await new Shouting({ retriever, compressor }).invoke("frogs"))).toEqual(["FROGS 0.75", "the end"]);
  });

  test("ends at once where a class that extends it or the compressor does not look at the signal", async () => {
    const never = new Promise<never>(() => {});
    class SlowRetriever extends RerankRetriever {
      override _getRelevantDocuments(): Promise<DocumentInterface[]> {
        return never;
      }
    }
    class SlowCompressor extends RerankCompressor {
      override compressDocuments(): Promise<never> {
        return never;
      }
    }
    const slow = new SlowCompressor({ reranker: numberReranker() });
    for (const stuck of [
      new SlowRetriever({ retriever, compressor }),
      new RerankRetriever({ retriever, compressor: slow }),
    ]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort("left"), 20);
      await expect(stuck.invoke("frogs", { signal: controller.signal })).rejects.toBe("left");
    }
  });

  test("takes a compressor that answers at once, with a signal too", async () => {
    const first = { compressDocuments: (documents: DocumentInterface[]) => documents.slice(0, 1) };
    const { signal } = new AbortController();
    const quick = new RerankRetriever({ retriever, compressor: first as never });
    expect(contents(await quick.invoke("frogs", { signal }))).toEqual(["frogs 0.25"]);
  });

  test("returns what it found when a handler writes into the list it is told of", async () => {
    const handler = {
      handleRetrieverEnd: (documents: unknown[], _run: string, parent?: string) => {
        if (parent === undefined) documents.length = 0;
      },
    };
    expect(contents(await reranking.invoke("frogs", { callbacks: [handler] }))).toEqual(["frogs 0.75"]);
  });

  test("takes any document compressor", async () => {
    const recorder = new RunRecorder();
    const pipeline = {
      compressDocuments: (...parameters: Parameters<RerankCompressor["compressDocuments"]>) =>
        compressor.compressDocuments(...parameters),
    };
    const piped = new RerankRetriever({ retriever, compressor: pipeline });
    expect(contents(await piped.invoke("frogs", { callbacks: [recorder] }))).toEqual(["frogs 0.75"]);
    expect(recorder.run("RerankCompressor").parent_run_id).toBe(recorder.run("RerankRetriever").id);
  });

  test("takes callbacks in place of a config, as older retrievers pass them", async () => {
    const recorder = new RunRecorder();
    await reranking.invoke("frogs", [recorder] as never);
    expect(recorder.run("RerankRetriever").inputs).toEqual({ query: "frogs" });
  });

  test("refuses options that are wrong, by their name", () => {
    expect(() => new RerankRetriever({ compressor } as never)).toThrow(ConfigurationError);
    expect(() => new RerankRetriever({ compressor } as never)).toThrow(/^retriever/u);
    expect(() => new RerankRetriever({ retriever } as never)).toThrow(/^compressor/u);
    expect(() => new RerankRetriever(undefined as never)).toThrow(/^retriever/u);
    const misplaced = { retriever, compressor, topN: 3 };
    expect(() => new RerankRetriever(misplaced)).toThrow("topN has no effect here: it belongs to");
  });

  test("shows no key when it is inspected or serialized", () => {
    const keyed = new RerankCompressor({ apiKey: "sk-0123456789" });
    const shown = new RerankRetriever({ retriever, compressor: keyed });
    expect(inspect(shown, { depth: Infinity, showHidden: true })).not.toContain("0123");
    expect(JSON.stringify(shown)).toBe(
      '{"lc":1,"type":"not_implemented","id":["rankwire","retrievers","RerankRetriever"]}',
    );
  });
});
