import { inspect } from "node:util";
import { ConfigurationError, InvalidRequestError, ServerError } from "@rankwire/core";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { Callbacks } from "@langchain/core/callbacks/manager";
import { Document, type DocumentInterface } from "@langchain/core/documents";
import { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { type RunnableConfig, RunnableLambda } from "@langchain/core/runnables";
import { describe, expect, test } from "vitest";
import { brokenReranker, numberReranker, silentReranker } from "./__fixtures__/number-reranker.ts";
import { fields } from "./fields.ts";
import { RerankCompressor } from "./rerank-compressor.ts";
import { RerankRetriever } from "./rerank-retriever.ts";

const page = (pageContent: string, metadata: Record<string, unknown> = {}): Document =>
  new Document({ pageContent, metadata });
const reranker = numberReranker();

describe("compressDocuments", () => {
  test("returns copies, best first, with the score in their metadata", async () => {
    const documents = [page("a 0.25", { source: "x" }), page("b 0.75")];
    const ranked = await new RerankCompressor({ reranker }).compressDocuments(documents, "query");
    expect(ranked.map(({ pageContent }) => pageContent)).toEqual(["b 0.75", "a 0.25"]);
    expect(ranked.map(({ metadata }) => metadata)).toEqual([
      { relevanceScore: 0.75 },
      { source: "x", relevanceScore: 0.25 },
    ]);
    expect(documents.map(({ metadata }) => metadata)).toEqual([{ source: "x" }, {}]);
  });

  test("can be overridden", async () => {
    class First extends RerankCompressor {
      override async compressDocuments<D extends DocumentInterface>(
        documents: readonly D[],
        query: string,
        config?: Callbacks | RunnableConfig,
      ): Promise<D[]> {
        return super.compressDocuments(documents.slice(0, 1), query, config);
      }
    }
    const ranked = await new First({ reranker }).compressDocuments([page("a 0.25"), page("b 0.75")], "query");
    expect(ranked.map(({ pageContent }) => pageContent)).toEqual(["a 0.25"]);
  });

  test("takes functions over a class of one's own", async () => {
    class Page extends Document {
      readonly #title = this.pageContent.toUpperCase();
      get title(): string {
        return this.#title;
      }
    }
    const compressor = new RerankCompressor({
      reranker,
      documentToText: ({ title }: Page) => title,
      copyDocument: ({ pageContent }: Page, metadata) => new Page({ pageContent, metadata }),
    });
    const [best] = await compressor.compressDocuments([new Page({ pageContent: "a 0.5" })], "query");
    expect(best?.title).toBe("A 0.5");
  });

  test("returns one document that stands in the list twice as two", async () => {
    const document = page("a 0.5");
    const [first, second] = await new RerankCompressor({ reranker }).compressDocuments([document, document], "query");
    expect(first).toEqual(second);
    expect(first).not.toBe(second);
    expect(first?.metadata).not.toBe(second?.metadata);
  });

  test("gives documents that share their metadata each their own score", async () => {
    const metadata: Record<string, unknown> = { source: "x" };
    const ranked = await new RerankCompressor({ reranker }).compressDocuments(
      [
        { pageContent: "a 0.25", metadata },
        { pageContent: "b 0.75", metadata },
      ],
      "query",
    );
    expect(ranked.map((document) => document.metadata["relevanceScore"])).toEqual([0.75, 0.25]);
    expect(metadata).toEqual({ source: "x" });
  });

  test("writes score and place under the keys it is told", async () => {
    const compressor = new RerankCompressor({ reranker, scoreKey: "score", rankKey: "rank" });
    const ranked = await compressor.compressDocuments([page("a 0.25"), page(""), page("b 0.75")], "query");
    expect(ranked.map(({ metadata }) => metadata)).toEqual([
      { score: 0.75, rank: 2 },
      { score: 0.25, rank: 0 },
      { rank: 1 },
    ]);
  });

  test("ranks the list as it was passed, whatever becomes of it while tracers are told of the call", async () => {
    const documents = [page("a 0.25"), page("b 0.75")];
    const tracer = BaseCallbackHandler.fromMethods({
      handleRetrieverStart: () => {
        documents.length = 0;
      },
    });
    tracer.awaitHandlers = true;
    const ranked = await new RerankCompressor({ reranker }).compressDocuments(documents, "query", [tracer]);
    expect(documents).toEqual([]);
    expect(ranked.map(({ pageContent }) => pageContent)).toEqual(["b 0.75", "a 0.25"]);
  });

  test("scores the text that documentToText makes", async () => {
    const own = numberReranker();
    const compressor = new RerankCompressor({ reranker: own, documentToText: fields(["title", "pageContent"]) });
    await compressor.compressDocuments([page("body 1", { title: "Head", secret: "token" })], "query");
    expect(own.texts).toEqual(["title: Head\npageContent: body 1"]);
  });

  test("marks nothing as scored when it passes through, not even with a score of an earlier time", async () => {
    const documents = [page("a 0.25", { relevanceScore: 0.9 }), page("b 0.75")];
    const compressor = new RerankCompressor({ reranker: brokenReranker, onError: "passthrough", rankKey: "rank" });
    const passed = await compressor.compressDocuments(documents, "query");
    expect(passed.map(({ pageContent, metadata }) => [pageContent, metadata])).toEqual([
      ["a 0.25", { rank: 0 }],
      ["b 0.75", { rank: 1 }],
    ]);
  });

  test("tells its own listener of what it passes through, where a reranker was given", async () => {
    const types: string[] = [];
    const compressor = new RerankCompressor({
      reranker: brokenReranker,
      onError: "passthrough",
      onEvent: ({ type }) => types.push(type),
    });
    await compressor.compressDocuments([page("a 1")], "query");
    const retriever = RunnableLambda.from((_query: string) => [page("a 1")]);
    await new RerankRetriever({ retriever, compressor }).invoke("query");
    expect(types).toEqual(["degraded", "degraded"]);
  });

  test("takes the signal and the timeout of a config", async () => {
    const compressor = new RerankCompressor({ reranker: silentReranker });
    const reason = new Error("left");
    const controller = new AbortController();
    const call = compressor.compressDocuments([page("a 1")], "query", { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(compressor.compressDocuments([page("a 1")], "query", { timeout: 20 })).rejects.toThrow(/timeout/u);
  });

  test("says what to do with a list of texts", async () => {
    const texts = [page("a"), "b"] as never;
    await expect(new RerankCompressor({ reranker }).compressDocuments(texts, "query")).rejects.toThrow(
      /^documents\[1\] is a value of type string .* rerank\(texts, query\)/u,
    );
  });

  test("refuses what is no list of documents", async () => {
    const compressor = new RerankCompressor({ reranker });
    for (const documents of [undefined, "text", {}]) {
      await expect(compressor.compressDocuments(documents as never, "query")).rejects.toThrow(InvalidRequestError);
    }
    for (const document of [undefined, null, {}, { pageContent: 7 }]) {
      const call = compressor.compressDocuments([page("a 1"), document as never], "query");
      await expect(call).rejects.toThrow(InvalidRequestError);
      await expect(call).rejects.toThrow(/(?:documents|items)\[1\]/u);
    }
  });

  test("refuses a class that it cannot copy before anybody is asked", async () => {
    class Private {
      readonly #text = "a 1";
      metadata = {};
      get pageContent(): string {
        return this.#text;
      }
    }
    const call = new RerankCompressor({ reranker: silentReranker }).compressDocuments([new Private()], "query");
    await expect(call).rejects.toThrow(/pass copyDocument/u);
  });
});

describe("rerank", () => {
  test("returns places and scores for documents, texts and records alike", async () => {
    const compressor = new RerankCompressor({ reranker });
    const list = [page("a 0.25"), "b 0.75", { pageContent: "c 0.5" }, " "];
    expect(await compressor.rerank(list, "query")).toEqual([
      { index: 1, relevanceScore: 0.75 },
      { index: 2, relevanceScore: 0.5 },
      { index: 0, relevanceScore: 0.25 },
    ]);
    expect(await compressor.rerank([], "query")).toEqual([]);
  });

  test("takes options for one call", async () => {
    const compressor = new RerankCompressor({ reranker, topN: 1 });
    const texts = ["a 0.25", "b 0.75", "c 0.5"];
    expect(await compressor.rerank(texts, "query")).toHaveLength(1);
    expect(await compressor.rerank(texts, "query", { topN: 2 })).toHaveLength(2);
    expect(await compressor.rerank(texts, "query", { topN: Infinity, scoreThreshold: 0.5 })).toHaveLength(2);
    await expect(compressor.rerank(texts, "query", { signal: AbortSignal.abort("left") })).rejects.toBe("left");
  });

  test("throws where there is no score to return, whatever onError says", async () => {
    const compressor = new RerankCompressor({ reranker: brokenReranker, onError: "passthrough" });
    await expect(compressor.rerank(["a"], "query")).rejects.toThrow(ServerError);
  });

  test.each([
    ["top_n", "top_n has no effect: it is spelled topN (the third argument)"],
    ["scorethreshold", "scorethreshold has no effect: it is spelled scoreThreshold"],
    ["onError", "onError has no effect here"],
  ])("refuses %s, which would have no effect", async (name, message) => {
    const call = new RerankCompressor({ reranker }).rerank(["a 1"], "query", { [name]: 1 });
    await expect(call).rejects.toThrow(InvalidRequestError);
    await expect(call).rejects.toThrow(message);
  });

  test("refuses a blank model rather than ask another one", async () => {
    const compressor = new RerankCompressor({ apiKey: "sk-1", model: "mine" });
    await expect(compressor.rerank(["a 1"], "query", { model: "" })).rejects.toThrow("model must be a model's name");
  });

  test.each([null, "text"])("refuses options that are no object: %o", async (options) => {
    const call = new RerankCompressor({ reranker }).rerank(["a 1"], "query", options as never);
    await expect(call).rejects.toThrow(/^the third argument is .* it must be an object/u);
  });

  test("refuses another model than that of the reranker it was given", async () => {
    const compressor = new RerankCompressor({ reranker });
    expect(await compressor.rerank(["a 1"], "query", { model: "numbers" })).toHaveLength(1);
    await expect(compressor.rerank(["a 1"], "query", { model: "other" })).rejects.toThrow(/model cannot be chosen/u);
  });
});

describe("new RerankCompressor", () => {
  test("is a document compressor that tells who scores", () => {
    const compressor = new RerankCompressor({ reranker });
    expect(compressor).toBeInstanceOf(BaseDocumentCompressor);
    expect(compressor).toMatchObject({ provider: "example", model: "numbers", topN: 5 });
  });

  test("refuses options that are wrong, by their name", () => {
    const wrong: [string, unknown][] = [
      ["scoreKey", ""],
      ["scoreKey", 7],
      ["rankKey", ""],
      ["rankKey", "relevanceScore"],
      ["documentToText", "pageContent"],
      ["copyDocument", {}],
      ["trace", "no"],
      ["topN", 0],
      ["scoreThreshold", Number.NaN],
      ["onError", "ignore"],
    ];
    for (const [name, value] of wrong) {
      const create = (): RerankCompressor => new RerankCompressor({ reranker, [name]: value });
      expect(create).toThrow(ConfigurationError);
      expect(create).toThrow(name);
    }
  });

  test("shows its key to nobody", () => {
    const compressor = new RerankCompressor({ apiKey: "sk-0123456789" });
    expect(inspect(compressor, { depth: Infinity, showHidden: true })).not.toContain("0123");
    expect(JSON.stringify(compressor)).toBe('{"provider":"qhaigc","model":"bge-reranker-v2-m3","topN":5}');
  });
});
