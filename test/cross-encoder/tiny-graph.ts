import type { Constant, Graph, Operation } from "./onnx-file.ts";

/** The id of `</s>`, which ends the query. */
export const separator = 2;

/**
 * A cross-encoder small enough to be worked out by hand: it finds for each word of the query the nearest word of the
 * document, takes the mean of these similarities (0 to 1), and puts out the logit `8 × mean − 4`. The same word has
 * similarity 1, a word of the same meaning 0.7, any other 0.
 *
 * @param meanings - For each token its meaning and itself as a word; `undefined` for special tokens and letters.
 * @param labels - How many numbers it puts out: one logit, or several whose last minus first is that logit.
 */
export function tinyGraph(meanings: readonly ({ meaning: number; word: number } | undefined)[], labels = 1): Graph {
  const width = 2 * meanings.length;
  const embeddings = meanings.flatMap((entry) => {
    const row = Array.from({ length: width }, () => 0);
    if (entry !== undefined) {
      row[entry.meaning] = Math.sqrt(0.7);
      row[meanings.length + entry.word] = Math.sqrt(0.3);
    }
    return row;
  });
  const head = labels === 1 ? [1] : Array.from({ length: labels }, (_, label) => label / (labels - 1) - 0.5);
  return {
    inputs: [
      { name: "input_ids", type: "int64", shape: ["pairs", "tokens"] },
      { name: "attention_mask", type: "int64", shape: ["pairs", "tokens"] },
    ],
    outputs: [{ name: "logits", type: "float", shape: ["pairs", labels] }],
    constants: [
      { name: "embeddings", type: "float", shape: [meanings.length, width], values: embeddings },
      { name: "head", type: "float", shape: [1, labels], values: head },
      scalar("separator", "int64", separator),
      scalar("one", "int64", 1),
      scalar("half", "float", 0.5),
      scalar("start", "float", 1),
      scalar("scale", "float", 8),
      scalar("shift", "float", 4),
      { name: "axis1", type: "int64", shape: [1], values: [1] },
    ],
    operations: [
      // The query ends at the first separator; padding belongs to neither text.
      operation("Equal", ["input_ids", "separator"], "isSeparator"),
      operation("Cast", ["isSeparator"], "separators", { to: 1 }),
      operation("CumSum", ["separators", "one"], "separatorsSoFar"),
      operation("Less", ["separatorsSoFar", "half"], "isBeforeSeparator"),
      operation("Cast", ["isBeforeSeparator"], "beforeSeparator", { to: 1 }),
      operation("Cast", ["attention_mask"], "text", { to: 1 }),
      operation("Mul", ["beforeSeparator", "text"], "query"),
      operation("Sub", ["text", "query"], "document"),
      // The similarity of each token to each token.
      operation("Gather", ["embeddings", "input_ids"], "tokens"),
      operation("Transpose", ["tokens"], "tokensTransposed", { perm: [0, 2, 1] }),
      operation("MatMul", ["tokens", "tokensTransposed"], "similarities"),
      operation("Unsqueeze", ["document", "axis1"], "documentColumns"),
      operation("Mul", ["similarities", "documentColumns"], "similaritiesToDocument"),
      operation("ReduceMax", ["similaritiesToDocument"], "nearest", { axes: [2], keepdims: 0 }),
      // The mean over the query's words, `<s>` left out.
      operation("Mul", ["nearest", "query"], "nearestOfQuery"),
      operation("ReduceSum", ["nearestOfQuery", "axis1"], "sum", { keepdims: 1 }),
      operation("ReduceSum", ["query", "axis1"], "queryTokens", { keepdims: 1 }),
      operation("Sub", ["queryTokens", "start"], "words"),
      operation("Div", ["sum", "words"], "mean"),
      operation("Mul", ["mean", "scale"], "scaled"),
      operation("Sub", ["scaled", "shift"], "logit"),
      operation("MatMul", ["logit", "head"], "logits"),
    ],
  };
}

function scalar(name: string, type: Constant["type"], value: number): Constant {
  return { name, type, shape: [], values: [value] };
}

function operation(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Operation["attributes"] = {},
): Operation {
  return { operator, inputs, output, attributes };
}
