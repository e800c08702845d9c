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
export function contentOf(node: LlamaIndexNode & Partial<TextParts>, metadataMode: string): string {
  const { text } = node;
  const trimmed = typeof text === "string" ? text.trim() : "";
  if (trimmed !== "" && joinsParts(node)) {
    const metadata = (node as TextParts).getMetadataStr(metadataMode as never).trim();
    return metadata === "" ? trimmed : `${metadata}\n\n${text}`.trim();
  }
  if (metadataMode !== "NONE" && trimmed === "") {
    const own = node.getContent("NONE" as never);
    if (typeof own !== "string" || own.trim() === "") return own;
  }
  return node.getContent(metadataMode as never);
}

/** What the framework's own `getContent()` is made of. */
interface TextParts {
  readonly text: string;
  getMetadataStr(metadataMode: never): string;
}

/** Whether a `getContent()` was found to join the parts: see {@link joinsParts}. */
const known = new WeakMap<object, boolean>();

/**
 * Whether a node's `getContent()` joins metadata and text as the framework's does, and looks at nothing else. The
 * framework's makes two strings of each text and reads an environment variable on each call, which for 50 nodes is a
 * fifth of a call; so a node of its classes is read by its parts. A class that overrides it is asked itself, and so is
 * a node with a method of its own.
 *
 * The text that it is tried on is long, as the framework can be told to cut what exceeds its chunk size.
 */
function joinsParts(node: LlamaIndexNode): boolean {
  const { getContent } = node as { readonly getContent: (this: TextParts, metadataMode: never) => string };
  const found = known.get(getContent);
  if (found !== undefined) return found;
  if (Object.hasOwn(node, "getContent")) return false;
  const text = "text ".repeat(20_000).trim();
  const parts: TextParts = { text, getMetadataStr: () => "metadata" };
  const read = new Set<PropertyKey>();
  const watched = new Proxy(parts, {
    get(target, key) {
      read.add(key);
      return Reflect.get(target, key);
    },
  });
  let joins = false;
  try {
    joins = getContent.call(watched, "EMBED" as never) === `metadata\n\n${text}` && read.size === 2;
  } catch {
    // It needs more of its node than these.
  }
  known.set(getContent, joins);
  return joins;
}
