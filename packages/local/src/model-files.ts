import { ConfigurationError } from "@rankwire/core";
import { type CrossEncoderSettings, isFolderPath } from "./cross-encoder-options.ts";

/** Where the parts of a model are loaded from: an id on the hub, or a folder's absolute path. */
export interface ModelFiles {
  readonly tokenizer: string;
  readonly weights: string;
}

const tokenizerFiles = ["tokenizer.json", "tokenizer_config.json"];

/**
 * Finds a model's files. Transformers.js takes `models/bge` for an id and asks the hub for it, and it asks the hub for
 * the tokenizer's files even where `local_files_only` forbids it or `cache_dir` has them. An absolute path it never takes
 * to the hub.
 *
 * @param folders - Where models lie by their id, in the order in which they are looked at.
 * @throws ConfigurationError that says which files are missing, and how to get them.
 */
export function findModelFiles(settings: CrossEncoderSettings, folders: readonly string[]): ModelFiles {
  const { model, dtype, revision, allowDownload, cacheDir } = settings;
  const runtime = (globalThis as { process?: Partial<NodeJS.Process> }).process;
  // Where there are no files, Transformers.js goes by its own settings.
  if (runtime?.getBuiltinModule === undefined) return { tokenizer: model, weights: model };
  const { existsSync } = runtime.getBuiltinModule("node:fs");
  const path = runtime.getBuiltinModule("node:path");
  const missingIn = (folder: string, files: readonly string[]): string[] =>
    files.filter((file) => !existsSync(path.join(folder, file)));

  const weightsFile = `onnx/${weightsFileOf(dtype)}`;
  const allFiles = ["config.json", ...tokenizerFiles, weightsFile];
  const isFolder = isFolderPath(model);
  const modelInCache = revision === "main" ? model : path.join(model, revision);
  const candidates = isFolder ? [path.resolve(model)] : folders.map((folder) => path.resolve(folder, modelInCache));
  const complete = candidates.find((folder) => missingIn(folder, allFiles).length === 0);
  if (complete !== undefined && (isFolder || !allowDownload)) return { tokenizer: complete, weights: complete };

  if (isFolder || !allowDownload) {
    const folder = candidates[0] ?? model;
    const remedy = isFolder
      ? "copy them there from a model on https://huggingface.co that has them, such as onnx-community/bge-reranker-v2-m3-ONNX"
      : `leave allowDownload out once, or copy them there from https://huggingface.co/${model}`;
    throw new ConfigurationError(
      `The model "${settings.name}" is not whole: ${missingIn(folder, allFiles).join(", ")} not found in ${folder}; ${remedy}`,
    );
  }
  const cached = cacheDir === undefined ? undefined : path.resolve(cacheDir, modelInCache);
  const hasTokenizer = cached !== undefined && missingIn(cached, tokenizerFiles).length === 0;
  return { tokenizer: hasTokenizer ? cached : model, weights: model };
}

/** The name of a weights file, as exports for Transformers.js have it. */
function weightsFileOf(dtype: CrossEncoderSettings["dtype"]): string {
  if (dtype === "fp32") return "model.onnx";
  return `model_${dtype === "q8" ? "quantized" : dtype}.onnx`;
}
