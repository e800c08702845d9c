import { type AdapterOptions, defineReranker } from "@rankwire/core";
import { RerankPostprocessor, type RerankPostprocessorOptions } from "@rankwire/llamaindex";
import {
  type BaseNode,
  type BaseNodePostprocessor,
  Document,
  ImageNode,
  IndexNode,
  MetadataMode,
  MetadataReplacementPostProcessor,
  NodeRelationship,
  type NodeWithScore,
  SentenceSplitter,
  TextNode,
} from "llamaindex";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { deepFreeze, snapshot } from "./support/deep-freeze.ts";

const sent: string[][] = [];
/** Scores a text with the number that it ends in. */
const reranker = defineReranker({
  provider: "test",
  model: "number-at-end",
  rerank: async ({ documents, topN }) => {
    sent.push([...documents]);
    const rows = documents.map((text, index) => ({
      index,
      relevanceScore: Number(/-?\d+(?:\.\d+)?$/u.exec(text)?.[0] ?? 0),
    }));
    return {
      results: rows.toSorted((a, b) => b.relevanceScore - a.relevanceScore).slice(0, topN),
      usage: { requests: 1 },
    };
  },
});
const failing = defineReranker({ provider: "test", model: "failing", rerank: () => Promise.reject(new Error("down")) });

const create = (options: RerankPostprocessorOptions = {}) => new RerankPostprocessor({ reranker, ...options });
const rank = <N extends BaseNode>(nodes: readonly N[], options?: RerankPostprocessorOptions) =>
  create(options).postprocessNodes(
    nodes.map((node, place) => ({ node, score: 0.9 - place / 10 })),
    "a question",
  );
const frog = (): TextNode =>
  new TextNode({
    id_: "frog",
    text: "Frogs 0.5",
    metadata: { title: "Pond life", secret: "s3cret" },
    excludedEmbedMetadataKeys: ["secret"],
    excludedLlmMetadataKeys: ["secret", "title"],
    relationships: { [NodeRelationship.SOURCE]: { nodeId: "book", metadata: {} } },
    embedding: [1, 2],
  });

test("the postprocessor and what it returns are of the framework's types", () => {
  expectTypeOf<RerankPostprocessor>().toExtend<BaseNodePostprocessor>();
  expectTypeOf(() => create().postprocessNodes([] as NodeWithScore[])).returns.resolves.toExtend<NodeWithScore[]>();
  expectTypeOf(() =>
    create().postprocessNodes([{ node: frog(), score: 1, note: "n" }]),
  ).returns.resolves.items.toExtend<{
    node: TextNode;
    note: string;
    score?: number | undefined;
    retrievalScore?: number | undefined;
  }>();
  expectTypeOf({
    metadataMode: MetadataMode.LLM,
    nodeToText: (node: TextNode) => node.text,
  }).toExtend<RerankPostprocessorOptions>();
  expectTypeOf<RerankPostprocessorOptions>().toExtend<AdapterOptions>();
});

