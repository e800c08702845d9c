import { copyWith } from "@rankwire/core";
import type { LlamaIndexNode } from "./framework-types.ts";

/** The scores of a node, by the names of their metadata fields; `undefined` takes a field away. */
export interface NodeScores {
  readonly relevanceScore: number | undefined;
  readonly retrievalScore: number | undefined;
}

/**
 * A node like `node` with the scores in its metadata, where neither the language model nor the embedding reads them.
 * The retriever returns the same node again and again, so `node` itself is never written to.
 *
 * A node whose class needs `#private` fields for its text cannot be copied from outside: it comes back as it is.
 */
export function markNode<N extends LlamaIndexNode>(node: N, scores: NodeScores): N {
  const names = Object.keys(scores);
  const copy = copyWith(
    node,
    {
      metadata: copyWith(node.metadata ?? {}, { ...scores }),
      excludedLlmMetadataKeys: withNames(node.excludedLlmMetadataKeys, names),
      excludedEmbedMetadataKeys: withNames(node.excludedEmbedMetadataKeys, names),
    },
    hashOf(node),
  );
  return isReadable(copy) ? copy : node;
}

function withNames(keys: readonly string[] | undefined, names: readonly string[]): readonly string[] {
  return [...new Set([...(keys ?? []), ...names])];
}

/** The framework keeps `hash` in a `#private` field, which a copy has not: it reads that of the node until it has its own. */
function hashOf(node: LlamaIndexNode & { readonly hash?: unknown }): PropertyDescriptorMap {
  const own = Object.getOwnPropertyDescriptor(node, "hash");
  if (!("hash" in node) || (own !== undefined && "value" in own)) return {};
  let written: { readonly hash: unknown } | undefined;
  const get = (): unknown => (written ?? node).hash;
  const set = (hash: unknown): void => void (written = { hash });
  return { hash: { get, set, enumerable: false, configurable: !Object.isSealed(node) } };
}

function isReadable(node: LlamaIndexNode): boolean {
  try {
    node.getContent("LLM" as never);
    return true;
  } catch {
    return false;
  }
}
