import {
  ATTRIBUTE,
  ATTRIBUTE_TYPES,
  ELEMENT_TYPES,
  ENTRY,
  GRAPH,
  MODEL,
  OPERATION,
  OPSET,
  PORT,
  PORT_TYPE,
  SHAPE,
  SIZE,
  TENSOR,
  TENSOR_TYPE,
} from './fields.ts';
import type { Attribute, Graph, OnnxModel, Operation, Port, Tensor } from './graph.ts';
import { numbersOfBytes } from './numbers-bytes.ts';
import {
  bytesOf,
  readMessage,
  textOf,
  textsOf,
  wholeOf,
  wholesOf,
  type Message,
  type Value,
} from './wire-read.ts';

/**
 * Reads the bytes of an ONNX file.
 * @throws Error for anything that {@link encodeOnnx} would not have written.
 */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  const model = readMessage(bytes, MODEL);
  return {
    irVersion: wholeOf(model.irVersion),
    producer: textOf(model.producer),
    producerVersion: textOf(model.producerVersion),
    doc: textOf(model.doc),
    graph: decodeGraph(bytesOf(model.graph)),
    opsets: unique(
      messages(model.opset, OPSET, ({ domain, version }) => [textOf(domain), wholeOf(version)]),
    ),
    metadata: unique(
      messages(model.metadata, ENTRY, ({ key, value }) => [textOf(key), textOf(value)]),
    ),
  };
}

function decodeGraph(bytes: Uint8Array): Graph {
  const graph = readMessage(bytes, GRAPH);
  return {
    name: textOf(graph.name),
    inputs: messages(graph.input, PORT, decodePort),
    outputs: messages(graph.output, PORT, decodePort),
    operations: messages(graph.operation, OPERATION, decodeOperation),
    constants: unique(
      messages(graph.constant, TENSOR, (tensor) => [textOf(tensor.name), decodeTensor(tensor)]),
    ),
  };
}

function decodeOperation(found: Message<keyof typeof OPERATION>): Operation {
  return {
    op: textOf(found.op),
    domain: textOf(found.domain),
    inputs: textsOf(found.input),
    output: textOf(found.output),
    attributes: unique(
      messages(found.attribute, ATTRIBUTE, (attribute) => [
        textOf(attribute.name),
        decodeAttribute(attribute),
      ]),
    ),
  };
}

function decodeAttribute(found: Message<keyof typeof ATTRIBUTE>): Attribute {
  const kind = nameOf(ATTRIBUTE_TYPES, wholeOf(found.type));
  switch (kind) {
    case 'int':
      return { kind, value: wholeOf(found.int) };
    case 'ints':
      return { kind, value: wholesOf(found.ints) };
    case 'floats':
      return { kind, value: numbersOfBytes('float32', bytesOf(found.floats)) };
    case 'strings':
      return { kind, value: textsOf(found.strings) };
    case 'tensor':
      return { kind, value: decodeTensor(readMessage(bytesOf(found.tensor), TENSOR)) };
  }
}

function decodeTensor(found: Message<keyof typeof TENSOR>): Tensor {
  const type = nameOf(ELEMENT_TYPES, wholeOf(found.type));
  const shape = wholesOf(found.dims);
  const tensor: Tensor =
    type === 'string'
      ? { type, shape, data: textsOf(found.strings) }
      : { type, shape, data: numbersOfBytes(type, bytesOf(found.bytes)) };
  const size = shape.reduce((product, length) => product * length, 1);
  if (tensor.data.length !== size) throw new Error('a tensor has not the size that its shape says');
  return tensor;
}

function decodePort({ name, type, doc }: Message<keyof typeof PORT>): Port {
  const tensor = bytesOf(readMessage(bytesOf(type), PORT_TYPE).tensor);
  const { element, shape } = readMessage(tensor, TENSOR_TYPE);
  return {
    name: textOf(name),
    type: nameOf(ELEMENT_TYPES, wholeOf(element)),
    shape: messages(readMessage(bytesOf(shape), SHAPE).size, SIZE, decodeSize),
    doc: textOf(doc),
  };
}

function decodeSize({ value, name }: Message<keyof typeof SIZE>): number | string {
  return name.length > 0 ? textOf(name) : wholeOf(value);
}

function messages<Names extends string, T>(
  values: readonly Value[],
  fields: Readonly<Record<Names, number>>,
  decode: (message: Message<Names>) => T,
): T[] {
  return values.map((value) => decode(readMessage(bytesOf([value]), fields)));
}

function unique<V>(entries: ReadonlyArray<[string, V]>): Map<string, V> {
  const found = new Map(entries);
  if (found.size !== entries.length) throw new Error('a name is there twice');
  return found;
}

/** The member of an enumeration that has a value. */
function nameOf<Names extends string>(
  enumeration: Readonly<Record<Names, number>>,
  value: number,
): Names {
  const name = (Object.keys(enumeration) as Names[]).find((one) => enumeration[one] === value);
  if (name === undefined) throw new Error(`${value} is not the number of a known type`);
  return name;
}
