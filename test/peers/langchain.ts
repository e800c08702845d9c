import { CohereRerank } from "@langchain/cohere";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { Document } from "@langchain/core/documents";
import { MixedbreadAIReranker } from "@langchain/mixedbread-ai";
import { RerankCompressor } from "@rankwire/langchain";
import { CohereClient } from "cohere-ai";
import { type Contestant, type ContestantOptions, ours, query } from "./contestant.ts";

class Passage extends Document {}

/** A compressor, called with the config that carries a signal besides the callbacks. */
interface Compressor {
  compressDocuments(documents: Document[], query: string, config?: object): Promise<unknown>;
}

function contestant(
  column: string,
  create: (options: ContestantOptions, report: (event: unknown) => void) => Compressor,
): Contestant {
  return {
    column,
    framework: "LangChain",
    document: (pageContent, owner) =>
      owner === undefined
        ? new Document({ pageContent })
        : new Passage({ pageContent, id: "guide-7", metadata: { owner } }),
    facts: (document) => {
      const { id, metadata } = document as Document;
      return { class: Object.getPrototypeOf(document), id, owner: metadata["owner"] };
    },
    create: (options) => {
      const traced: unknown[] = [];
      const reported: unknown[] = [];
      const held = create(options, (event) => reported.push(event));
      const trace = (...told: unknown[]): void => void traced.push(told);
      const handler = BaseCallbackHandler.fromMethods({
        handleChainStart: trace,
        handleChainEnd: trace,
        handleCustomEvent: trace,
        handleRetrieverStart: trace,
        handleRetrieverEnd: trace,
        handleToolStart: trace,
        handleToolEnd: trace,
      });
      return {
        held,
        rank: (documents, signal) =>
          held.compressDocuments(documents as Document[], query, { callbacks: [handler], ...(signal && { signal }) }),
        read: (output) =>
          (output as Document[]).map((document) => ({
            document,
            score: document.metadata["relevanceScore"] as number,
          })),
        traced,
        reported,
      };
    },
  };
}

export const langchain: readonly Contestant[] = [
  contestant(
    ours,
    ({ origin, vendorParameter, ...options }, onEvent) =>
      new RerankCompressor({
        provider: "cohere",
        baseURL: origin,
        onEvent,
        ...options,
        ...(vendorParameter && { extraBody: { max_tokens_per_doc: 7 } }),
      }),
  ),
  contestant("LangChain `CohereRerank`", ({ origin, apiKey, vendorParameter, ...options }) => {
    const client = new CohereClient({ token: apiKey, environment: origin });
    return new CohereRerank({
      client,
      model: "rerank-v3.5",
      ...options,
      ...(vendorParameter && { maxChunksPerDoc: 7 }),
    });
  }),
  contestant(
    "LangChain `MixedbreadAIReranker`",
    ({ origin, topN, vendorParameter, ...options }) =>
      new MixedbreadAIReranker({
        baseUrl: origin,
        topK: topN,
        ...options,
        ...(vendorParameter && { returnInput: true }),
      }),
  ),
];
