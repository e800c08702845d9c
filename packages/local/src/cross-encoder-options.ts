import { checkOptions, ConfigurationError } from "@rankwire/core";

/** Which cross-encoder runs, how, and where its weights are. Every option has a default. */
export interface CrossEncoderOptions {
  /**
   * A sequence classification model in ONNX: an id on the Hugging Face Hub, or a folder, as an absolute path or one that
   * begins with `./` or `../`. A folder holds `config.json`, `tokenizer.json`, `tokenizer_config.json` and the weights
   * under `onnx/`, and nothing is downloaded for it.
   *
   * @defaultValue "onnx-community/bge-reranker-v2-m3-ONNX"
   */
  readonly model?: string | undefined;
  /**
   * Which of the model's weight files is used: `"fp32"` is `onnx/model.onnx`, `"q8"` is `onnx/model_quantized.onnx`, any
   * other is `onnx/model_<dtype>.onnx`.
   *
   * @defaultValue "q8", about a quarter of the size of "fp32"
   */
  readonly dtype?: "fp32" | "fp16" | "q8" | "int8" | "uint8" | "q4" | "q4f16" | "bnb4" | undefined;
  /**
   * What computes.
   *
   * @defaultValue "cpu"
   */
  readonly device?: "cpu" | "cuda" | "dml" | "coreml" | "webgpu" | "wasm" | "auto" | "gpu" | undefined;
  /**
   * The folder that downloaded files are kept in, and looked for first.
   *
   * @defaultValue the library's own, `.cache` in the folder that `@huggingface/transformers` is installed in
   */
  readonly cacheDir?: string | undefined;
  /**
   * The branch, tag or commit to download. A commit makes sure that the scores never change by themselves.
   *
   * @defaultValue "main"
   */
  readonly revision?: string | undefined;
  /**
   * Whether files that are on this machine neither as a folder nor in the cache may be downloaded.
   *
   * @defaultValue true
   */
  readonly allowDownload?: boolean | undefined;
  /**
   * The most tokens in a pair of query and document, special tokens included; at most what the model takes. A longer
   * document loses its end, and of a document no more than 64 characters for each of these tokens are looked at; of
   * thousands in a row without white space that the vocabulary does not know, a part. The query is never cut.
   *
   * @defaultValue 1024, which the authors of bge-reranker-v2-m3 recommend
   */
  readonly maxTokens?: number | undefined;
  /**
   * The most pairs that are computed at once. Long pairs go in smaller batches, of 4096 tokens at most, so that memory
   * and the time between two looks at the caller's signal stay bounded.
   *
   * @defaultValue 16
   */
  readonly batchSize?: number | undefined;
  /** Is told how far each of the model's files is loaded. What it throws is ignored. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/** How far one file of a model is loaded. */
export interface LoadProgress {
  /** The file's path inside the model: `"onnx/model_quantized.onnx"`. */
  readonly file: string;
  /** Bytes that are loaded so far. */
  readonly loadedBytes: number;
  /** 0 where the server does not say. */
  readonly totalBytes: number;
}

/** Every option, checked and with its default. */
export interface CrossEncoderSettings extends Pick<CrossEncoderOptions, "cacheDir" | "device" | "onProgress"> {
  readonly model: string;
  /** The last part of the model's id or path. */
  readonly name: string;
  readonly dtype: NonNullable<CrossEncoderOptions["dtype"]>;
  readonly revision: string;
  readonly allowDownload: boolean;
  readonly maxTokens: number;
  readonly batchSize: number;
}

const dtypes: readonly CrossEncoderSettings["dtype"][] = ["fp32", "fp16", "q8", "int8", "uint8", "q4", "q4f16", "bnb4"];

const optionNames: readonly (keyof CrossEncoderOptions)[] = [
  "model",
  "dtype",
  "device",
  "cacheDir",
  "revision",
  "allowDownload",
  "maxTokens",
  "batchSize",
  "onProgress",
];

/** @throws ConfigurationError that names the option. */
export function resolveOptions(options: CrossEncoderOptions): CrossEncoderSettings {
  checkOptions(options, optionNames, "crossEncoderReranker");
  const model = options.model ?? "onnx-community/bge-reranker-v2-m3-ONNX";
  const name = typeof model === "string" ? model.replace(/[/\\]+$/u, "").replace(/^.*[/\\]/u, "") : "";
  if (name.trim() === "") throw new ConfigurationError("model must be the id of a model or the path of a folder");
  if (!isFolderPath(model) && /^~|:/u.test(model)) {
    throw new ConfigurationError(
      `model is "${model}", which is neither the id of a model nor the path of a folder: a path is absolute, or begins with ./ or ../`,
    );
  }
  const { onProgress, device, cacheDir, revision, allowDownload } = options;
  checkType("onProgress", onProgress, "function");
  for (const [option, value] of Object.entries({ device, cacheDir, revision })) checkType(option, value, "string");
  checkType("allowDownload", allowDownload, "boolean");
  const { dtype = "q8" } = options;
  if (!dtypes.includes(dtype)) throw new ConfigurationError(`dtype must be one of ${dtypes.join(", ")}`);
  return {
    model,
    name,
    dtype,
    device,
    cacheDir,
    revision: revision ?? "main",
    allowDownload: allowDownload ?? true,
    maxTokens: count(options.maxTokens, "maxTokens", 1024),
    batchSize: count(options.batchSize, "batchSize", 16),
    onProgress,
  };
}

/** Whether a model is named by its folder, in the way of this system or of another. */
export function isFolderPath(model: string): boolean {
  return /^(?:\.{0,2}[/\\]|\.{1,2}$|[A-Za-z]:[/\\])/u.test(model);
}

function checkType(name: string, value: unknown, type: "boolean" | "function" | "string"): void {
  if (value !== undefined && typeof value !== type) throw new ConfigurationError(`${name} must be a ${type}`);
}

function count(value: number | undefined, name: string, fallback: number): number {
  if (value === undefined) return fallback;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ConfigurationError(
    `${name} is ${typeof value === "number" ? value : `a ${typeof value}`}; it must be a positive integer`,
  );
}