describe("a node that comes back", () => {
  test("carries both scores on the wrapper and in its metadata", async () => {
    const [best] = await rank([frog()]);
    expect(best).toMatchObject({ score: 0.5, retrievalScore: 0.9, reranked: true });
    expect(best?.node.metadata).toEqual({
      title: "Pond life",
      secret: "s3cret",
      relevanceScore: 0.5,
      retrievalScore: 0.9,
    });
  });

  test("shows no score to the language model or the embedding", async () => {
    const node = frog();
    const [best] = await rank([node]);
    for (const mode of [MetadataMode.LLM, MetadataMode.EMBED, MetadataMode.NONE]) {
      expect(best?.node.getContent(mode)).toBe(node.getContent(mode));
    }
  });

  test("leaves the stored node as it was", async () => {
    const node = frog();
    const hash = node.hash;
    const before = snapshot(node);
    const [best] = await rank([node]);
    best?.node.setContent("changed");
    expect(snapshot(node)).toBe(before);
    expect(node.hash).toBe(hash);
    expect(node.text).toBe("Frogs 0.5");
  });

  test("is a node of its class with the same id, relationships, embedding and hash", async () => {
    const node = frog();
    const [best] = await rank([node]);
    expect(best?.node).toBeInstanceOf(TextNode);
    expect(best?.node).not.toBe(node);
    expect(best?.node).toMatchObject({ id_: "frog", type: "TEXT", sourceNode: { nodeId: "book" }, hash: node.hash });
    expect(best?.node.getEmbedding()).toBe(node.embedding);
    expect(best?.node.asRelatedNodeInfo()).toMatchObject({ nodeId: "frog", hash: node.hash });
  });

  test("can be written as JSON, cloned and changed as every node", async () => {
    const node = frog();
    const [best] = await rank([node]);
    const json = JSON.parse(JSON.stringify(best)) as unknown;
    expect(json).toMatchObject({ score: 0.5, node: { id_: "frog", text: "Frogs 0.5", type: "TEXT", hash: node.hash } });
    expect(best?.node.clone()).toMatchObject({ id_: "frog", metadata: { relevanceScore: 0.5 } });
    best?.node.setContent("changed");
    expect(best?.node.text).toBe("changed");
    expect(best?.node.hash).not.toBe(node.hash);
    expect(best?.node.hash).toBe(best?.node.generateHash());
  });

  test("is the node itself where scoreMetadata is false", async () => {
    const node = frog();
    const [best] = await rank([node], { scoreMetadata: false });
    expect(best?.node).toBe(node);
    expect(best).toMatchObject({ score: 0.5, retrievalScore: 0.9 });
    expect(node.metadata).toEqual({ title: "Pond life", secret: "s3cret" });
  });

  test("keeps the other fields of its wrapper", async () => {
    const [best] = await create().postprocessNodes([{ node: frog(), score: 0.7, source: "bm25" }], "a question");
    expect(best).toMatchObject({ source: "bm25", score: 0.5, retrievalScore: 0.7 });
  });

  test("has no retrieval score where the retriever gave none", async () => {
    const [best] = await create().postprocessNodes([{ node: frog() }], "a question");
    expect(best).not.toHaveProperty("retrievalScore");
    expect(best?.node.metadata).not.toHaveProperty("retrievalScore");
    const [again] = await create().postprocessNodes(best === undefined ? [] : [best], "a question");
    expect(again).toMatchObject({ score: 0.5 });
    expect(again).not.toHaveProperty("retrievalScore");
  });

  test("keeps the retriever's score through a second reranker", async () => {
    const [best] = await create({ scoreMetadata: false }).postprocessNodes(await rank([frog()]), "a question");
    expect(best).toMatchObject({ score: 0.5, retrievalScore: 0.9 });
    expect(sent.at(-1)).toEqual(["title: Pond life\n\nFrogs 0.5"]);
  });

  test("is frozen where it was", async () => {
    const [best] = await rank([deepFreeze(frog())]);
    expect(Object.isFrozen(best?.node.metadata)).toBe(true);
    expect(best?.node.metadata).toHaveProperty("relevanceScore", 0.5);
    expect(best?.node.hash).toBe(frog().hash);
  });

  class SealedNode extends TextNode {
    readonly #text: string;
    constructor(text: string) {
      super({ text });
      this.#text = text;
    }
    override getContent(): string {
      return this.#text;
    }
  }
  class SealedModeNode extends TextNode {
    readonly #text = "Frogs 0.5";
    override getContent(mode?: MetadataMode): string {
      return mode === MetadataMode.EMBED ? this.#text : super.getContent(mode);
    }
  }
  class SealedTextNode extends TextNode {
    readonly #text: string;
    constructor(text: string) {
      super({ text });
      this.#text = text;
      // A text that is a field of the class itself would hide the getter.
      delete (this as Partial<TextNode>).text;
    }
    // @ts-expect-error the framework declares a field
    override get text(): string {
      return this.#text;
    }
    override set text(_: string) {
      // The constructor of the framework sets it.
    }
  }

  test.each([
    ["its content", new SealedNode("Frogs 0.5")],
    ["its content in one mode", new SealedModeNode({ text: "Frogs 0.5" })],
    ["its text", new SealedTextNode("Frogs 0.5")],
  ])("is the node itself where a private field has %s", async (_, node) => {
    const [best] = await rank<TextNode>([node]);
    expect(best?.node).toBe(node);
    expect(best).toMatchObject({ score: 0.5, retrievalScore: 0.9 });
    expect(node.metadata).toEqual({});
  });

  test("is a copy where its class refuses some modes by itself", async () => {
    class ChoosyNode extends TextNode {
      override getContent(mode?: MetadataMode): string {
        if (mode === MetadataMode.ALL) throw new Error("never all");
        return super.getContent(mode);
      }
    }
    const [best] = await rank<TextNode>([new ChoosyNode({ text: "Frogs 0.5" })]);
    expect(best?.node.metadata).toHaveProperty("relevanceScore", 0.5);
  });

  test("can be changed by the postprocessor behind, which then changes no stored node", async () => {
    const node = new TextNode({ text: "Frogs 0.5", metadata: { window: "Some frogs live in trees." } });
    const ranked = await rank([node]);
    const [replaced] = await new MetadataReplacementPostProcessor("window").postprocessNodes(ranked);
    expect(replaced?.node.getContent(MetadataMode.NONE)).toBe("Some frogs live in trees.");
    expect(node.text).toBe("Frogs 0.5");
  });
});

