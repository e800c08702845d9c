import { inspect } from "node:util";
import { defineReranker } from "@rankwire/core";
import { rankwire, type RankwirePluginOptions } from "@rankwire/genkit";
import { Document, genkit, type Genkit, z } from "genkit";
import { logger } from "genkit/logging";
import { rerankerRef } from "genkit/reranker";
import { expect, onTestFinished, test, vi } from "vitest";
import { type RerankEndpoint, startRerankEndpoint } from "../support/rerank-endpoint.ts";

const query = "secret query";
const documents = ["frogs 0.2", "secret toads 0.9", "newts 0.5"].map((text, index) =>
  Document.fromText(text, { index }),
);
const reranker = "rankwire/bge-reranker-v2-m3";

logger.setLogLevel("error");

async function started(options: RankwirePluginOptions = {}): Promise<{ endpoint: RerankEndpoint; ai: Genkit }> {
  const endpoint = await startRerankEndpoint();
  onTestFinished(() => endpoint.close());
  const plugin = rankwire({ baseURL: endpoint.baseURL, apiKey: "sk-secret", maxRetries: 0, ...options });
  return { endpoint, ai: genkit({ plugins: [plugin] }) };
}

test("documents come back best first with their scores, and keep their content and metadata", async () => {
  const { endpoint, ai } = await started();
  const ranked = await ai.rerank({ reranker, query, documents, options: { topN: 2 } });
  expect(ranked.map((document) => document.toJSON())).toEqual([
    { content: [{ text: "secret toads 0.9" }], metadata: { index: 1, score: 0.9 } },
    { content: [{ text: "newts 0.5" }], metadata: { index: 2, score: 0.5 } },
  ]);
  expect(endpoint.requests).toEqual([
    { model: "bge-reranker-v2-m3", query, documents: documents.map(({ text }) => text), top_n: 2 },
  ]);
  expect(documents[1]?.metadata).toEqual({ index: 1 });
});

test("any model is served by its name, slashes and all", async () => {
  const { endpoint, ai } = await started();
  await ai.rerank({ reranker: "rankwire/BAAI/bge-reranker-large", query, documents });
  await ai.rerank({ reranker: "rankwire/other", query, documents });
  expect(endpoint.requests.map(({ model }) => model)).toEqual(["BAAI/bge-reranker-large", "other"]);
});

test("a reference names the reranker as well", async () => {
  const { ai } = await started();
  const reference = rerankerRef({ name: reranker, info: { label: "bge" } });
  expect((await ai.rerank({ reranker: reference, query, documents }))[0]?.score()).toBe(0.9);
});

test("it reranks in a flow", async () => {
  const { ai } = await started();
  const flow = ai.defineFlow({ name: "best", inputSchema: z.string(), outputSchema: z.string() }, async (question) => {
    const [best] = await ai.rerank({ reranker, query: question, documents });
    return best?.text ?? "";
  });
  expect(await flow("which one?")).toBe("secret toads 0.9");
});

test("the plugin's topN and threshold are the defaults of its calls; k is topN as well", async () => {
  const { ai } = await started({ topN: 2, scoreThreshold: 0.3 });
  const scores = async (options?: object): Promise<number[]> =>
    (await ai.rerank({ reranker, query, documents, options })).map((document) => document.score());
  expect(await scores()).toEqual([0.9, 0.5]);
  expect(await scores({ topN: 1 })).toEqual([0.9]);
  expect(await scores({ k: 1 })).toEqual([0.9]);
  expect(await scores({ topN: 3, scoreThreshold: 0 })).toEqual([0.9, 0.5, 0.2]);
});

test.each<[object, RegExp]>([
  [{ topN: 0 }, /topN is 0; it must be a positive integer/u],
  [{ topN: "two" }, /topN is string; it must be a positive integer/u],
  [{ top_n: 1 }, /top_n has no effect: it is spelled topN/u],
  [{ scorethreshold: 0.5 }, /scorethreshold has no effect: it is spelled scoreThreshold/u],
  [{ topN: null }, /topN is null; it must be a positive integer/u],
  [{ k: null }, /\bk is null; it must be a positive integer/u],
  [{ scoreThreshold: null }, /scoreThreshold is null; it must be a number/u],
  [{ signal: "stop" }, /signal is string; it must be an AbortSignal/u],
  [{ scoreThreshold: "high" }, /scoreThreshold is string; it must be a number/u],
  [{ topN: 1, k: 2 }, /topN and k are both given/u],
  [{ onError: "passthrough" }, /onError has no effect here/u],
])("a call's options %o are refused before any request, without quoting it", async (options, message) => {
  const { endpoint, ai } = await started();
  const error: unknown = await ai.rerank({ reranker, query, documents, options }).catch((error: unknown) => error);
  expect(error).toHaveProperty("message", expect.stringMatching(message));
  expect(inspect(error, { depth: 10 })).not.toContain("secret");
  expect(endpoint.requests).toHaveLength(0);
});

test("Genkit's own refusal of options that are no object quotes the call, as the README says", async () => {
  const { ai } = await started();
  await expect(ai.rerank({ reranker, query, documents, options: "two" })).rejects.toThrow(query);
});

test("a call may ask for all documents, and take limits off", async () => {
  const { ai } = await started({ topN: 1 });
  const options = { topN: Infinity, scoreThreshold: -Infinity, timeoutMs: Infinity };
  expect(await ai.rerank({ reranker, query, documents, options })).toHaveLength(3);
});

