import { createCohere } from "@ai-sdk/cohere";
import { createRankwire } from "@rankwire/ai-sdk";
import { rerank, type RerankingModel } from "ai";
import { type Contestant, type ContestantOptions, ours, query } from "./contestant.ts";

globalThis.AI_SDK_LOG_WARNINGS = false;

type Documents = (string | { text: string })[];
type Output = Awaited<ReturnType<typeof rerank<string | { text: string }>>>;

interface Parts {
  readonly model: RerankingModel;
  readonly providerOptions: Record<string, Record<string, string[] | number>>;
}

function contestant(
  column: string,
  create: (options: ContestantOptions, documents: Documents, report: (event: unknown) => void) => Parts,
): Contestant {
  return {
    column,
    framework: "AI SDK",
    document: (text, owner) => (owner === undefined ? text : { id: "guide-7", text, owner }),
    facts: (document) => ({ class: Object.getPrototypeOf(document), ...(document as { id: string; owner: string }) }),
    create: (options) => {
      const traced: unknown[] = [];
      const reported: unknown[] = [];
      const report = (event: unknown): void => void reported.push(event);
      return {
        held: create(options, [], report).model,
        rank: async (values, signal) => {
          const documents = values as Documents;
          const call = create(options, documents, report);
          const onEnd = (event: unknown): void => void traced.push(event);
          return rerank({
            ...call,
            query,
            documents,
            topN: options.topN,
            onEnd,
            ...(signal && { abortSignal: signal }),
          });
        },
        read: (output) => (output as Output).ranking.map(({ document, score }) => ({ document, score })),
        traced,
        reported,
      };
    },
  };
}

export const aiSdk: readonly Contestant[] = [
  contestant(ours, ({ origin, apiKey, scoreThreshold, vendorParameter }, documents, onEvent) => ({
    model: createRankwire({
      provider: "cohere",
      baseURL: origin,
      apiKey,
      onEvent,
      ...(vendorParameter && { extraBody: { max_tokens_per_doc: 7 } }),
    }).rerankingModel(),
    providerOptions: {
      rankwire: {
        ...(scoreThreshold !== undefined && { scoreThreshold }),
        ...(documents.some((document) => typeof document === "object") && { rankFields: ["text"] }),
      },
    },
  })),
  contestant("AI SDK `cohere`", ({ origin, apiKey, scoreThreshold, vendorParameter }, documents) => ({
    model: createCohere({ baseURL: `${origin}/v2`, apiKey }).reranking("rerank-v3.5"),
    providerOptions: {
      cohere: {
        ...(scoreThreshold !== undefined && { scoreThreshold }),
        ...(documents.some((document) => typeof document === "object") && { rankFields: ["text"] }),
        ...(vendorParameter && { maxTokensPerDoc: 7 }),
      },
    },
  })),
];
