import { ConfigurationError, InvalidRequestError } from "@rankwire/core";
import { expect, test } from "vitest";
import { crossEncoderReranker } from "./cross-encoder-reranker.ts";

test("a reranker is named for its model, and made without loading anything", () => {
  expect(crossEncoderReranker()).toMatchObject({ provider: "cross-encoder", model: "bge-reranker-v2-m3-ONNX" });
  expect(crossEncoderReranker({ model: "/srv/models/my-reranker/" }).model).toBe("my-reranker");
  expect(crossEncoderReranker({ model: "C:\\models\\my-reranker" }).model).toBe("my-reranker");
});

// The default install leaves the library out; test/cross-encoder runs with it.
test("without @huggingface/transformers a call is refused with what to install", async () => {
  const call = crossEncoderReranker().rerank({ query: "confidential", documents: ["confidential"] });
  await expect(call).rejects.toThrow(ConfigurationError);
  await expect(call).rejects.toThrow(/npm install @huggingface\/transformers@4$/u);
  await expect(call).rejects.toHaveProperty("cause.message", expect.stringContaining("@huggingface/transformers"));
});

test("no documents need no model", async () => {
  expect(await crossEncoderReranker().rerank({ query: "q", documents: [] })).toMatchObject({ results: [] });
});

test.each([
  [{ model: "" }, /^model must be/u],
  [{ model: 3 as never }, /^model must be/u],
  [{ model: "~/none" }, /^model is "~\/none", which is neither the id of a model nor the path of a folder/u],
  [{ model: "file:///none" }, /^model is "file:\/\/\/none", which is neither the id/u],
  [{ maxTokens: 0 }, /^maxTokens is 0; it must be a positive integer$/u],
  [{ batchSize: 1.5 }, /^batchSize is 1.5/u],
  [{ batchSize: "16" as never }, /^batchSize is a string/u],
  [{ onProgress: true as never }, /^onProgress must be a function$/u],
  [{ device: 0 as never }, /^device must be a string$/u],
  [{ cacheDir: new URL("file:///models") as never }, /^cacheDir must be a string$/u],
  [{ revision: 2 as never }, /^revision must be a string$/u],
  [{ allowDownload: "no" as never }, /^allowDownload must be a boolean$/u],
  [{ dtype: "../secret" as never }, /^dtype must be one of fp32, fp16, q8, int8, uint8, q4, q4f16, bnb4$/u],
  [{ dtype: "toString" as never }, /^dtype must be one of/u],
])("options %o are refused when the reranker is made", (options, message) => {
  expect(() => crossEncoderReranker(options)).toThrow(ConfigurationError);
  expect(() => crossEncoderReranker(options)).toThrow(message);
});

test("a timeout that is none is refused", async () => {
  const call = crossEncoderReranker().rerank({ query: "q", documents: ["d"] }, { timeoutMs: -1 });
  await expect(call).rejects.toThrow(InvalidRequestError);
});

test("after dispose() a call is refused, whether or not a model was loaded", async () => {
  const reranker = crossEncoderReranker();
  await reranker.dispose();
  await expect(reranker.rerank({ query: "q", documents: ["d"] })).rejects.toThrow(/was disposed of/u);
});

test("an abort has the caller's reason", async () => {
  const reason = new Error("no longer needed");
  const call = crossEncoderReranker().rerank(
    { query: "q", documents: ["d"] },
    { signal: AbortSignal.abort(reason), timeoutMs: 1000 },
  );
  await expect(call).rejects.toBe(reason);
});