test("a call's own signal ends it with the signal's reason, and its headers are sent", async () => {
  const { endpoint, ai } = await started();
  const controller = new AbortController();
  const reason = new Error("the user left");
  endpoint.answer = () => {
    controller.abort(reason);
    return "nothing";
  };
  const options = { signal: controller.signal, headers: { "x-team": "search" } };
  await expect(ai.rerank({ reranker, query, documents, options })).rejects.toBe(reason);
  expect(endpoint.recorded[0]?.headers).toMatchObject({ "x-team": "search" });
});

test("texts that a picture stands between are sent with a space, and others as Genkit joins them", async () => {
  const { endpoint, ai } = await started();
  const media = { url: "data:image/png;base64,AA==", contentType: "image/png" };
  const split = new Document({
    content: [{ media }, { text: "foo" }, { media }, { media }, { text: "bar 0.3" }, { media }],
  });
  const adjacent = new Document({ content: [{ text: "foo" }, { text: "" }, { text: "bar 0.2" }] });
  const ranked = await ai.rerank({ reranker, query: split, documents: [split, adjacent] });
  expect(endpoint.requests[0]).toMatchObject({ query: "foo bar 0.3", documents: ["foo bar 0.3", "foobar 0.2"] });
  expect(ranked[0]?.content).toEqual(split.content);
  expect(adjacent.text).toBe("foobar 0.2");
});

test("a document without text is not sent and not returned", async () => {
  const { endpoint, ai } = await started();
  const picture = Document.fromMedia("data:image/png;base64,AA==", "image/png");
  const ranked = await ai.rerank({ reranker, query, documents: [picture, ...documents] });
  expect(endpoint.requests[0]?.documents).toHaveLength(3);
  expect(ranked.map((document) => document.score())).toEqual([0.9, 0.5, 0.2]);
});

test("with passthrough a failure keeps the order, marks the documents and is reported", async () => {
  const onEvent = vi.fn<(event: { type: string }) => void>();
  const { endpoint, ai } = await started({ onError: "passthrough", onEvent });
  endpoint.answer = () => ({ status: 503, body: "busy" });
  const ranked = await ai.rerank({ reranker, query, documents, options: { topN: 2 } });
  expect(ranked.map(({ text, metadata }) => [text, metadata])).toEqual([
    ["frogs 0.2", { index: 0, score: 0, reranked: false }],
    ["secret toads 0.9", { index: 1, score: 0, reranked: false }],
  ]);
  expect(onEvent.mock.calls.filter(([{ type }]) => type === "degraded")).toHaveLength(1);
});

test("a given reranker is served under its own model alone", async () => {
  const length = defineReranker({
    provider: "mine",
    model: "length",
    rerank: async ({ documents: texts }) => ({
      results: texts.map((text, index) => ({ index, relevanceScore: text.length })),
      usage: { requests: 0 },
    }),
  });
  const ai = genkit({ plugins: [rankwire({ reranker: length })] });
  expect((await ai.rerank({ reranker: "rankwire/length", query, documents }))[0]?.text).toBe("secret toads 0.9");
  await expect(ai.rerank({ reranker: "rankwire/other", query, documents })).rejects.toThrow("Unable to resolve");
});

test.each([{ name: "a/b" }, { name: "" }, { name: " " }, { name: 5 }, { Name: "second" }])(
  "%j is refused when the plugin is created",
  (options) => {
    expect(() => rankwire({ apiKey: "sk-1", ...(options as object) })).toThrow(/^[nN]ame (must be|has no effect)/u);
  },
);

test("the mark of a document that was passed through is gone once it is reranked", async () => {
  const { ai, endpoint } = await started({ onError: "passthrough", maxRetries: 0 });
  endpoint.answer = () => ({ status: 503, body: {} });
  const passed = await ai.rerank({ reranker, query, documents });
  expect(passed[0]?.metadata).toMatchObject({ score: 0, reranked: false });
  endpoint.answer = undefined;
  const [best] = await ai.rerank({ reranker, query, documents: passed });
  expect(best?.metadata).not.toHaveProperty("reranked");
});

test("two plugins under two names reach two servers", async () => {
  const [one, two] = await Promise.all([startRerankEndpoint(), startRerankEndpoint()]);
  onTestFinished(async () => void (await Promise.all([one.close(), two.close()])));
  const ai = genkit({
    plugins: [
      rankwire({ baseURL: one.baseURL, apiKey: "sk-1" }),
      rankwire({ name: "own", baseURL: two.baseURL, apiKey: "sk-2" }),
    ],
  });
  await ai.rerank({ reranker: "own/m", query, documents });
  expect([one.requests.length, two.requests.length]).toEqual([0, 1]);
});

test("the plugin lists its own model, and is none of the other actions", async () => {
  const { ai } = await started();
  const actions = await ai.registry.listResolvableActions();
  expect(Object.keys(actions)).toContain(`/reranker/${reranker}`);
  await expect(ai.generate({ model: "rankwire/bge-reranker-v2-m3", prompt: "hello" })).rejects.toThrow("not found");
});

test("without a key the plugin is refused when it is created, and the variable to set is named", () => {
  vi.stubEnv("QHAIGC_API_KEY", "");
  vi.stubEnv("QHAIGC_BASE_URL", "");
  expect(() => rankwire()).toThrow("QHAIGC_API_KEY");
});

test("an inspection of the plugin shows no key", () => {
  expect(inspect(rankwire({ apiKey: "sk-secret" }), { depth: 9, showHidden: true })).not.toContain("sk-secret");
});
