import { ConfigurationError, ConnectionError, type RerankError, tell } from "@rankwire/core";
import type { CrossEncoderSettings } from "./cross-encoder-options.ts";
import { findModelFiles } from "./model-files.ts";
import type { LoadEvent, Model, Tokenizer, Transformers } from "./transformers.ts";

/** A model that is ready to score. */
export interface LoadedModel {
  readonly transformers: Transformers;
  readonly tokenizer: Tokenizer;
  readonly model: Model;
}

/**
 * Loads Transformers.js, the tokenizer and the weights.
 *
 * @throws ConfigurationError when one of them is not there, with what to do about it, and ConnectionError when the
 * download broke off.
 */
export async function loadModel(settings: CrossEncoderSettings): Promise<LoadedModel> {
  const transformers = await importTransformers();
  const { AutoModelForSequenceClassification, AutoTokenizer, env } = transformers;
  const { cacheDir, dtype, device, revision } = settings;
  const folders = [cacheDir ?? env.cacheDir, env.localModelPath].filter((folder) => folder !== null);
  const files = findModelFiles(settings, folders);
  const progress_callback = progressCallback(settings.onProgress);
  const options = {
    revision,
    ...(cacheDir === undefined ? {} : { cache_dir: cacheDir }),
    ...(progress_callback === undefined ? {} : { progress_callback }),
  };
  try {
    const tokenizer = await AutoTokenizer.from_pretrained(files.tokenizer, options);
    const model = await AutoModelForSequenceClassification.from_pretrained(files.weights, {
      ...options,
      dtype,
      session_options: { logSeverityLevel: fatal },
      ...(device === undefined ? {} : { device }),
    });
    return { transformers, tokenizer, model };
  } catch (error) {
    throw loadError(error, settings);
  }
}

/** The level of ONNX Runtime's own log, which would print a token id that the model does not know. */
const fatal = 4;

async function importTransformers(): Promise<Transformers> {
  try {
    // @ts-ignore -- Not installed by default; where it is, this is no error, so it cannot be an expected one.
    return (await import("@huggingface/transformers")) as Transformers;
  } catch (error) {
    throw new ConfigurationError(
      "crossEncoderReranker() runs on @huggingface/transformers, which is not installed or does not load here: " +
        "npm install @huggingface/transformers@4",
      { cause: error },
    );
  }
}

/** The library's words for a broken connection and for the statuses of a hub that is busy or failing. */
const passingFailure =
  /^(?:fetch failed|Request timeout|Internal server|Bad gateway|Service unavailable|Gateway timeout|Error \((?:429|5))/u;

function loadError(error: unknown, { model, name, dtype }: CrossEncoderSettings): RerankError {
  const reason = reasonOf(error);
  if (passingFailure.test(reason)) {
    return new ConnectionError(`The model "${name}" could not be downloaded from the Hugging Face Hub: ${reason}`, {
      cause: error,
      isRetryable: true,
    });
  }
  return new ConfigurationError(
    `The model "${model}" could not be loaded with dtype "${dtype}": ${reason}. ` +
      "It must be a sequence classification model in ONNX with weights of that dtype, on the Hugging Face Hub or in a folder",
    isParseError(error) ? {} : { cause: error },
  );
}

function reasonOf(error: unknown): string {
  if (isParseError(error)) return "one of its JSON files is empty or no JSON";
  const message = error instanceof Error ? error.message : String(error);
  // The library runs into this one where a model has no tokenizer, and where there is no such model.
  return message.includes("tokenizer_class") ? "it has no tokenizer_config.json" : message;
}

/**
 * Its message quotes what was parsed: of an empty file, the library parses whatever else lies in the memory around it.
 * That of a regular expression quotes a pattern of the tokenizer's.
 */
function isParseError(error: unknown): boolean {
  return error instanceof SyntaxError && !/^invalid reg/iu.test(error.message);
}

function progressCallback(onProgress: CrossEncoderSettings["onProgress"]): ((event: LoadEvent) => void) | undefined {
  if (onProgress === undefined) return undefined;
  return ({ status, file, loaded = 0, total = 0 }) => {
    if (status !== "progress" || file === undefined) return;
    tell(onProgress, { file, loadedBytes: loaded, totalBytes: total });
  };
}
