/**
 * The part of Transformers.js that this package is written against. The library weighs several hundred megabytes, too
 * much for the repository's default install; test/cross-encoder checks this against the library's own types.
 */
export interface Transformers {
  readonly AutoTokenizer: {
    from_pretrained(source: string, options: LoadOptions): Promise<Tokenizer>;
  };
  readonly AutoModelForSequenceClassification: {
    from_pretrained(source: string, options: LoadOptions): Promise<Model>;
  };
  readonly Tensor: new (type: "int64", data: BigInt64Array, dims: number[]) => Tensor;
  readonly env: {
    logLevel: number;
    readonly cacheDir: string | null;
    readonly localModelPath: string;
  };
}

export interface Tokenizer {
  (
    text: string,
    options: { text_pair?: string | null; add_special_tokens?: boolean; return_tensor: false },
  ): { readonly input_ids: readonly number[]; readonly token_type_ids?: readonly number[] };
  readonly pad_token_id?: number | undefined;
  readonly padding_side: string;
  readonly model_max_length: number;
}

export interface Tensor {
  readonly data: unknown;
  to(type: "float32"): Tensor;
}

export interface Model {
  (inputs: Readonly<Record<string, Tensor>>): Promise<unknown>;
  readonly config: { readonly max_position_embeddings?: number };
  dispose(): Promise<unknown>;
}

/** How a tokenizer or a model is loaded. */
export interface LoadOptions {
  cache_dir?: string;
  revision?: string;
  dtype?: "fp32" | "fp16" | "q8" | "int8" | "uint8" | "q4" | "q4f16" | "bnb4";
  device?: "cpu" | "cuda" | "dml" | "coreml" | "webgpu" | "wasm" | "auto" | "gpu";
  progress_callback?: (event: LoadEvent) => void;
  session_options?: { logSeverityLevel?: 0 | 1 | 2 | 3 | 4 };
}

export interface LoadEvent {
  readonly status: string;
  readonly file?: string;
  readonly loaded?: number;
  readonly total?: number;
}
