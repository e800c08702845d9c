import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onnxFile } from "./onnx-file.ts";
import { tinyGraph } from "./tiny-graph.ts";

/** Words of the same meaning stand in one row. */
const meanings = [
  ["leave", "holiday", "vacation"],
  ["parental", "maternity", "paternity"],
  ["pay", "salary", "wage"],
  ["invoice", "bill"],
  ["printer", "scanner"],
  ["paper"],
  ["the", "a", "an"],
  ["is", "are"],
  ["how"],
  ["long"],
];

const special = ["<s>", "<pad>", "</s>", "<unk>"];
const words = meanings.flatMap((row, meaning) => row.map((text) => ({ text, meaning })));
/** Words that are not in the vocabulary are spelled, one token for each letter. */
const letters = Array.from("▁abcdefghijklmnopqrstuvwxyz");

/** What a tiny model may differ in. */
export interface TinyModelOptions {
  /** How many numbers it puts out for a pair. @defaultValue 1 */
  readonly labels?: number;
  /** The weights' file under `onnx/`; `undefined` leaves it out. @defaultValue "model_quantized.onnx" */
  readonly weights?: string | undefined;
  /** The most tokens that its tokenizer says it takes. @defaultValue 8192 */
  readonly maxTokens?: number;
  /** The side that shorter pairs are padded on. @defaultValue "right" */
  readonly paddingSide?: "left" | "right";
  /** How many tokens it has embeddings for; it fails on a pair with another. @defaultValue all */
  readonly embeddings?: number;
}

/** The files of a tiny cross-encoder, laid out as an export of `bge-reranker-v2-m3` is: by path, their contents. */
export function tinyModelFiles(options: TinyModelOptions = {}): Map<string, Uint8Array> {
  const { labels = 1, maxTokens = 8192, paddingSide = "right" } = options;
  const weights = "weights" in options ? options.weights : "model_quantized.onnx";
  const tokens = [
    ...special.map(() => undefined),
    ...words.map(({ meaning }, word) => ({ meaning, word })),
    ...letters.map(() => undefined),
  ].slice(0, options.embeddings);
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const files = new Map([
    ["config.json", json(config(labels))],
    ["tokenizer.json", json(tokenizer())],
    ["tokenizer_config.json", json(tokenizerConfig(maxTokens, paddingSide))],
  ]);
  if (weights !== undefined) files.set(`onnx/${weights}`, onnxFile(tinyGraph(tokens, labels)));
  return files;
}

/** Writes a tiny cross-encoder into a folder, and returns the folder. */
export function writeTinyModel(folder: string, options?: TinyModelOptions): string {
  mkdirSync(join(folder, "onnx"), { recursive: true });
  for (const [path, bytes] of tinyModelFiles(options)) writeFileSync(join(folder, path), bytes);
  return folder;
}

function config(labels: number): unknown {
  return {
    architectures: ["XLMRobertaForSequenceClassification"],
    model_type: "xlm-roberta",
    pad_token_id: 1,
    max_position_embeddings: 8194,
    id2label: Object.fromEntries(Array.from({ length: labels }, (_, label) => [label, `LABEL_${label}`])),
  };
}

function tokenizerConfig(maxTokens: number, paddingSide: string): unknown {
  return {
    tokenizer_class: "XLMRobertaTokenizer",
    model_max_length: maxTokens,
    padding_side: paddingSide,
    bos_token: "<s>",
    cls_token: "<s>",
    eos_token: "</s>",
    sep_token: "</s>",
    pad_token: "<pad>",
    unk_token: "<unk>",
  };
}

function tokenizer(): unknown {
  const metaspace = { type: "Metaspace", replacement: "▁", add_prefix_space: true, prepend_scheme: "always" };
  const text = (id: string) => ({ Sequence: { id, type_id: 0 } });
  const token = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({ id, content, ...flags })),
    normalizer: { type: "Lowercase" },
    pre_tokenizer: metaspace,
    post_processor: {
      type: "TemplateProcessing",
      single: [token("<s>"), text("A"), token("</s>")],
      pair: [token("<s>"), text("A"), token("</s>"), token("</s>"), text("B"), token("</s>")],
      special_tokens: Object.fromEntries(
        ["<s>", "</s>"].map((id) => [id, { id, ids: [special.indexOf(id)], tokens: [id] }]),
      ),
    },
    decoder: metaspace,
    model: {
      type: "Unigram",
      unk_id: 3,
      vocab: [
        ...special.map((content) => [content, 0]),
        ...words.map(({ text }) => [`▁${text}`, -3]),
        ...letters.map((letter) => [letter, -6]),
      ],
    },
  };
}
