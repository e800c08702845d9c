import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AutoModelForSequenceClassification } from "@huggingface/transformers";
import { ConfigurationError, InvalidRequestError, RerankError, TimeoutError } from "@rankwire/core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type CrossEncoderReranker, crossEncoderReranker } from "@rankwire/local";
import { type TinyModelOptions, writeTinyModel } from "./tiny-model.ts";

let folder: string;
let model: string;
let reranker: CrossEncoderReranker;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cross-encoder-"));
  model = writeTinyModel(join(folder, "tiny"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  reranker = crossEncoderReranker({ model });
});

afterEach(async () => {
  await reranker.dispose();
});

const query = "parental leave";
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
const filler = (words: number): string => "paper ".repeat(words).trim();

/** The score of each document, in the documents' order. */
async function scoresOf(documents: readonly string[], of = reranker, asked = query): Promise<number[]> {
  const { results } = await of.rerank({ query: asked, documents });
  return results.toSorted((a, b) => a.index - b.index).map(({ relevanceScore }) => relevanceScore);
}

let variants = 0;
function variant(options: TinyModelOptions): string {
  return writeTinyModel(join(folder, `variant-${++variants}`), options);
}

test("a relevant document comes first, with the sigmoid of the model's logit for a score", async () => {
  const documents = ["the printer", "how long is the parental leave", "a holiday for paternity", "the leave"];
  const { results, provider, model: name } = await reranker.rerank({ query, documents });
  expect({ provider, name }).toEqual({ provider: "cross-encoder", name: "tiny" });
  expect(results.map(({ index }) => index)).toEqual([1, 2, 3, 0]);
  const expected = [4, 8 * 0.7 - 4, 0, -4].map(sigmoid);
  for (const [row, { relevanceScore }] of results.entries()) expect(relevanceScore).toBeCloseTo(expected[row] ?? 2, 6);
});

test("the best topN come back", async () => {
  const { results } = await reranker.rerank({ query, documents: ["paper", "leave", "parental leave"], topN: 2 });
  expect(results.map(({ index }) => index)).toEqual([2, 1]);
});

test("of a model with two outputs, scores are the softmax of the second", async () => {
  await using two = disposable(crossEncoderReranker({ model: variant({ labels: 2 }) }));
  expect((await scoresOf(["parental leave", "printer"], two)).map((score) => score.toFixed(6))).toEqual(
    [4, -4].map((logit) => sigmoid(logit).toFixed(6)),
  );
});

test("a model with three outputs is refused: it is no cross-encoder", async () => {
  await using three = disposable(crossEncoderReranker({ model: variant({ labels: 3 }) }));
  await expect(three.rerank({ query, documents: ["paper"] })).rejects.toThrow(/puts out 3 numbers for a pair/u);
});

const mixed = Array.from({ length: 60 }, (_, index) =>
  [filler(index * 7), index % 3 === 0 ? "parental" : "", index % 2 === 0 ? "leave" : "holiday"].join(" ").trim(),
);

test.each(["left", "right"] as const)(
  "a document's score does not depend on its neighbours, padded %s",
  async (paddingSide) => {
    const path = variant({ paddingSide });
    await using alone = disposable(crossEncoderReranker({ model: path, batchSize: 1 }));
    await using together = disposable(crossEncoderReranker({ model: path, batchSize: 60 }));
    const [one, many] = [await scoresOf(mixed, alone), await scoresOf(mixed, together)];
    expect(new Set(one).size).toBeGreaterThan(2);
    for (const [index, score] of many.entries()) expect(score).toBeCloseTo(one[index] ?? 2, 6);
  },
);

test("a long document loses its end; the query is whole", async () => {
  await using short = disposable(crossEncoderReranker({ model, maxTokens: 16 }));
  // <s> parental leave </s> </s> and </s> leave room for 10 tokens.
  const [inside, outside] = await scoresOf(
    [`${filler(9)} leave`, `${filler(10)} leave`, `${filler(100)} leave`],
    short,
  );
  expect(inside).toBeCloseTo(sigmoid(0), 6);
  expect(outside).toBeCloseTo(sigmoid(-4), 6);
  const { usage } = await short.rerank({ query, documents: [filler(500)] });
  expect(usage).toEqual({ promptTokens: 16, totalTokens: 16, requests: 0 });
});

