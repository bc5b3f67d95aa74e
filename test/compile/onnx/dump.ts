import { decodeByDefinition, type Proto } from './protobuf.ts';

/** An ONNX file in words, as a decoder that knows nothing of our encoder reads it. */
export function dumpOnnx(file: Uint8Array): string {
  const model = decodeByDefinition(file);
  const { graph, metadataProps, ...rest } = model;
  const { node, initializer, input, output, ...frame } = graph as Proto;
  return [
    ...lines('model', rest),
    ...(metadataProps as Proto[]).flatMap(({ key, value }) => [
      `metadata ${String(key)}:`,
      JSON.stringify(JSON.parse(String(value)), null, 2),
    ]),
    ...lines('graph', frame),
    ...(input as Proto[]).map((port) => `input ${inline(port)}`),
    ...(output as Proto[]).map((port) => `output ${inline(port)}`),
    ...(initializer as Proto[]).map((tensor) => `constant ${inline(tensor)}`),
    ...(node as Proto[]).flatMap(({ attribute, ...operation }) => [
      `node ${inline(operation)}`,
      ...(attribute as Proto[]).map((entry) => `  ${inline(entry)}`),
    ]),
    '',
  ].join('\n');
}

function lines(what: string, message: Proto): string[] {
  return Object.entries(message)
    .filter(([, value]) => !isEmpty(value))
    .map(([key, value]) => `${what} ${key}: ${inline(value)}`);
}

/** On one line; bytes are text, or numbers where the tensor says so; empty lists are left out. */
function inline(value: unknown): string {
  return JSON.stringify(value, function (this: Proto, key, item: unknown) {
    const own = this[key];
    if (isEmpty(own)) return undefined;
    if (own instanceof Uint8Array) {
      return key === 'rawData'
        ? Array.from(numbersOf(own, this['dataType']), shown)
        : new TextDecoder().decode(own);
    }
    return item;
  });
}

/* Values of the enumeration `DataType`, which tensors keep as plain numbers. */
const INT64 = 7;
const BOOL = 9;
const DOUBLE = 11;

/** JSON has no infinite numbers. */
function shown(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function numbersOf(bytes: Uint8Array, type: unknown): ArrayLike<number> {
  const copy = bytes.slice().buffer;
  switch (type) {
    case DOUBLE:
      return new Float64Array(copy);
    case INT64:
      return Array.from(new BigInt64Array(copy), Number);
    case BOOL:
      return new Uint8Array(copy);
    default:
      throw new Error(`a tensor of type ${String(type)}`);
  }
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
