import { describe, expect, test } from "vitest";
import { resolveAdapterOptions } from "./adapter-options.ts";
import { defineReranker } from "./define-reranker.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";

const reranker = defineReranker({
  provider: "test",
  model: "none",
  rerank: async () => ({ results: [], usage: { requests: 0 } }),
});

describe("resolveAdapterOptions", () => {
  test("keeps the five best by default, and throws what fails", () => {
    expect(resolveAdapterOptions({ reranker })).toEqual({ reranker, topN: 5, onError: "throw" });
  });

  test("creates a reranker from createReranker's options", () => {
    const { reranker } = resolveAdapterOptions({ apiKey: "sk-test", model: "another" });
    expect(reranker).toMatchObject({ provider: "qhaigc", model: "another" });
  });

  test.each([
    [{ reranker, topN: 0 }, "topN is 0"],
    [{ reranker, topN: 2.5 }, "topN is 2.5"],
    [{ reranker, scoreThreshold: Number.NaN }, "scoreThreshold is NaN"],
    [{ reranker, onError: "ignore" as never }, 'onError must be "throw" or "passthrough"'],
    [{ reranker, apiKey: "sk-secret" }, "reranker and apiKey are both given"],
    [{ reranker: {} as never }, "reranker must be an object with a rerank() method"],
  ])("refuses a mistake when the adapter is constructed", (options, message) => {
    expect(() => resolveAdapterOptions(options)).toThrow(ConfigurationError);
    expect(() => resolveAdapterOptions(options)).toThrow(message);
    expect(() => resolveAdapterOptions(options)).not.toThrow("sk-secret");
  });
});
