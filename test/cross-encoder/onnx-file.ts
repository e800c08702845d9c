/** One operation of a graph: `outputs[0] = operator(inputs)`. */
export interface Operation {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A constant of a graph. */
export interface Constant {
  readonly name: string;
  readonly type: "float" | "int64";
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A tensor that goes in or comes out; a dimension with a name may be of any size. */
export interface Port {
  readonly name: string;
  readonly type: "float" | "int64";
  readonly shape: readonly (number | string)[];
}

export interface Graph {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly constants: readonly Constant[];
  readonly operations: readonly Operation[];
}

const typeNumbers = { float: 1, int64: 7 };

/**
 * Writes a graph as an ONNX file of operator set 17.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */
export function onnxFile({ inputs, outputs, constants, operations }: Graph): Uint8Array {
  const graph = [
    ...operations.map((operation) => field(1, node(operation))),
    field(2, "graph"),
    ...constants.map((constant) => field(5, tensor(constant))),
    ...inputs.map((port) => field(11, valueInfo(port))),
    ...outputs.map((port) => field(12, valueInfo(port))),
  ];
  return Buffer.concat([field(1, 8), field(7, Buffer.concat(graph)), field(8, field(2, 17))]);
}

function node({ operator, inputs, output, attributes = {} }: Operation): Uint8Array {
  const written = Object.entries(attributes).map(([name, value]) =>
    field(
      5,
      Buffer.concat(
        typeof value === "number"
          ? [field(1, name), field(3, value), field(20, 2)]
          : [field(1, name), ...value.map((item) => field(8, item)), field(20, 7)],
      ),
    ),
  );
  return Buffer.concat([...inputs.map((name) => field(1, name)), field(2, output), field(4, operator), ...written]);
}

function tensor({ name, type, shape, values }: Constant): Uint8Array {
  const data = type === "float" ? new Float32Array(values) : BigInt64Array.from(values, BigInt);
  const bytes = new Uint8Array(data.buffer);
  return Buffer.concat([
    ...shape.map((size) => field(1, size)),
    field(2, typeNumbers[type]),
    field(8, name),
    field(9, bytes),
  ]);
}

function valueInfo({ name, type, shape }: Port): Uint8Array {
  const dimensions = shape.map((size) => field(1, typeof size === "number" ? field(1, size) : field(2, size)));
  const tensorType = Buffer.concat([field(1, typeNumbers[type]), field(2, Buffer.concat(dimensions))]);
  return Buffer.concat([field(1, name), field(2, field(1, tensorType))]);
}

/** A field of a protocol buffer: a whole number from 0 up as a varint, text and bytes with their length in front. */
function field(number: number, value: number | string | Uint8Array): Buffer {
  if (typeof value === "number") return Buffer.concat([varint(number * 8), varint(value)]);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
