import { type AdapterOptions, ConfigurationError, rankItems, resolveAdapterOptions } from "@rankwire/core";
import { z } from "genkit";
import { type GenkitPluginV2, genkitPluginV2, reranker as rerankerAction } from "genkit/plugin";

/** How to reach a rerank server, or a reranker that does, and what to do with its scores. */
export interface RankwirePluginOptions extends AdapterOptions {
  /**
   * What stands before the slash in the names of the rerankers: `"rankwire/bge-reranker-v2-m3"`. Another name lets one
   * application reach two servers.
   *
   * @defaultValue "rankwire"
   */
  readonly name?: string | undefined;
}

/** What `options` of `ai.rerank` takes. */
export interface RankwireCallOptions {
  /** How many documents to return: a positive integer. @defaultValue the plugin's `topN`, 5 */
  readonly topN?: number | undefined;
  /** The same as `topN`, under the name that Genkit's own options have. */
  readonly k?: number | undefined;
  /** Keeps what scores at least this much; applied before `topN`. @defaultValue the plugin's */
  readonly scoreThreshold?: number | undefined;
  /** Milliseconds for each attempt of this call. */
  readonly timeoutMs?: number | undefined;
}

const callOptions = z.object({
  topN: z.number().optional().describe("How many documents to return"),
  k: z.number().optional().describe("The same as topN"),
  scoreThreshold: z.number().optional().describe("Keeps what scores at least this much"),
  timeoutMs: z.number().optional().describe("Milliseconds for each attempt"),
});

/**
 * A Genkit plugin that serves any model of a rerank server by its name, or a given reranker by its own.
 *
 * @example
 * ```ts
 * const ai = genkit({ plugins: [rankwire()] });
 * const best = await ai.rerank({ reranker: "rankwire/bge-reranker-v2-m3", query, documents, options: { topN: 3 } });
 * ```
 * @throws ConfigurationError that names the option or the environment variable to change.
 */
export function rankwire(options: RankwirePluginOptions = {}): GenkitPluginV2 {
  const settings = resolveAdapterOptions(options, ["name"]);
  const { name = "rankwire", ...adapterOptions } = options;
  if (typeof name !== "string" || !/^[^/\s]+$/u.test(name)) {
    throw new ConfigurationError("name must be a word without a slash: it stands before the slash in rerankers' names");
  }
  const { model: ownModel } = settings.reranker;

  return genkitPluginV2({
    name,
    list: () => [{ actionType: "reranker", name: `${name}/${ownModel}` }],
    resolve: (actionType, model) => {
      const isOwn = model === ownModel;
      if (actionType !== "reranker" || (options.reranker !== undefined && !isOwn)) return undefined;
      const { reranker } = isOwn ? settings : resolveAdapterOptions({ ...adapterOptions, model });
      const action = { name: `${name}/${model}`, configSchema: callOptions, info: { label: `${model} (${name})` } };
      return rerankerAction(action, async (query, documents, call: RankwireCallOptions | undefined) => {
        const ranked = await rankItems(reranker, {
          query: query.text,
          items: documents,
          text: (document) => document.text,
          topN: call?.topN ?? call?.k ?? settings.topN,
          scoreThreshold: call?.scoreThreshold ?? settings.scoreThreshold,
          timeoutMs: call?.timeoutMs,
          onError: settings.onError,
          onEvent: settings.onEvent,
        });
        // Genkit knows no document without a score: a blank one is left out; what is passed through has 0 and a mark.
        const unscored = ranked.reranked ? undefined : { score: 0, reranked: false };
        return {
          documents: ranked.items.flatMap(({ item: { content, metadata }, relevanceScore }) => {
            const scored = relevanceScore === undefined ? unscored : { score: relevanceScore };
            return scored === undefined ? [] : [{ content, metadata: { ...withoutMark(metadata), ...scored } }];
          }),
        };
      });
    },
  });
}

/** Metadata without the mark of an earlier call that passed a document through. */
function withoutMark(metadata: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (metadata?.["reranked"] !== false) return metadata;
  const { reranked: _mark, ...rest } = metadata;
  return rest;
}
