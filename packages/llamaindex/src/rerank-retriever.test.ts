import { ConfigurationError } from "@rankwire/core";
import type { QueryType } from "@llamaindex/core/query-engine";
import { BaseRetriever } from "@llamaindex/core/retriever";
import { type NodeWithScore, TextNode } from "@llamaindex/core/schema";
import { describe, expect, test, vi } from "vitest";
import { numberReranker } from "./__fixtures__/number-reranker.ts";
import { RerankPostprocessor } from "./rerank-postprocessor.ts";
import { RerankRetriever } from "./rerank-retriever.ts";

const wrapper = (text: string, tenant: string): NodeWithScore => ({
  node: new TextNode({ text, metadata: { tenant } }),
  score: 0.5,
});
const stored = [wrapper("a 0.25", "x"), wrapper("b 0.75", "x"), wrapper("c 0.5", "y")];

class TenantRetriever extends BaseRetriever {
  topK = 10;
  filters: string | undefined;
  #calls = 0;

  constructor(filters?: string) {
    super();
    this.filters = filters;
  }

  get calls(): number {
    return this.#calls;
  }

  set lastTenant(tenant: string) {
    this.#calls += 1;
    this.filters = tenant;
  }

  count(): number {
    this.#calls += 1;
    return this.#calls;
  }

  withTopK(topK: number): this {
    this.topK = topK;
    return this;
  }

  override async _retrieve(_query: QueryType): Promise<NodeWithScore[]> {
    this.#calls += 1;
    const { filters, topK } = this;
    return stored.filter(({ node }) => filters === undefined || node.metadata["tenant"] === filters).slice(0, topK);
  }
}

const postprocessor = new RerankPostprocessor({ reranker: numberReranker });
const texts = (nodes: readonly NodeWithScore[]): unknown[] => nodes.map(({ node }) => (node as TextNode).text);

