import { createReranker, ServerError } from "@rankwire/core";
import {
  type RerankEndEvent,
  RerankPostprocessor,
  type RerankPostprocessorOptions,
  type RerankStartEvent,
} from "@rankwire/llamaindex";
import { CallbackManager, Settings, TextNode } from "llamaindex";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";

declare module "@llamaindex/core/global" {
  interface LlamaIndexEventMaps {
    "rerank-start": RerankStartEvent;
    "rerank-end": RerankEndEvent;
  }
}

let endpoint: RerankEndpoint;
let starts: RerankStartEvent[];
let ends: RerankEndEvent[];

beforeAll(async () => {
  endpoint = await startRerankEndpoint();
});
afterAll(() => endpoint.close());
beforeEach(() => {
  endpoint.answer = undefined;
  starts = [];
  ends = [];
});

const wrappers = ["a 0.1", "b 0.2", "c 0.3"].map((text) => ({ node: new TextNode({ text, id_: text }), score: 1 }));
const rank = (options: RerankPostprocessorOptions) => {
  const reranker = createReranker({ apiKey: "sk-test", baseURL: endpoint.baseURL, model: "frog-1", maxRetries: 0 });
  return new RerankPostprocessor({ reranker, topN: 2, ...options }).postprocessNodes(wrappers, "frogs");
};
const listeners = {
  onRerankStart: (event: RerankStartEvent) => starts.push(event),
  onRerankEnd: (event: RerankEndEvent) => ends.push(event),
};
const facts = { query: "frogs", nodeCount: 3, topN: 2, provider: "qhaigc", model: "frog-1" };

describe("onRerankStart and onRerankEnd", () => {
  test("tell what is ranked, what came of it and what it cost", async () => {
    const nodes = await rank(listeners);
    const [start] = starts;
    expect(start).toEqual({ ...facts, id: expect.any(String) });
    expect(ends).toEqual([
      {
        ...start,
        nodes,
        reranked: true,
        usage: { promptTokens: 30, totalTokens: 30, requests: 1 },
        durationMs: expect.any(Number),
      },
    ]);
    expect(ends[0]?.durationMs).toBeGreaterThan(0);
  });

  test("give every call an id of its own", async () => {
    await Promise.all([rank(listeners), rank(listeners)]);
    expect(new Set(starts.map(({ id }) => id)).size).toBe(2);
    expect(new Set(ends.map(({ id }) => id))).toEqual(new Set(starts.map(({ id }) => id)));
  });

  test("tell of a failure", async () => {
    endpoint.answer = () => ({ status: 500, body: {} });
    await expect(rank(listeners)).rejects.toThrow(ServerError);
    expect(ends).toEqual([
      { ...starts[0], nodes: [], reranked: false, durationMs: expect.any(Number), error: expect.any(ServerError) },
    ]);
  });

  test("tell of a failure that passthrough covers", async () => {
    endpoint.answer = () => ({ status: 500, body: {} });
    const nodes = await rank({ ...listeners, onError: "passthrough" });
    expect(ends).toMatchObject([{ nodes, reranked: false, usage: { requests: 0 }, error: expect.any(ServerError) }]);
  });

  test("tell nothing where there is nothing to rank", async () => {
    const reranker = createReranker({ apiKey: "sk-test", baseURL: endpoint.baseURL });
    await new RerankPostprocessor({ reranker, ...listeners }).postprocessNodes([], "frogs");
    expect([...starts, ...ends]).toEqual([]);
  });

  test("harm nobody when they throw or reject", async () => {
    const thrower = (): never => {
      throw new Error("a listener's own fault");
    };
    const options = { onRerankStart: thrower, onRerankEnd: () => Promise.reject(new Error("a listener's own fault")) };
    await expect(rank({ ...options, callbackManager: { dispatchEvent: thrower } })).resolves.toHaveLength(2);
  });
});

describe("the framework's callback manager", () => {
  const listen = (manager: CallbackManager): CallbackManager =>
    manager.on("rerank-start", ({ detail }) => starts.push(detail)).on("rerank-end", ({ detail }) => ends.push(detail));

  test("is sent rerank-start and rerank-end", async () => {
    const nodes = await rank({ callbackManager: listen(new CallbackManager()) });
    await expect.poll(() => ends).toHaveLength(1);
    expect(starts).toMatchObject([facts]);
    expect(ends).toMatchObject([{ ...starts[0], nodes, reranked: true, usage: { requests: 1 } }]);
  });

  test("can be that of the moment", async () => {
    const manager = listen(new CallbackManager());
    const options = { callbackManager: () => Settings.callbackManager };
    await Settings.withCallbackManager(manager, () => rank(options));
    await rank(options);
    await expect.poll(() => ends).toHaveLength(1);
    expect(starts).toHaveLength(1);
  });
});
