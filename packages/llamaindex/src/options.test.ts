import { ConfigurationError, defineReranker } from "@rankwire/core";
import { describe, expect, test, vi } from "vitest";
import { RerankPostprocessor } from "./rerank-postprocessor.ts";
import { RerankRetriever } from "./rerank-retriever.ts";

const reranker = defineReranker({
  provider: "test",
  model: "test",
  rerank: async ({ documents }) => ({
    results: documents.map((_, index) => ({ index, relevanceScore: -index })),
    usage: { requests: 1 },
  }),
});

describe("RerankPostprocessor's options", () => {
  test.each([
    ["metadataMode", { metadataMode: "embed" }],
    ["nodeToText", { nodeToText: "text" }],
    ["transformQuery", { transformQuery: {} }],
    ["scoreMetadata", { scoreMetadata: "yes" }],
    ["onRerankStart", { onRerankStart: true }],
    ["onRerankEnd", { onRerankEnd: null }],
    ["callbackManager", { callbackManager: {} }],
    ["callbackManager", { callbackManager: null }],
    ["topN", { topN: 0 }],
  ])("refuse a wrong %s by its name", (name, options) => {
    const create = (): unknown => new RerankPostprocessor({ reranker, ...(options as object) });
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(name);
  });

  test("need a key where no reranker is given, and name its variable", () => {
    vi.stubEnv("QHAIGC_API_KEY", undefined);
    expect(() => new RerankPostprocessor()).toThrow(/QHAIGC_API_KEY/u);
  });

  test("can be seen on the postprocessor, with who scores", () => {
    const postprocessor = new RerankPostprocessor({ reranker, topN: Infinity, scoreThreshold: 0.5 });
    expect(postprocessor).toMatchObject({ provider: "test", model: "test", topN: Infinity, scoreThreshold: 0.5 });
  });
});

describe("RerankRetriever's options", () => {
  const retriever = { retrieve: async () => [] };
  test.each([
    ["retriever", { retriever: {}, postprocessor: new RerankPostprocessor({ reranker }) }],
    ["postprocessor", { retriever, postprocessor: {} }],
    ["retriever", null],
  ])("refuse a wrong %s by its name", (name, options) => {
    const create = (): unknown => new RerankRetriever(options as never);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(name);
  });
});
