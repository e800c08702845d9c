import { InvalidRequestError } from "@rankwire/core";
import type { LlamaIndexNode, ScoredNode } from "./framework-types.ts";

/**
 * Refuses what could not be ranked or marked, before a request is paid for.
 *
 * @throws InvalidRequestError unless `nodes` is a list of nodes with scores; it names the position.
 */
export function checkNodes(nodes: readonly unknown[]): asserts nodes is readonly ScoredNode[] {
  if (!Array.isArray(nodes)) throw new InvalidRequestError("nodes must be an array of { node, score }");
  for (let position = 0; position < nodes.length; position++) {
    const wrapper: unknown = nodes[position];
    if (!isScoredNode(wrapper)) {
      throw new InvalidRequestError(
        `nodes[${position}] holds no node with a getContent() method; it must be { node, score }`,
      );
    }
    const metadata: unknown = wrapper.node.metadata ?? {};
    if (typeof metadata !== "object" || Array.isArray(metadata)) {
      throw new InvalidRequestError(`nodes[${position}].node.metadata is no object`);
    }
  }
}

function isScoredNode(value: unknown): value is ScoredNode {
  const node = (value as Partial<ScoredNode> | null | undefined)?.node;
  return typeof node === "object" && node !== null && typeof node.getContent === "function";
}

/** What the nodes of a call are scored by: {@link contentOf} each of them. */
export function contentReader(metadataMode: string): (node: LlamaIndexNode) => string {
  // The framework can be told at any time to cut what exceeds its chunk size.
  const isCut = globalThis.process?.env?.["ENABLE_CHUNK_SIZE_CHECK"] === "true";
  return (node) => contentOf(node, metadataMode, isCut);
}

/**
 * A node's content under a metadata mode. A node without text of its own, an image for example, has none: its metadata
 * alone says too little to be ranked by.
 *
 * @param isCut - Whether the framework may cut it, which then makes it.
 */
function contentOf(node: LlamaIndexNode & Partial<TextParts>, metadataMode: string, isCut: boolean): string {
  const { text } = node;
  // The framework would write the word "undefined". The core refuses what is no string, with its position.
  if ("text" in node && typeof text !== "string") return text as never;
  const trimmed = typeof text === "string" ? text.trim() : "";
  if (trimmed !== "" && !isCut && isFrameworks(node, "getContent", joinsParts)) {
    const metadata = metadataOf(node as TextParts, metadataMode).trim();
    return metadata === "" ? trimmed : `${metadata}\n\n${text}`.trim();
  }
  if (metadataMode !== "NONE" && trimmed === "") {
    const own = node.getContent("NONE" as never);
    if (typeof own !== "string" || own.trim() === "") return own;
  }
  return node.getContent(metadataMode as never);
}

/** What the framework's `TextNode` makes its content of. */
interface TextParts extends LlamaIndexNode {
  readonly text: string;
  readonly metadataSeparator: string | undefined;
  getMetadataStr(metadataMode: never): string;
}

function metadataOf(node: TextParts, metadataMode: string): string {
  return isFrameworks(node, "getMetadataStr", listsFields)
    ? fieldsOf(node, metadataMode)
    : node.getMetadataStr(metadataMode as never);
}

/** Whether a node's content is made of its public parts alone. */
function readsParts(node: LlamaIndexNode): boolean {
  return isFrameworks(node, "getContent", joinsParts) && isFrameworks(node, "getMetadataStr", listsFields);
}

/** Whether the content of a copy can be read in each mode in which that of its original can. */
export function isReadable(copy: LlamaIndexNode, original: LlamaIndexNode): boolean {
  if (readsParts(copy) && partNames.every((name) => Object.hasOwn(copy, name))) return true;
  return ["NONE", "ALL", "LLM", "EMBED"].every((mode) => hasContent(copy, mode) || !hasContent(original, mode));
}

function hasContent(node: LlamaIndexNode, metadataMode: string): boolean {
  try {
    node.getContent(metadataMode as never);
    return true;
  } catch {
    return false;
  }
}

/** The parts that a class may have put a getter over a `#private` field in place of. */
const partNames = ["text", "metadataSeparator"] as const;

