import { defineReranker } from "@rankwire/core";
import { MetadataMode, TextNode } from "@llamaindex/core/schema";
import { describe, expect, test } from "vitest";
import { numberReranker } from "./__fixtures__/number-reranker.ts";
import { RerankPostprocessor } from "./rerank-postprocessor.ts";

const wrapper = (text: string): { node: TextNode } => ({ node: new TextNode({ text }) });

test("ranks the list as it was passed, whatever becomes of it while transformQuery is under way", async () => {
  const nodes = [wrapper("a 0.25"), wrapper("b 0.75")];
  const postprocessor = new RerankPostprocessor({
    reranker: numberReranker,
    transformQuery: async (text) => {
      nodes.length = 0;
      return text;
    },
  });
  const ranked = await postprocessor.postprocessNodes(nodes, "query");
  expect(nodes).toEqual([]);
  expect(ranked.map(({ node }) => node.text)).toEqual(["b 0.75", "a 0.25"]);
});

describe("a call's options", () => {
  test("are refused where they have no effect", async () => {
    const postprocessor = new RerankPostprocessor({ reranker: numberReranker });
    for (const [name, message] of [
      ["topN", "topN has no effect here"],
      ["timeout_ms", "timeout_ms has no effect: it is spelled timeoutMs"],
    ] as const) {
      const call = postprocessor.postprocessNodes([wrapper("a 1")], "query", { [name]: 1 });
      await expect(call).rejects.toThrow(message);
    }
    const call = postprocessor.postprocessNodes([wrapper("a 1")], "query", "soon" as never);
    await expect(call).rejects.toThrow("the third argument is string; it must be an object");
  });

  test("end the call with the signal's reason while transformQuery is under way, and before it begins", async () => {
    let begun = 0;
    const postprocessor = new RerankPostprocessor({
      reranker: numberReranker,
      transformQuery: () => {
        begun++;
        return new Promise(() => {});
      },
    });
    const reason = new Error("the user left");
    const controller = new AbortController();
    const call = postprocessor.postprocessNodes([wrapper("a 1")], "query", { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(begun).toBe(1);
    const late = postprocessor.postprocessNodes([wrapper("a 1")], "query", { signal: controller.signal });
    await expect(late).rejects.toBe(reason);
    expect(begun).toBe(1);
  });
});

test.each([undefined, 5, null])("a node whose text is %o is refused with its place", async (text) => {
  const node = new TextNode({ text: "a 1" });
  node.text = text as never;
  const call = new RerankPostprocessor({ reranker: numberReranker }).postprocessNodes([wrapper("b 1"), { node }], "q");
  await expect(call).rejects.toThrow(/^the text of items\[1\] is \w+; it must be a string$/u);
});

test.each(['{"a":1}', 5, true, [[1]]])("a node whose metadata is %o is refused with its place", async (metadata) => {
  const node = new TextNode({ text: "a 1" });
  node.metadata = metadata as never;
  const calls: unknown[] = [];
  const postprocessor = new RerankPostprocessor({
    reranker: numberReranker,
    onError: "passthrough",
    onRerankStart: (event) => calls.push(event),
  });
  const call = postprocessor.postprocessNodes([wrapper("b 1"), { node }], "q");
  await expect(call).rejects.toThrow("nodes[1].node.metadata is no object");
  expect(calls).toEqual([]);
});

test("a node without metadata or lists of hidden keys is ranked, and its copy has them", async () => {
  const node = new TextNode({ text: "a 0.5" });
  const bare = { metadata: null, excludedLlmMetadataKeys: null, excludedEmbedMetadataKeys: null };
  Object.assign(node, bare);
  const [best] = await new RerankPostprocessor({ reranker: numberReranker }).postprocessNodes([{ node }], "query");
  expect(best?.node.metadata).toEqual({ relevanceScore: 0.5 });
  expect(best?.node.excludedLlmMetadataKeys).toEqual(["relevanceScore"]);
  expect(node).toMatchObject(bare);
});

test("what comes back can be handed on any number of times", async () => {
  const node = new TextNode({ text: "a 0.5" });
  const { hash } = node;
  const postprocessor = new RerankPostprocessor({ reranker: numberReranker });
  let nodes: { node: TextNode }[] = [{ node }];
  for (let pass = 0; pass < 10_000; pass++) nodes = await postprocessor.postprocessNodes(nodes, "query");
  expect(nodes[0]?.node.hash).toBe(hash);
});

test("a copy keeps the hash that was read from it, whatever becomes of the node", async () => {
  const node = new TextNode({ text: "a 0.5" });
  const postprocessor = new RerankPostprocessor({ reranker: numberReranker });
  const [best] = await postprocessor.postprocessNodes([{ node }], "query");
  const hash = best?.node.hash;
  node.setContent("b 0.5");
  expect(best?.node).toMatchObject({ text: "a 0.5", hash });
  expect(node.hash).not.toBe(hash);
});

test("a retriever's score is kept beside a field of the user's own that is called reranked", async () => {
  const postprocessor = new RerankPostprocessor({ reranker: numberReranker });
  const own = { ...wrapper("a 0.5"), score: 0.8, reranked: false };
  expect(await postprocessor.postprocessNodes([own], "query")).toMatchObject([
    { score: 0.5, retrievalScore: 0.8, reranked: true },
  ]);
});

test("a listener that writes into the list it is told of changes nothing", async () => {
  const postprocessor = new RerankPostprocessor({
    reranker: numberReranker,
    onRerankEnd: ({ nodes }) => ((nodes as unknown[]).length = 0),
  });
  expect(await postprocessor.postprocessNodes([wrapper("a 1")], "query")).toHaveLength(1);
});

describe("metadata of the user's own under the names of the scores", () => {
  const down = defineReranker({ provider: "example", model: "down", rerank: () => Promise.reject(new Error("down")) });
  const metadata = { relevanceScore: "gold", retrievalScore: "ingested" };
  const own = (text: string): { node: TextNode } => ({ node: new TextNode({ text, metadata: { ...metadata } }) });

  test("is kept, and shown as before, where there is no score to write", async () => {
    const passing = new RerankPostprocessor({ reranker: down, onError: "passthrough" });
    const ranking = new RerankPostprocessor({ reranker: numberReranker });
    const [passed] = await passing.postprocessNodes([own("a")], "query");
    const [blank] = await ranking.postprocessNodes([own(" ")], "query");
    for (const copy of [passed, blank]) {
      expect(copy?.node.metadata).toEqual(metadata);
      expect(copy?.node.getMetadataStr(MetadataMode.LLM)).toBe("relevanceScore: gold\nretrievalScore: ingested");
    }
  });

  test("is kept where it is kept out of prompts alone, or of vectors", async () => {
    const ranking = new RerankPostprocessor({ reranker: numberReranker });
    for (const list of ["excludedLlmMetadataKeys", "excludedEmbedMetadataKeys"]) {
      const { node } = own(" ");
      Object.assign(node, { [list]: ["relevanceScore"] });
      const [blank] = await ranking.postprocessNodes([{ node }], "query");
      expect(blank?.node.metadata).toEqual(metadata);
    }
  });

  test("gives way to a score on the copy alone", async () => {
    const { node } = own("a 0.25");
    const [best] = await new RerankPostprocessor({ reranker: numberReranker }).postprocessNodes([{ node }], "query");
    expect(best?.node.metadata).toEqual({ relevanceScore: 0.25, retrievalScore: "ingested" });
    expect(node.metadata).toEqual(metadata);
  });

  test("is kept whatever comes of the call with scoreMetadata: false", async () => {
    const postprocessor = new RerankPostprocessor({ reranker: numberReranker, scoreMetadata: false });
    const [best] = await postprocessor.postprocessNodes([own("a 0.25")], "query");
    expect(best).toMatchObject({ score: 0.25, node: { metadata } });
  });
});