describe("RerankRetriever", () => {
  test("reranks once, by either of the two ways to retrieve", async () => {
    const rank = vi.spyOn(postprocessor, "postprocessNodes");
    const retriever = new RerankRetriever({ retriever: new TenantRetriever(), postprocessor });
    expect(texts(await retriever.retrieve({ query: "query" }))).toEqual(["b 0.75", "c 0.5", "a 0.25"]);
    expect(rank).toHaveBeenCalledTimes(1);
    expect(texts(await retriever._retrieve({ query: "query" }))).toEqual(["b 0.75", "c 0.5", "a 0.25"]);
    expect(rank).toHaveBeenCalledTimes(2);
  });

  test("hands all arguments on to the retriever, and to the postprocessor what ends the call", async () => {
    class Chosen extends BaseRetriever {
      constructor(readonly name = "chosen") {
        super();
      }
      override async _retrieve(_query: QueryType, chosen?: { tenant: string }): Promise<NodeWithScore[]> {
        return stored.filter(({ node }) => node.metadata["tenant"] === chosen?.tenant);
      }
    }
    const rank = vi.spyOn(postprocessor, "postprocessNodes");
    const retriever = new RerankRetriever({ retriever: new Chosen(), postprocessor });
    const options = { tenant: "x", timeoutMs: 5000, headers: { "x-tenant": "x" } };
    expect(texts(await retriever._retrieve({ query: "query" }, options))).toEqual(["b 0.75", "a 0.25"]);
    const call = { signal: undefined, timeoutMs: 5000, headers: { "x-tenant": "x" } };
    expect(rank).toHaveBeenLastCalledWith(expect.anything(), { query: "query" }, call);
  });

  test("ends with the signal, also while the retriever retrieves, and starts nothing when it has fired", async () => {
    const retrieve = vi.fn(async (..._all: unknown[]) => new Promise<NodeWithScore[]>(() => {}));
    const retriever = new RerankRetriever({ retriever: { retrieve }, postprocessor });
    const controller = new AbortController();
    const reason = new Error("enough");
    const call = retriever.retrieve("query", { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(retriever.retrieve("query", { signal: controller.signal })).rejects.toBe(reason);
    for (const signal of [null, {}]) {
      await expect(retriever.retrieve("query", { signal })).rejects.toThrow("it must be an AbortSignal");
    }
    expect(retrieve).toHaveBeenCalledTimes(1);
  });

  test("is of the retriever's class, and has its properties", () => {
    const inner = new TenantRetriever();
    const retriever = new RerankRetriever({ retriever: inner, postprocessor });
    expect(retriever).toBeInstanceOf(TenantRetriever);
    expect(retriever).toBeInstanceOf(RerankRetriever);
    for (const other of [inner, undefined, null]) expect(other).not.toBeInstanceOf(RerankRetriever);
    expect(retriever.constructor).toBe(TenantRetriever);
    expect("filters" in retriever && "_retrieve" in retriever).toBe(true);
    expect(retriever.objectMap).toBe(inner.objectMap);
    expect(JSON.stringify(retriever)).toBe("{}");
  });

  test("sets on the retriever what is set on it", async () => {
    const inner = new TenantRetriever();
    const retriever = new RerankRetriever({ retriever: inner, postprocessor });
    retriever.filters = "x";
    expect(texts(await retriever.retrieve({ query: "query" }))).toEqual(["b 0.75", "a 0.25"]);
    Object.assign(retriever, { topK: 1 });
    expect(texts(await retriever.retrieve({ query: "query" }))).toEqual(["a 0.25"]);
    Object.defineProperty(retriever, "filters", { value: "y" });
    expect(texts(await retriever.retrieve({ query: "query" }))).toEqual(["c 0.5"]);
    delete (retriever as Partial<TenantRetriever>).topK;
    expect(inner).not.toHaveProperty("topK");
  });

  test("runs getters, setters and methods that need a private field", () => {
    const retriever = new RerankRetriever({ retriever: new TenantRetriever(), postprocessor });
    retriever.lastTenant = "x";
    expect(retriever.filters).toBe("x");
    expect(retriever.count()).toBe(2);
    expect(retriever.calls).toBe(2);
    expect(Reflect.get(retriever, "count")).toBe(Reflect.get(retriever, "count"));
  });

  test("reranks behind a method that returns its retriever", async () => {
    const retriever = new RerankRetriever({ retriever: new TenantRetriever(), postprocessor });
    expect(retriever.withTopK(2)).toBe(retriever);
    expect(texts(await retriever.withTopK(2).retrieve("query"))).toEqual(["b 0.75", "a 0.25"]);
  });

  test("hands out a class of the retriever's as one", () => {
    const withClass = { retrieve: async () => stored, __proto__: { Node: TextNode } } as never;
    const retriever = new RerankRetriever<{ Node: typeof TextNode } & TenantRetriever>({
      retriever: withClass,
      postprocessor,
    });
    expect(new retriever.Node({ text: "a" })).toBeInstanceOf(TextNode);
    expect(retriever.Node).toHaveLength(TextNode.length);
  });

  test("cannot be extended, and says so", () => {
    class Extended extends (RerankRetriever as unknown as new (options: object) => object) {}
    const create = (): object => new Extended({ retriever: new TenantRetriever(), postprocessor });
    expect(create).toThrow("RerankRetriever cannot be extended");
  });

  test("stands on a frozen retriever, and may be frozen itself", async () => {
    const retrieve = async (_query: string): Promise<NodeWithScore[]> => stored;
    const filters = Object.freeze({ tenant: "x" });
    const retriever = new RerankRetriever({ retriever: Object.freeze({ retrieve, filters }), postprocessor });
    expect(texts(await retriever.retrieve("query"))).toEqual(["b 0.75", "c 0.5", "a 0.25"]);
    expect(retriever.filters).toBe(filters);
    expect(() => Object.assign(retriever, { filters: undefined })).toThrow(TypeError);
    Object.freeze(retriever);
    expect(texts(await retriever.retrieve("query"))).toEqual(["b 0.75", "c 0.5", "a 0.25"]);
  });

  test("can be spied on, and so can the retriever", async () => {
    const inner = new TenantRetriever();
    const retriever = new RerankRetriever({ retriever: inner, postprocessor });
    const [outerSpy, innerSpy] = [vi.spyOn(retriever, "retrieve"), vi.spyOn(inner, "retrieve")];
    expect(texts(await retriever.retrieve("query"))).toEqual(["b 0.75", "c 0.5", "a 0.25"]);
    for (const spy of [outerSpy, innerSpy]) expect(spy).toHaveBeenCalledTimes(1);
  });

  test("refuses options that are wrong, by their name", () => {
    const create = (options?: object) => () => new RerankRetriever(options as never);
    expect(create()).toThrow(ConfigurationError);
    expect(create({ postprocessor })).toThrow(/^retriever must/u);
    expect(create({ retriever: new TenantRetriever() })).toThrow(/^postprocessor must/u);
    const misplaced = { retriever: new TenantRetriever(), postprocessor, topN: 3 };
    expect(create(misplaced)).toThrow("topN has no effect here: it belongs to");
  });
});