/** A line for each field that the mode lets through, in the order of their names. */
function fieldsOf(node: TextParts, metadataMode: string): string {
  if (metadataMode === "NONE") return "";
  // What join() puts between where it is told nothing.
  const { metadata, metadataSeparator = "," } = node;
  let excluded: readonly string[] | undefined;
  if (metadataMode === "LLM") excluded = node.excludedLlmMetadataKeys;
  if (metadataMode === "EMBED") excluded = node.excludedEmbedMetadataKeys;
  let lines: string | undefined;
  for (const name of sorted(Object.keys(metadata ?? {}))) {
    if (excluded?.includes(name)) continue;
    const line = `${name}: ${metadata[name] as string}`;
    lines = lines === undefined ? line : `${lines}${metadataSeparator}${line}`;
  }
  return lines ?? "";
}

/** The names that were sorted last: the nodes of a list mostly have the same fields. */
let unsortedNames: readonly string[] = [];
let sortedNames: readonly string[] = [];

function sorted(names: readonly string[]): readonly string[] {
  const isLast = names.length === unsortedNames.length && names.every((name, index) => name === unsortedNames[index]);
  if (!isLast) [unsortedNames, sortedNames] = [names, names.toSorted()];
  return sortedNames;
}

type Method = (this: TextParts, metadataMode: never) => string;
type MethodName = "getContent" | "getMetadataStr";

/** Whether a method was found to be the framework's: see {@link isFrameworks}. */
const known = new WeakMap<Method, boolean>();
/** The last of those that were: most lists hold nodes of one class. */
const last: Partial<Record<MethodName, Method>> = {};

/**
 * Whether a node's method is that of the framework's `TextNode` and does what is known of it. The two make several
 * strings, lists and sets of each node and read an environment variable on each call, which for 50 nodes is a quarter of
 * a call; so such a node is read by its parts. Any other is asked itself: what it leaves out must not be sent.
 */
function isFrameworks(node: LlamaIndexNode, name: MethodName, isAsKnown: (method: Method) => boolean): boolean {
  const method: Method = (node as TextParts)[name];
  if (method === last[name]) return true;
  const found = known.get(method);
  if (found !== undefined) return found;
  const owner = ownerOf(name, method, node);
  if (owner === node) return false;
  const isFirst = owner !== undefined && !(name in (prototypeOf(owner) ?? {}));
  const isOne = isFirst && owner.constructor.name === "TextNode" && isAsKnown(method);
  known.set(method, isOne);
  if (isOne) last[name] = method;
  return isOne;
}

/** The object in a node's chain of prototypes, itself included, that a method stands on. */
function ownerOf(name: MethodName, method: Method, node: object): object | undefined {
  for (let owner: object | null = node; owner !== null; owner = prototypeOf(owner))
    if (Object.getOwnPropertyDescriptor(owner, name)?.value === method) return owner;
  return undefined;
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

/** Whether a `getContent()` joins metadata and text, and looks at nothing else. */
function joinsParts(getContent: Method): boolean {
  const parts = { text: "text", getMetadataStr: () => "metadata" };
  return returnsFor(parts as unknown as TextParts, getContent, "EMBED", "metadata\n\ntext");
}

/** Whether a `getMetadataStr()` writes what {@link fieldsOf} does, and looks at nothing else. */
function listsFields(getMetadataStr: Method): boolean {
  const parts = {
    metadata: { b: 1, a: [2, { c: 3 }], é: undefined, B: "x\ny", hidden: true, silent: null },
    excludedLlmMetadataKeys: ["hidden", "b"],
    excludedEmbedMetadataKeys: ["silent"],
    metadataSeparator: " | ",
  } as unknown as TextParts;
  return ["NONE", "ALL", "LLM", "EMBED"].every((mode) =>
    returnsFor(parts, getMetadataStr, mode, fieldsOf(parts, mode)),
  );
}

/** Whether a method returns `expected` for `parts`, and reads nothing else of its node. */
function returnsFor(parts: TextParts, method: Method, metadataMode: string, expected: string): boolean {
  let readsMore = false;
  const watched = new Proxy(parts, {
    get(target, key) {
      readsMore ||= !Object.hasOwn(target, key);
      return Reflect.get(target, key);
    },
  });
  try {
    return method.call(watched, metadataMode as never) === expected && !readsMore;
  } catch {
    return false;
  }
}
