import { ConfigurationError, RerankError } from "@rankwire/core";
import type { Pair } from "./encode-pairs.ts";
import type { LoadedModel } from "./load-model.ts";
import type { Tensor, Transformers } from "./transformers.ts";

/**
 * The relevance of each pair, from 0 to 1. A model with one output gives a logit, of which this is the sigmoid; a model
 * with two tells irrelevant (the first) from relevant (the second), and this is the softmax of the second.
 *
 * @throws ConfigurationError when the model has another number of outputs, or none called `logits`.
 */
export async function scoreBatch(loaded: LoadedModel, pairs: readonly Pair[]): Promise<readonly number[]> {
  const { transformers, model } = loaded;
  const width = Math.max(...pairs.map(({ tokens }) => tokens.length));
  const inputs = batchInputs(loaded, pairs, width);
  let outputs: readonly string[];
  let logits: ArrayLike<number> | undefined;
  try {
    const output = (await quietly(transformers, () => model(inputs))) as { readonly logits?: Tensor };
    outputs = Object.keys(output);
    logits = output.logits?.to("float32").data as ArrayLike<number> | undefined;
  } catch (error) {
    throw new RerankError(`The cross-encoder failed on ${pairs.length} pairs of up to ${width} tokens`, {
      cause: withoutNumbers(error),
    });
  }
  if (logits === undefined) {
    throw new ConfigurationError(`The model puts out ${outputs.join(", ")}; a cross-encoder puts out logits`);
  }
  const labels = logits.length / pairs.length;
  if (labels !== 1 && labels !== 2) {
    throw new ConfigurationError(
      `The model puts out ${labels} numbers for a pair; a cross-encoder puts out one logit, or two for irrelevant and relevant`,
    );
  }
  const values = logits;
  const logitOf = (row: number): number => {
    const last = values[row * labels + labels - 1] ?? Number.NaN;
    // The softmax of the second of two is the sigmoid of their difference.
    return labels === 1 ? last : last - (values[row * labels] ?? Number.NaN);
  };
  return pairs.map((_, row) => sigmoid(logitOf(row)));
}

/** What failed, as it was told but for its numbers: one of them may be the id of a token, and that is text. */
function withoutNumbers(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(message.replaceAll(/\d+/gu, "…"));
}

function batchInputs({ transformers, tokenizer }: LoadedModel, pairs: readonly Pair[], width: number) {
  const { pad_token_id = 0, padding_side } = tokenizer;
  const tensor = (rows: readonly (readonly number[])[], padding: number) => {
    const data = new BigInt64Array(pairs.length * width).fill(BigInt(padding));
    for (const [row, values] of rows.entries()) {
      const start = row * width + (padding_side === "left" ? width - values.length : 0);
      for (const [offset, value] of values.entries()) data[start + offset] = BigInt(value);
    }
    return new transformers.Tensor("int64", data, [pairs.length, width]);
  };
  const tokens = pairs.map((pair) => pair.tokens);
  const segments = pairs.flatMap((pair) => (pair.segments === undefined ? [] : [pair.segments]));
  return {
    input_ids: tensor(tokens, pad_token_id),
    attention_mask: tensor(
      tokens.map((values) => values.map(() => 1)),
      0,
    ),
    ...(segments.length === pairs.length ? { token_type_ids: tensor(segments, 0) } : {}),
  };
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

let quietCalls = 0;
let usualLevel = 0;

/** `LogLevel.NONE` of Transformers.js. */
const silence = 50;

/**
 * Runs a call with the library's own log off: when a model fails, it would print the token ids, which are the texts of
 * query and documents to whoever has the vocabulary.
 */
async function quietly<T>({ env }: Transformers, call: () => Promise<T>): Promise<T> {
  if (quietCalls++ === 0) {
    usualLevel = env.logLevel;
    env.logLevel = silence;
  }
  try {
    return await call();
  } finally {
    if (--quietCalls === 0) env.logLevel = usualLevel;
  }
}
