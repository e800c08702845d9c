import {
  type AdapterOptions,
  checkCallOptions,
  ConfigurationError,
  createReranker,
  InvalidRequestError,
  pickOptions,
  rankItems,
  type Reranker,
  rerankerOptionNames,
  resolveAdapterOptions,
} from "@rankwire/core";
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
  /** Ends the call when it fires; for calls within a process, as it cannot travel as JSON. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Headers for this call, beside those of the reranker and over them. Genkit's traces hold them, as they hold all
   * options: a key belongs among the plugin's own.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Shows a form what to ask for, and lets all through: Genkit's own refusal would quote the query and the documents. */
const callOptions = z.object({
  topN: z.any().describe("How many documents to return: a positive integer"),
  k: z.any().describe("The same as topN"),
  scoreThreshold: z.any().describe("Keeps what scores at least this much"),
  timeoutMs: z.any().describe("Milliseconds for each attempt"),
  headers: z.any().describe("HTTP headers, beside those of the reranker"),
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
  const { name = "rankwire" } = options;
  if (typeof name !== "string" || !/^[^/\s]+$/u.test(name)) {
    throw new ConfigurationError("name must be a word without a slash: it stands before the slash in rerankers' names");
  }
  const { reranker: own, topN, scoreThreshold, onError, onEvent } = settings;
  const isGiven = options.reranker !== undefined;
  const rerankerOptions = pickOptions(options, rerankerOptionNames);

  const actionFor = (reranker: Reranker): ReturnType<typeof rerankerAction> => {
    const { model } = reranker;
    const action = { name: `${name}/${model}`, configSchema: callOptions, info: { label: `${model} (${name})` } };
    return rerankerAction(action, async (query, documents, options?: RankwireCallOptions) => {
      const call = options ?? {};
      checkCallOptions(call, "options", ["topN", "k", "scoreThreshold"]);
      if (call.topN !== undefined && call.k !== undefined) {
        throw new InvalidRequestError("topN and k are both given, and mean the same: pass one");
      }
      if (call.k === null) throw new InvalidRequestError("k is null; it must be a positive integer, or Infinity");
      // What is null is no absent option: JSON makes it of Infinity, which asks for the opposite of a default.
      const { k = topN, topN: count = k, scoreThreshold: least = scoreThreshold } = call;
      const ranked = await rankItems(reranker, {
        query: textOf(query),
        items: documents,
        text: textOf,
        topN: count,
        scoreThreshold: least,
        timeoutMs: call.timeoutMs,
        signal: call.signal,
        headers: call.headers,
        onError,
        onEvent,
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
  };

  return genkitPluginV2({
    name,
    init: () => [actionFor(own)],
    list: () => [{ actionType: "reranker", name: `${name}/${own.model}` }],
    resolve: (actionType, model) => {
      if (actionType !== "reranker") return undefined;
      if (model === own.model) return actionFor(own);
      return isGiven ? undefined : actionFor(createReranker({ ...rerankerOptions, model }));
    },
  });
}

/**
 * The text of a document as Genkit itself joins its parts, but with a space where a picture, say, stands between two
 * texts: the words at its sides would become one.
 */
function textOf({ content }: { readonly content: readonly { readonly text?: string | undefined }[] }): string {
  let text = "";
  let isApart = false;
  for (const part of content) {
    if (typeof part.text === "string") text += isApart && text !== "" ? ` ${part.text}` : part.text;
    isApart = typeof part.text !== "string";
  }
  return text;
}

/** Metadata without the mark of an earlier call that passed a document through. */
function withoutMark(metadata: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (metadata?.["reranked"] !== false) return metadata;
  const { reranked: _mark, ...rest } = metadata;
  return rest;
}