test("a pair is no longer than the model takes, whatever maxTokens says", async () => {
  await using small = disposable(crossEncoderReranker({ model: variant({ maxTokens: 24 }), maxTokens: 1000 }));
  const { usage } = await small.rerank({ query, documents: [filler(500)] });
  expect(usage.promptTokens).toBe(24);
});

test.each(["很", "x", "paper ", " paper"])("a document of a million times %j is scored", async (text) => {
  const { results, usage } = await reranker.rerank({ query, documents: [text.repeat(1_000_000)] });
  expect(results).toHaveLength(1);
  expect(usage.promptTokens).toBeLessThanOrEqual(1024);
});

test("a query that leaves no room for a document is refused, and not quoted", async () => {
  await using short = disposable(crossEncoderReranker({ model, maxTokens: 16 }));
  const call = short.rerank({ query: filler(12), documents: ["leave"] });
  await expect(call).rejects.toThrow(InvalidRequestError);
  await expect(call).rejects.toThrow(/^query has 12 tokens.* a pair holds 16 tokens, 4 of them special/u);
  await expect(call).rejects.not.toThrow(/paper/u);
});

test("tokens are counted as they are computed, without padding", async () => {
  // <s> q q </s> </s> d… </s>: 6 tokens beside the document's.
  const { usage } = await reranker.rerank({ query, documents: ["paper", "the printer is long"] });
  expect(usage).toEqual({ promptTokens: 7 + 10, totalTokens: 17, requests: 0 });
});

test("calls at the same time share one load, whose progress is told", async () => {
  const loaded: string[] = [];
  await using shared = disposable(
    crossEncoderReranker({
      model,
      onProgress: ({ file, loadedBytes, totalBytes }) => {
        if (loadedBytes === totalBytes) loaded.push(file);
        throw new Error("a fault of the listener's");
      },
    }),
  );
  const answers = await Promise.all(Array.from({ length: 20 }, () => scoresOf(mixed, shared)));
  expect(new Set(answers.map(String)).size).toBe(1);
  expect(loaded.filter((file) => file === "onnx/model_quantized.onnx")).toHaveLength(1);
});

test("a short call does not wait for a long one, and the long one ends with the caller's reason", async () => {
  await using single = disposable(crossEncoderReranker({ model, batchSize: 1 }));
  const controller = new AbortController();
  const reason = { because: "of me" };
  let isLongDone = false;
  const long = single
    .rerank({ query, documents: Array.from({ length: 2000 }, (_, n) => `a${n}`) }, { signal: controller.signal })
    .finally(() => {
      isLongDone = true;
    });
  const refusal = caught(long);
  await single.rerank({ query, documents: ["leave"] });
  expect(isLongDone).toBe(false);
  controller.abort(reason);
  expect(await refusal).toBe(reason);
  expect(await scoresOf(["parental leave"], single)).toHaveLength(1);
});

test("a call ends after timeoutMs", async () => {
  const documents = Array.from({ length: 2000 }, (_, n) => `a${n}`);
  await using single = disposable(crossEncoderReranker({ model, batchSize: 1 }));
  await single.rerank({ query, documents: ["leave"] });
  const call = single.rerank({ query, documents }, { timeoutMs: 5 });
  await expect(call).rejects.toThrow(TimeoutError);
});

test("timeoutMs is looked at by the clock while documents are encoded", async () => {
  await reranker.rerank({ query, documents: ["leave"] });
  const call = reranker.rerank({ query, documents: ["leave"] }, { timeoutMs: Number.MIN_VALUE });
  await expect(call).rejects.toThrow(TimeoutError);
});

test("a folder without weights is told with what is missing, and tried again at the next call", async () => {
  const path = variant({ weights: undefined });
  await using late = disposable(crossEncoderReranker({ model: path }));
  const call = late.rerank({ query, documents: ["leave"] });
  await expect(call).rejects.toThrow(ConfigurationError);
  await expect(call).rejects.toThrow(/: onnx\/model_quantized\.onnx not found in .*; copy them there from a model on/u);
  writeTinyModel(path);
  expect(await scoresOf(["leave"], late)).toHaveLength(1);
});

