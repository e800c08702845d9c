import { InvalidRequestError } from "@rankwire/core";
import type { LlamaIndexNode, ScoredNode } from "./framework-types.ts";

/** @throws InvalidRequestError unless `nodes` is a list of nodes with scores; it names the position. */
export function checkNodes(nodes: readonly unknown[]): void {
  if (!Array.isArray(nodes)) throw new InvalidRequestError("nodes must be an array of { node, score }");
  const position = nodes.findIndex((wrapper) => !isScoredNode(wrapper));
  if (position !== -1) {
    throw new InvalidRequestError(
      `nodes[${position}] holds no node with a getContent() method; it must be { node, score }`,
    );
  }
}

function isScoredNode(value: unknown): value is ScoredNode {
  const node = (value as Partial<ScoredNode> | null | undefined)?.node;
  return typeof node === "object" && node !== null && typeof node.getContent === "function";
}

/**
 * What a node is scored by: its content under a metadata mode. A node without text of its own, an image for example,
 * has none: its metadata alone says too little to be ranked by.
 */
export function contentOf(node: LlamaIndexNode & { readonly text?: unknown }, metadataMode: string): string {
  if (metadataMode === "NONE") return node.getContent("NONE" as never);
  // The framework's getContent() copies a text to trim it: a node that shows its text is not asked whether it has any.
  if (typeof node.text !== "string" || node.text.trim() === "") {
    const own = node.getContent("NONE" as never);
    if (typeof own !== "string" || own.trim() === "") return own;
  }
  return node.getContent(metadataMode as never);
}
