import { expect, test } from "vitest";
import type { Pair } from "./encode-pairs.ts";
import type { LoadedModel } from "./load-model.ts";
import { scoreBatch } from "./score-batch.ts";

interface Input {
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

/** A model that keeps what it is given and answers with these logits. */
function model(logits: readonly number[], paddingSide: "left" | "right" = "right") {
  const inputs: Record<string, Input>[] = [];
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: ArrayLike<number> | BigInt64Array,
      readonly dims: readonly number[],
    ) {}

    to(): Tensor {
      return this;
    }
  }
  const run = async (input: Record<string, Input>): Promise<unknown> => {
    inputs.push(input);
    return { logits: new Tensor("float32", logits, []) };
  };
  const loaded = {
    transformers: { Tensor, env: { logLevel: 30 } },
    tokenizer: { pad_token_id: 9, padding_side: paddingSide },
    model: run,
  } as unknown as LoadedModel;
  const rows = (name: string): number[][] => {
    const { data, dims } = inputs[0]?.[name] ?? { data: new BigInt64Array(), dims: [0, 0] };
    const [count = 0, width = 0] = dims;
    return Array.from({ length: count }, (_, row) => Array.from(data.slice(row * width, (row + 1) * width), Number));
  };
  return { loaded, rows, inputs };
}

const pairs: readonly Pair[] = [
  { tokens: [1, 2, 3], segments: [0, 1, 1] },
  { tokens: [4], segments: [0] },
];

test("shorter pairs are padded on the side that the tokenizer names, and the padding is masked", async () => {
  const right = model([0, 0]);
  await scoreBatch(right.loaded, pairs);
  expect(right.rows("input_ids")).toEqual([
    [1, 2, 3],
    [4, 9, 9],
  ]);
  expect(right.rows("attention_mask")).toEqual([
    [1, 1, 1],
    [1, 0, 0],
  ]);
  const left = model([0, 0], "left");
  await scoreBatch(left.loaded, pairs);
  expect(left.rows("input_ids")).toEqual([
    [1, 2, 3],
    [9, 9, 4],
  ]);
  expect(left.rows("attention_mask")).toEqual([
    [1, 1, 1],
    [0, 0, 1],
  ]);
});

test("segments go to the model where the tokenizer tells them", async () => {
  const told = model([0, 0]);
  await scoreBatch(told.loaded, pairs);
  expect(told.rows("token_type_ids")).toEqual([
    [0, 1, 1],
    [0, 0, 0],
  ]);
  const untold = model([0]);
  await scoreBatch(untold.loaded, [{ tokens: [1], segments: undefined }]);
  expect(Object.keys(untold.inputs[0] ?? {})).toEqual(["input_ids", "attention_mask"]);
});

test("one logit gives its sigmoid, two give the softmax of the second", async () => {
  const expected = [0.5, 1 / (1 + Math.exp(-2))];
  expect(await scoreBatch(model([0, 2]).loaded, pairs)).toEqual(expected);
  expect(await scoreBatch(model([3, 3, -1, 1]).loaded, pairs)).toEqual(expected);
});

test("a failing model is told without its numbers, and the library's log is off during the call alone", async () => {
  const { loaded } = model([0, 0]);
  let during = 0;
  const failing = {
    ...loaded,
    model: async () => {
      during = loaded.transformers.env.logLevel;
      throw new Error("Gather node: indices out of bounds, idx=23 must be within [-6,5]");
    },
  } as unknown as LoadedModel;
  const calls = [scoreBatch(failing, pairs), scoreBatch(failing, pairs)];
  for (const call of calls)
    await expect(call).rejects.toMatchObject({
      message: "The cross-encoder failed on 2 pairs of up to 3 tokens",
      cause: new Error("Gather node: indices out of bounds, idx=… must be within [-…,…]"),
    });
  expect(during).toBe(50);
  expect(loaded.transformers.env.logLevel).toBe(30);
});

test("a model without logits is refused, with the outputs that it has", async () => {
  const { loaded } = model([0, 0]);
  const other = { ...loaded, model: async () => ({ scores: [1], hidden_states: [2] }) } as unknown as LoadedModel;
  await expect(scoreBatch(other, pairs)).rejects.toThrow(
    /^The model puts out scores, hidden_states; a cross-encoder puts out logits$/u,
  );
});