describe("the text that a node is scored by", () => {
  test.each([
    [undefined, "title: Pond life\n\nFrogs 0.5"],
    [MetadataMode.EMBED, "title: Pond life\n\nFrogs 0.5"],
    ["LLM", "Frogs 0.5"],
    ["NONE", "Frogs 0.5"],
    ["ALL", "secret: s3cret\ntitle: Pond life\n\nFrogs 0.5"],
  ])("is the content under %s", async (metadataMode, text) => {
    await rank([frog()], { metadataMode });
    expect(sent.at(-1)).toEqual([text]);
  });

  test("is what nodeToText makes of the node", async () => {
    await rank([frog()], { nodeToText: (node: TextNode) => `${node.id_}: ${node.text}` });
    expect(sent.at(-1)).toEqual(["frog: Frogs 0.5"]);
  });

  const overriding = {
    "its getContent()": class extends TextNode {
      override getContent(metadataMode?: MetadataMode): string {
        return `${metadataMode}: ${super.getContent(metadataMode)}`;
      }
    },
    "its getContent() for some texts alone": class extends TextNode {
      override getContent(metadataMode?: MetadataMode): string {
        return super.getContent(metadataMode).replaceAll(/\d/gu, "#");
      }
    },
    "its getMetadataStr()": class extends TextNode {
      override getMetadataStr(metadataMode: MetadataMode): string {
        return `${metadataMode} of frogs`;
      }
    },
    "its text": class extends TextNode {
      readonly #stored: string;
      constructor(init: { text: string }) {
        super({});
        this.#stored = init.text;
        Object.defineProperty(this, "text", { get: () => this.#stored });
      }
    },
  };

  test.each(Object.entries(overriding))(
    "is the content under every mode where a class overrides %s",
    async (_, Kind) => {
      const node = new Kind({ text: "  Frogs 0.5 \n", metadata: { title: "Pond life" } });
      for (const metadataMode of [MetadataMode.EMBED, MetadataMode.LLM, MetadataMode.NONE, MetadataMode.ALL]) {
        await rank([node], { metadataMode });
        expect(sent.at(-1)).toEqual([node.getContent(metadataMode)]);
      }
    },
  );

  test.each([
    ["of every kind", { b: 1, a: [2, { c: 3 }], é: undefined, B: "x\ny", secret: true, no: null }, "\n"],
    ["that are blank", { a: " ", secret: 1 }, ""],
    ["under numbers", { 10: "ten", 9: "nine", secret: 0 }, " | "],
  ])("is the framework's under every mode for fields %s", async (_, metadata, metadataSeparator) => {
    const init = { text: " Frogs 0.5 ", metadata, metadataSeparator };
    const kept = { excludedEmbedMetadataKeys: ["secret", "absent"], excludedLlmMetadataKeys: ["a", "9", "secret"] };
    for (const node of [
      new TextNode({ ...init, ...kept }),
      new Document(init),
      new IndexNode({ ...init, ...kept, indexId: "i" }),
    ]) {
      for (const metadataMode of [MetadataMode.EMBED, MetadataMode.LLM, MetadataMode.NONE, MetadataMode.ALL]) {
        await rank<TextNode>([node], { metadataMode });
        expect(sent.at(-1)).toEqual([node.getContent(metadataMode)]);
      }
    }
  });

  test("is each node's own where the nodes of a list have other fields than the one before", async () => {
    const fields = [{ b: 1, a: 2 }, { a: 1, b: 2 }, { b: 1, a: 2, c: 3 }, { b: 1 }, { b: 1, c: 2 }, {}, { a: 1, b: 2 }];
    const nodes = fields.map((metadata, index) => new TextNode({ text: `Frogs ${index}`, metadata }));
    await rank(nodes);
    expect(sent.at(-1)).toEqual(nodes.map((node) => node.getContent(MetadataMode.EMBED)));
  });

  test("is the framework's where a node has lost its separator", async () => {
    const node = new TextNode({ text: "Frogs 0.5", metadata: { b: 1, a: 2 } });
    Object.assign(node, { metadataSeparator: undefined });
    await rank([node], { scoreMetadata: false });
    expect(sent.at(-1)).toEqual([node.getContent(MetadataMode.EMBED)]);
  });

  test.each(["getContent", "getMetadataStr"] as const)(
    "is not asked for by %s() of each of the framework's",
    async (name) => {
      const asked = vi.spyOn(TextNode.prototype, name);
      await rank(
        Array.from({ length: 50 }, (_, index) => new TextNode({ text: `Frogs ${index}`, metadata: { index } })),
      );
      // The framework's method is tried, once under each mode.
      expect(asked.mock.calls.length).toBeLessThanOrEqual(4);
    },
  );

  test("is what a node's own getMetadataStr() lets through", async () => {
    const node = Object.assign(frog(), { getMetadataStr: () => "of its own" });
    await rank([frog(), node]);
    expect(sent.at(-1)?.[1]).toBe("of its own\n\nFrogs 0.5");
  });

  /** A class that is none of the framework's, and makes its content as that does until it is told to hide it. */
  const ownClass = (name: string, isHidden: (node: object) => boolean) => {
    class Own {
      readonly metadata = { title: "Pond life" };
      readonly excludedLlmMetadataKeys: string[] = [];
      readonly excludedEmbedMetadataKeys: string[] = [];
      readonly metadataSeparator = "\n";
      readonly text = "Frogs 0.5";
      getMetadataStr(metadataMode: MetadataMode): string {
        return new TextNode({ metadata: this.metadata }).getMetadataStr(metadataMode);
      }
      getContent(metadataMode: MetadataMode): string {
        return isHidden(this) ? "hidden 1" : `${this.getMetadataStr(metadataMode)}\n\n${this.text}`.trim();
      }
    }
    Object.defineProperty(Own, "name", { value: name });
    return Own;
  };

  test("is asked of a class of one's own each time, whatever it did before", async () => {
    let isHidden = false;
    const Own = ownClass("OwnNode", () => isHidden);
    await rank([new Own() as unknown as TextNode], { scoreMetadata: false });
    isHidden = true;
    await rank([new Own() as unknown as TextNode], { scoreMetadata: false });
    expect(sent.at(-1)).toEqual(["hidden 1"]);
  });

  test("is asked of a class of the framework's name that looks at more than the framework's", async () => {
    const Own = ownClass(
      "TextNode",
      (node) => "isPrivate" in node || (node as { isSecret?: boolean }).isSecret === true,
    );
    await rank([Object.assign(new Own(), { isSecret: true }) as unknown as TextNode], { scoreMetadata: false });
    expect(sent.at(-1)).toEqual(["hidden 1"]);
  });

  test("is asked for once of a node that is a plain object", async () => {
    const asked: unknown[] = [];
    const node = {
      metadata: {},
      excludedLlmMetadataKeys: [],
      excludedEmbedMetadataKeys: [],
      text: "Frogs 0.5",
      getContent(metadataMode: MetadataMode) {
        asked.push([this === node, metadataMode]);
        return node.text;
      },
    };
    const [best] = await create({ scoreMetadata: false }).postprocessNodes([{ node }], "a question");
    expect(asked).toEqual([[true, "EMBED"]]);
    expect(best?.score).toBe(0.5);
  });

  test("is refused with its position where nodeToText returns no text", async () => {
    const call = rank([frog(), frog()], { nodeToText: (() => undefined) as never });
    await expect(call).rejects.toThrow(/items\[0\] is undefined/u);
  });
});

describe("nodes of every kind", () => {
  const image = () =>
    new ImageNode({
      id_: "image",
      text: "",
      image: new URL("https://frogs.test/frog.png"),
      metadata: { file: "frog.png" },
    });

  test("an image and a blank node are not sent, come last and have no score, whatever their metadata", async () => {
    const blank = new TextNode({ id_: "blank", text: " \n", metadata: { title: "Nothing" } });
    const ranked = await rank<TextNode>([image(), blank, frog()]);
    expect(sent.at(-1)).toEqual(["title: Pond life\n\nFrogs 0.5"]);
    expect(ranked.map(({ node, score, retrievalScore }) => [node.id_, score, retrievalScore])).toEqual([
      ["frog", 0.5, 0.9 - 0.2],
      ["image", undefined, 0.9],
      ["blank", undefined, 0.8],
    ]);
    expect(ranked[1]?.node).toBeInstanceOf(ImageNode);
    expect(ranked[1]?.node.metadata).toEqual({ file: "frog.png", retrievalScore: 0.9 });
  });

  test("a node whose class finds its text elsewhere is scored by that", async () => {
    class StoredNode extends TextNode {
      override getContent(): string {
        return "Frogs of the store 0.6";
      }
    }
    const [best] = await rank([new StoredNode({ text: "" })]);
    expect(sent.at(-1)).toEqual(["Frogs of the store 0.6"]);
    expect(best?.score).toBe(0.6);
  });

  test("an image with a text or a nodeToText is scored", async () => {
    await rank([new ImageNode({ text: "A frog 0.4", image: "frog.png" })]);
    expect(sent.at(-1)).toEqual(["A frog 0.4"]);
    await rank([image()], { nodeToText: ({ metadata }) => String(metadata["file"]) });
    expect(sent.at(-1)).toEqual(["frog.png"]);
  });

  test("an index node and a document keep what makes them one", async () => {
    const ranked = await rank<TextNode>([
      new IndexNode({ text: "Index 0.1", indexId: "table-7" }),
      new Document({ text: "Document 0.2" }),
    ]);
    expect(ranked.map(({ node }) => node.type)).toEqual(["DOCUMENT", "INDEX"]);
    expect(ranked[1]?.node).toBeInstanceOf(IndexNode);
    expect(ranked[1]?.node).toHaveProperty("indexId", "table-7");
  });

  test("nodes of a splitter keep their neighbours", async () => {
    const document = new Document({ id_: "book", text: "Frogs swim. ".repeat(40) });
    const nodes = new SentenceSplitter({ chunkSize: 20, chunkOverlap: 0 }).getNodesFromDocuments([document]);
    const ranked = await rank(nodes, { topN: Infinity });
    expect(ranked).toHaveLength(nodes.length);
    expect(ranked[1]?.node.sourceNode?.nodeId).toBe("book");
    expect(ranked[1]?.node.prevNode).toBe(nodes[1]?.prevNode);
  });

  test("scores of 0 and below are scores", async () => {
    const texts = ["Toads -0.5", "Newts 0", "Olms -0.25"];
    const ranked = await rank(texts.map((text) => new TextNode({ text })));
    expect(ranked.map(({ score }) => score)).toEqual([0, -0.25, -0.5]);
    expect(ranked.map(({ node }) => node.metadata["relevanceScore"])).toEqual([0, -0.25, -0.5]);
    const [zero] = await create().postprocessNodes([{ node: frog(), score: 0 }], "a question");
    expect(zero).toHaveProperty("retrievalScore", 0);
  });

  test("the same node twice is sent once and comes back twice, each with its own retrieval score", async () => {
    const node = frog();
    const ranked = await rank([node, node]);
    expect(sent.at(-1)).toHaveLength(1);
    expect(ranked.map(({ score, retrievalScore }) => [score, retrievalScore])).toEqual([
      [0.5, 0.9],
      [0.5, 0.8],
    ]);
    expect(ranked.map(({ node }) => node.metadata["retrievalScore"])).toEqual([0.9, 0.8]);
  });

  test("five thousand nodes come back ranked", async () => {
    const nodes = Array.from({ length: 5000 }, (_, place) => new TextNode({ text: `Node ${(place * 7) % 5000}` }));
    const ranked = await rank(nodes, { topN: Infinity });
    expect(ranked.map(({ score }) => score)).toEqual(Array.from({ length: 5000 }, (_, place) => 4999 - place));
  });

  test.each([
    ["no list", undefined, /nodes must be an array/u],
    ["a node without its wrapper", [frog()], /nodes\[0\] holds no node/u],
    ["a hole", [{ node: frog() }, undefined], /nodes\[1\] holds no node/u],
    ["a wrapper without a node", [{ node: frog() }, { node: undefined, score: 1 }], /nodes\[1\] holds no node/u],
  ])("%s is refused with its position", async (_, nodes, message) => {
    await expect(create().postprocessNodes(nodes as never, "a question")).rejects.toThrow(message);
  });
});

describe("when reranking fails", () => {
  const nodes = ["c", "a", "b"].map((text) => new TextNode({ text, id_: text }));

  test("passthrough keeps the retriever's order and marks it", async () => {
    const ranked = await rank(nodes, { reranker: failing, onError: "passthrough", topN: 2 });
    expect(ranked.map(({ node }) => node.id_)).toEqual(["c", "a"]);
    expect(ranked.map(({ reranked, retrievalScore }) => [reranked, retrievalScore])).toEqual([
      [false, 0.9],
      [false, 0.8],
    ]);
    for (const wrapper of ranked) expect(wrapper).not.toHaveProperty("score");
  });

  test("passthrough takes an earlier score out of the metadata", async () => {
    const earlier = await rank([frog()]);
    const [only] = await create({ reranker: failing, onError: "passthrough" }).postprocessNodes(earlier, "a question");
    expect(only?.node.metadata).not.toHaveProperty("relevanceScore");
    expect(only?.node.metadata).toHaveProperty("retrievalScore", 0.9);
  });

  test("the error is thrown by default", async () => {
    await expect(rank(nodes, { reranker: failing })).rejects.toThrow("down");
  });
});

describe("the question", () => {
  const wrappers = [{ node: frog(), score: 1 }];

  test("may be missing where there is nothing to rank", async () => {
    expect(await create().postprocessNodes([])).toEqual([]);
  });

  test("is required where there is, also under passthrough", async () => {
    const call = create({ onError: "passthrough" }).postprocessNodes(wrappers);
    await expect(call).rejects.toThrow(/the query is missing: call engine\.query\(\{ query: "…" \}\)/u);
  });

  test("is what transformQuery makes of its text and of the question as it arrived", async () => {
    const queries: string[] = [];
    const image = { type: "image_url", image_url: { url: "https://frogs.test/frog.png" } } as const;
    const postprocessor = create({
      transformQuery: async (text, query) => `${text} (${Array.isArray(query) ? query.length : 0} parts)`,
      onRerankStart: ({ query }) => queries.push(query),
    });
    await postprocessor.postprocessNodes(wrappers, [{ type: "text", text: "frogs" }, image]);
    await postprocessor.postprocessNodes(wrappers, [image]);
    expect(queries).toEqual(["frogs (2 parts)", " (1 parts)"]);
  });

  test.each([7, " ", "undefined"])("is refused where transformQuery returns %o", async (returned) => {
    const call = create({ transformQuery: (() => returned) as never }).postprocessNodes(wrappers, "frogs");
    await expect(call).rejects.toThrow(/transformQuery returned no question/u);
  });

  test("is refused for the call that asked none, also where transformQuery hands it on", async () => {
    const call = create({ transformQuery: (text) => text }).postprocessNodes(wrappers, "undefined");
    await expect(call).rejects.toThrow(/LlamaIndex makes it of engine\.query/u);
  });
});
