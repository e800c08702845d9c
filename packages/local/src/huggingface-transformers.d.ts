/**
 * The part of Transformers.js that this package is written against. It weighs several hundred megabytes installed, too
 * much for the repository's default install; test/cross-encoder has the whole of it and runs this package with it.
 */
declare module "@huggingface/transformers" {
  interface Encoding {
    readonly input_ids: readonly number[];
    readonly token_type_ids?: readonly number[];
  }
  export interface PreTrainedTokenizer {
    (
      text: string,
      options: { text_pair?: string | null; add_special_tokens?: boolean; return_tensor: false },
    ): Encoding;
    readonly pad_token_id: number | undefined;
    readonly padding_side: "left" | "right";
    readonly model_max_length: number;
  }
  export class Tensor {
    constructor(type: "int64", data: BigInt64Array, dims: readonly number[]);
    readonly data: ArrayLike<number> | BigInt64Array;
    to(type: "float32"): Tensor;
  }
  export interface PreTrainedModel {
    (inputs: Readonly<Record<string, Tensor>>): Promise<unknown>;
    readonly config: { readonly max_position_embeddings?: number };
    dispose(): Promise<unknown>;
  }
  interface Loading {
    readonly cache_dir?: string;
    readonly revision?: string;
    readonly dtype?: string;
    readonly device?: string;
    readonly progress_callback?: (event: {
      readonly status: string;
      readonly file?: string;
      readonly loaded?: number;
      readonly total?: number;
    }) => void;
  }
  export const AutoTokenizer: {
    from_pretrained(source: string, options: Loading): Promise<PreTrainedTokenizer>;
  };
  export const AutoModelForSequenceClassification: {
    from_pretrained(source: string, options: Loading): Promise<PreTrainedModel>;
  };
  export const env: { logLevel: number; readonly cacheDir: string | null; readonly localModelPath: string };
}
