import { copyWith, type OwnProperty } from "@rankwire/core";
import type { LlamaIndexNode } from "./framework-types.ts";
import { isReadable } from "./node-text.ts";

/** The scores of a node, by the names of their metadata fields; `undefined` takes away what an earlier call wrote. */
export interface NodeScores {
  readonly relevanceScore: number | undefined;
  readonly retrievalScore: number | undefined;
}

/**
 * A node like `node` with the scores in its metadata, where neither the language model nor the embedding reads them.
 * The retriever returns the same node again and again, so `node` itself is never written to.
 *
 * A node whose class needs `#private` fields for its text cannot be copied from outside: it comes back as it is. What
 * else needs them fails on the copy.
 */
export function markNode<N extends LlamaIndexNode>(node: N, scores: NodeScores): N {
  const marks: Record<string, unknown> = {};
  for (const name of scoreNames) if (scores[name] !== undefined || isMarked(node, name)) marks[name] = scores[name];
  const names = Object.keys(marks);
  const copy = copyWith(
    node,
    {
      metadata: copyWith(node.metadata ?? {}, marks),
      excludedLlmMetadataKeys: withNames(node.excludedLlmMetadataKeys, names),
      excludedEmbedMetadataKeys: withNames(node.excludedEmbedMetadataKeys, names),
    },
    hashOf(node),
  );
  return isReadable(copy, node) ? copy : node;
}

const scoreNames = ["relevanceScore", "retrievalScore"] as const;

/** Whether an earlier call wrote the field, which it then left out of both: any other is the user's own. */
function isMarked({ excludedLlmMetadataKeys, excludedEmbedMetadataKeys }: LlamaIndexNode, name: string): boolean {
  return [excludedLlmMetadataKeys, excludedEmbedMetadataKeys].every((keys) => keys?.includes(name));
}

function withNames(listed: readonly string[] | null | undefined, names: readonly string[]): readonly string[] {
  const keys = listed ?? [];
  return keys.length === 0 ? [...names] : [...keys, ...names.filter((name) => !keys.includes(name))];
}

/** Where a copy keeps the holder of the object that its hash is read from: hidden, and one shape for all copies. */
const hashSource = Symbol("hashSource");

interface HasHashSource {
  readonly [hashSource]: { node: { readonly hash?: unknown } };
}

/** One pair of functions for all copies: with a pair for each, V8 would give each copy a layout of its own. */
function getHash(this: HasHashSource): unknown {
  const { hash } = this[hashSource].node;
  // It stays, whatever becomes of the node; where all was frozen deeply, the node's may have been too.
  Reflect.set(this[hashSource], "node", { hash });
  return hash;
}

function setHash(this: HasHashSource, hash: unknown): void {
  this[hashSource].node = { hash };
}

/** The framework keeps `hash` in a `#private` field, which a copy has not: it reads that of the node until it has its own. */
function hashOf(node: LlamaIndexNode & { readonly hash?: unknown }): OwnProperty[] {
  if (!("hash" in node)) return [];
  const own = Object.getOwnPropertyDescriptor(node, "hash");
  if (own !== undefined && "value" in own) return [];
  const configurable = !Object.isSealed(node);
  return [
    // A copy's own source: a chain of copies would grow with each call that a node is handed on to.
    [hashSource, { value: { node: sourceOf(node) }, enumerable: false, configurable }],
    ["hash", { get: getHash, set: setHash, enumerable: false, configurable }],
  ];
}

function sourceOf(node: LlamaIndexNode & Partial<HasHashSource>): object {
  return node[hashSource]?.node ?? node;
}
