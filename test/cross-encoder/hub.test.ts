import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "@huggingface/transformers";
import { ConfigurationError, ConnectionError } from "@rankwire/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { crossEncoderReranker, type LoadProgress } from "@rankwire/local";
import { tinyModelFiles, writeTinyModel } from "./tiny-model.ts";

let cacheDir: string;
let hub: Server;
let requests: string[];
let status: number;
let models = 0;
let model: string;

const files = tinyModelFiles();
const usualHost = (env as unknown as { remoteHost: string }).remoteHost;
const setHost = (host: string): unknown => Object.assign(env, { remoteHost: host });
const request = { query: "parental leave", documents: ["the printer", "leave"] };

beforeEach(async () => {
  cacheDir = mkdtempSync(join(tmpdir(), "cross-encoder-cache-"));
  // The library remembers which files an id has, so each test has an id of its own.
  model = `tests/tiny-${++models}`;
  requests = [];
  status = 200;
  hub = createServer(({ url = "" }, response) => {
    requests.push(url);
    const bytes = files.get(url.replace(/^\/tests\/[^/]+\/resolve\/main\//u, ""));
    response.writeHead(bytes === undefined ? 404 : status, { "content-length": bytes?.length ?? 0 });
    response.end(bytes);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => {
    hub.once("listening", resolve);
  });
  setHost(`http://127.0.0.1:${(hub.address() as AddressInfo).port}/`);
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

afterEach(() => {
  setHost(usualHost);
  hub.closeAllConnections();
  hub.close();
  rmSync(cacheDir, { recursive: true, force: true });
});

test("a model is downloaded once, with its progress told, and then loads without a network", async () => {
  const progress: LoadProgress[] = [];
  const first = crossEncoderReranker({ model, cacheDir, onProgress: (event) => progress.push(event) });
  const { results } = await first.rerank(request);
  await first.dispose();
  expect(results[0]).toMatchObject({ index: 1 });
  const size = files.get("onnx/model_quantized.onnx")?.length;
  expect(progress).toContainEqual({ file: "onnx/model_quantized.onnx", loadedBytes: size, totalBytes: size });

  requests = [];
  for (const allowDownload of [true, false]) {
    const again = crossEncoderReranker({ model, cacheDir, allowDownload });
    expect(await again.rerank(request)).toMatchObject({ results });
    await again.dispose();
  }
  expect(requests).toEqual([]);
});

// The library remembers which files an id has for as long as the process runs, so this one was never asked for before.
test("a cache that an earlier process has filled needs no hub", async () => {
  writeTinyModel(join(cacheDir, model));
  setHost("http://127.0.0.1:1/");
  const reranker = crossEncoderReranker({ model, cacheDir });
  expect((await reranker.rerank(request)).results[0]).toMatchObject({ index: 1 });
  await reranker.dispose();
});

test("allowDownload: false asks the hub for nothing, and says what to do", async () => {
  const reranker = crossEncoderReranker({ model, cacheDir, allowDownload: false });
  const call = reranker.rerank(request);
  await expect(call).rejects.toThrow(ConfigurationError);
  await expect(call).rejects.toThrow(
    /config\.json, tokenizer\.json, tokenizer_config\.json, onnx\/model_quantized\.onnx not found in .*; leave allowDownload out once/u,
  );
  expect(requests).toEqual([]);
});

test("a model without weights of the dtype is told with the file that the hub does not have", async () => {
  const call = crossEncoderReranker({ model, cacheDir, dtype: "q4" }).rerank(request);
  await expect(call).rejects.toThrow(ConfigurationError);
  await expect(call).rejects.toThrow(/could not be loaded with dtype "q4".*model_q4\.onnx/u);
});

test("a model that the hub does not know is a mistake in the options", async () => {
  const call = crossEncoderReranker({ model: "others/unknown", cacheDir }).rerank(request);
  await expect(call).rejects.toThrow(ConfigurationError);
  await expect(call).rejects.toThrow(/"others\/unknown" could not be loaded.* it has no tokenizer_config\.json/u);
});

test("a hub that is busy can be asked again", async () => {
  status = 503;
  const reranker = crossEncoderReranker({ model, cacheDir });
  const call = reranker.rerank(request);
  await expect(call).rejects.toThrow(ConnectionError);
  await expect(call).rejects.toMatchObject({ isRetryable: true });
  status = 200;
  expect((await reranker.rerank(request)).results).toHaveLength(2);
  await reranker.dispose();
});

test("a hub that cannot be reached can be asked again", async () => {
  setHost("http://127.0.0.1:1/");
  const call = crossEncoderReranker({ model, cacheDir }).rerank(request);
  await expect(call).rejects.toThrow(ConnectionError);
});
