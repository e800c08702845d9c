import { CohereRerank } from "@llamaindex/cohere";
import { CallbackManager, Settings } from "@llamaindex/core/global";
import { type NodeWithScore, TextNode } from "@llamaindex/core/schema";
import { MixedbreadAIReranker } from "@llamaindex/mixedbread";
import { RerankPostprocessor } from "@rankwire/llamaindex";
import { type Contestant, type ContestantOptions, ours, query } from "./contestant.ts";

class Passage extends TextNode {}

interface Postprocessor {
  postprocessNodes(nodes: NodeWithScore[], query: string, options?: { signal?: AbortSignal }): Promise<unknown>;
}

/** The framework's callback manager, with a record of what it was told. */
class RecordingManager extends CallbackManager {
  readonly told: unknown[] = [];

  override dispatchEvent(...told: Parameters<CallbackManager["dispatchEvent"]>): void {
    this.told.push(told);
    super.dispatchEvent(...told);
  }
}

function contestant(
  column: string,
  create: (options: ContestantOptions, report: (event: unknown) => void) => Postprocessor,
): Contestant {
  return {
    column,
    framework: "LlamaIndex",
    document: (text, owner) => {
      const keys = owner === undefined ? [] : ["owner"];
      const node =
        owner === undefined ? new TextNode({ text }) : new Passage({ text, id_: "guide-7", metadata: { owner } });
      node.excludedEmbedMetadataKeys = keys;
      node.excludedLlmMetadataKeys = keys;
      return { node, score: 0.5 };
    },
    facts: (document) => {
      const { node } = document as NodeWithScore;
      return { class: Object.getPrototypeOf(node), id: node.id_, owner: node.metadata["owner"] };
    },
    create: (options) => {
      const manager = new RecordingManager();
      const reported: unknown[] = [];
      const held = create(options, (event) => reported.push(event));
      return {
        held,
        rank: (documents, signal) =>
          Settings.withCallbackManager(manager, () =>
            held.postprocessNodes(documents as NodeWithScore[], query, signal && { signal }),
          ),
        read: (output) => (output as NodeWithScore[]).map((document) => ({ document, score: document.score })),
        traced: manager.told,
        reported,
      };
    },
  };
}

export const llamaindex: readonly Contestant[] = [
  contestant(ours, ({ origin, vendorParameter, ...options }, onEvent) => {
    const callbackManager = (): CallbackManager => Settings.callbackManager;
    const own = vendorParameter ? { extraBody: { max_tokens_per_doc: 7 } } : {};
    return new RerankPostprocessor({
      provider: "cohere",
      baseURL: origin,
      callbackManager,
      onEvent,
      ...options,
      ...own,
    });
  }),
  contestant("LlamaIndex `CohereRerank`", ({ origin, vendorParameter, ...options }) => {
    const own = vendorParameter ? { maxChunksPerDoc: 7 } : {};
    return new CohereRerank({ baseUrl: origin, ...options, ...own });
  }),
  contestant("LlamaIndex `MixedbreadAIReranker`", ({ origin, topN, vendorParameter, ...options }) => {
    const own = vendorParameter ? { returnInput: true } : {};
    return new MixedbreadAIReranker({ baseUrl: origin, topK: topN, ...options, ...own });
  }),
];