test.each(["config.json", "tokenizer.json", "tokenizer_config.json"])(
  "an empty %s is told without what lies in memory around it",
  async (file) => {
    const path = variant({});
    writeFileSync(join(path, file), "");
    const error = await caught(crossEncoderReranker({ model: path }).rerank({ query, documents: ["leave"] }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringMatching(/: one of its JSON files is empty or no JSON\. /u));
    expect(error).not.toHaveProperty("cause");
  },
);

test("a pattern of the tokenizer's that does not compile is told, and is the cause", async () => {
  const path = variant({});
  const file = join(path, "tokenizer.json");
  const pre_tokenizer = { type: "Split", pattern: { Regex: "(?x) a" }, behavior: "Isolated", invert: false };
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), pre_tokenizer }));
  const error = await caught(crossEncoderReranker({ model: path }).rerank({ query, documents: ["leave"] }));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toHaveProperty("message", expect.stringMatching(/: Invalid regular expression: .*\(\?x\) a/u));
  expect(error).toHaveProperty("cause", expect.any(SyntaxError));
});

test("dtype names the weights that are loaded", async () => {
  const path = variant({ weights: "model.onnx" });
  await using full = disposable(crossEncoderReranker({ model: path, dtype: "fp32" }));
  expect(await scoresOf(["leave"], full)).toHaveLength(1);
  await using half = disposable(crossEncoderReranker({ model: path, dtype: "fp16" }));
  await expect(scoresOf(["leave"], half)).rejects.toThrow(/onnx\/model_fp16\.onnx not found/u);
});

test("a failing model is told without the texts, in the error and in the log", async () => {
  const log = (["log", "info", "warn", "error", "debug"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  );
  await using broken = disposable(crossEncoderReranker({ model: variant({ embeddings: 6 }) }));
  const call = broken.rerank({ query, documents: ["paper"] });
  await expect(call).rejects.toThrow(RerankError);
  await expect(call).rejects.toThrow(/^The cross-encoder failed on 1 pairs of up to 7 tokens$/u);
  await expect(call).rejects.toHaveProperty("cause.message", expect.stringMatching(/^\D*indices element out of\D*$/u));
  expect(log.flatMap(({ mock }) => mock.calls)).toEqual([]);
});

test("a model is loaded with the log of ONNX Runtime off, which goes past the console", async () => {
  const load = vi.spyOn(AutoModelForSequenceClassification, "from_pretrained");
  await scoresOf(["leave"]);
  expect(load.mock.calls[0]?.[1]).toMatchObject({ session_options: { logSeverityLevel: 4 } });
});

test("after dispose() calls are refused, and those under way end", async () => {
  await using single = disposable(crossEncoderReranker({ model, batchSize: 1 }));
  await single.rerank({ query, documents: ["leave"] });
  const long = single.rerank({ query, documents: Array.from({ length: 2000 }, (_, n) => `a${n}`) });
  const refusal = caught(long);
  await single.rerank({ query, documents: ["leave"] });
  await Promise.all([single.dispose(), single.dispose()]);
  expect(await refusal).toMatchObject({ message: expect.stringContaining("was disposed of") });
  await expect(single.rerank({ query, documents: ["leave"] })).rejects.toThrow(ConfigurationError);
});

test("dispose() during the load frees what was loaded", async () => {
  const early = crossEncoderReranker({ model });
  const refusal = caught(early.rerank({ query, documents: ["leave"] }));
  await early.dispose();
  expect(await refusal).toMatchObject({ message: expect.stringContaining("was disposed of") });
});

/** What a call is refused with; handled from the start, whenever it is looked at. */
async function caught(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "an answer",
    (error: unknown) => error,
  );
}

function disposable(of: CrossEncoderReranker): CrossEncoderReranker & AsyncDisposable {
  return Object.assign(of, { [Symbol.asyncDispose]: () => of.dispose() });
}
