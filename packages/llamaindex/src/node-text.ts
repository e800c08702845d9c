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
 * Whether a node's `getContent()` is that of the framework's `TextNode`, which joins metadata and text and looks at
 * nothing else. It makes two strings of each text and reads an environment variable on each call, which for 50 nodes is
 * a fifth of a call; so such a node is read by its parts. Any other is asked itself: what it leaves out must not be sent.
 */
function joinsParts(node: LlamaIndexNode): boolean {
  const { getContent } = node as { readonly getContent: GetContent };
  const found = known.get(getContent);
  if (found !== undefined) return found;
  const owner = ownerOf(getContent, node);
  if (owner === node) return false;
  const isFirst = owner !== undefined && !("getContent" in (prototypeOf(owner) ?? {}));
  const joins = isFirst && owner.constructor.name === "TextNode" && joinsOnTrial(getContent);
  known.set(getContent, joins);
  return joins;
}

type GetContent = (this: TextParts, metadataMode: never) => string;

/** The object in a node's chain of prototypes, itself included, that a method stands on. */
function ownerOf(getContent: GetContent, node: object): object | undefined {
  for (let owner: object | null = node; owner !== null; owner = prototypeOf(owner))
    if (Object.getOwnPropertyDescriptor(owner, "getContent")?.value === getContent) return owner;
  return undefined;
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

/** The text that it is tried on is long, as the framework can be told to cut what exceeds its chunk size. */
function joinsOnTrial(getContent: GetContent): boolean {
  const text = "text ".repeat(20_000).trim();
  const parts: TextParts = { text, getMetadataStr: () => "metadata" };
  const read = new Set<PropertyKey>();
  const watched = new Proxy(parts, {
    get(target, key) {
      read.add(key);
      return Reflect.get(target, key);
    },
  });
  try {
    return getContent.call(watched, "EMBED" as never) === `metadata\n\n${text}` && read.size === 2;
  } catch {
    // It needs more of its node than these.
    return false;
  }
}
