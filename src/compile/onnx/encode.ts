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
import { bytesOfNumbers } from './numbers-bytes.ts';
import {
  bytesField,
  concatenated,
  messageField,
  textField,
  wholeField,
  wholesField,
} from './wire.ts';

type Fields = readonly Uint8Array[];

/** The bytes of an ONNX file. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  return concatenated([
    wholeField(MODEL.irVersion, model.irVersion),
    textField(MODEL.producer, model.producer),
    textField(MODEL.producerVersion, model.producerVersion),
    textField(MODEL.doc, model.doc),
    messageField(MODEL.graph, graphFields(model.graph)),
    ...Array.from(model.opsets, ([domain, version]) =>
      messageField(MODEL.opset, [
        textField(OPSET.domain, domain),
        wholeField(OPSET.version, version),
      ]),
    ),
    ...Array.from(model.metadata, ([key, value]) =>
      messageField(MODEL.metadata, [textField(ENTRY.key, key), textField(ENTRY.value, value)]),
    ),
  ]);
}

function graphFields({ name, inputs, outputs, operations, constants }: Graph): Fields {
  return [
    ...operations.map((operation) => messageField(GRAPH.operation, operationFields(operation))),
    textField(GRAPH.name, name),
    ...Array.from(constants, ([constant, tensor]) =>
      messageField(GRAPH.constant, [...tensorFields(tensor), textField(TENSOR.name, constant)]),
    ),
    ...inputs.map((port) => messageField(GRAPH.input, portFields(port))),
    ...outputs.map((port) => messageField(GRAPH.output, portFields(port))),
  ];
}

function operationFields({ op, domain, inputs, output, attributes }: Operation): Fields {
  return [
    ...inputs.map((input) => textField(OPERATION.input, input)),
    textField(OPERATION.output, output),
    textField(OPERATION.name, output),
    textField(OPERATION.op, op),
    ...Array.from(attributes, ([name, attribute]) =>
      messageField(OPERATION.attribute, [
        textField(ATTRIBUTE.name, name),
        ...attributeFields(attribute),
        wholeField(ATTRIBUTE.type, ATTRIBUTE_TYPES[attribute.kind]),
      ]),
    ),
    textField(OPERATION.domain, domain),
  ];
}

function attributeFields({ kind, value }: Attribute): Fields {
  switch (kind) {
    case 'int':
      return [wholeField(ATTRIBUTE.int, value)];
    case 'ints':
      return [wholesField(ATTRIBUTE.ints, value)];
    case 'floats':
      return [bytesField(ATTRIBUTE.floats, bytesOfNumbers('float32', value))];
    case 'strings':
      return value.map((text) => textField(ATTRIBUTE.strings, text));
    case 'tensor':
      return [messageField(ATTRIBUTE.tensor, tensorFields(value))];
  }
}

function tensorFields({ type, shape, data }: Tensor): Fields {
  return [
    wholesField(TENSOR.dims, shape),
    wholeField(TENSOR.type, ELEMENT_TYPES[type]),
    ...(type === 'string'
      ? data.map((text) => textField(TENSOR.strings, text))
      : [bytesField(TENSOR.bytes, bytesOfNumbers(type, data))]),
  ];
}

function portFields({ name, type, shape, doc }: Port): Fields {
  const sizes = shape.map((size) =>
    messageField(SHAPE.size, [
      typeof size === 'string' ? textField(SIZE.name, size) : wholeField(SIZE.value, size),
    ]),
  );
  const tensor = [
    wholeField(TENSOR_TYPE.element, ELEMENT_TYPES[type]),
    messageField(TENSOR_TYPE.shape, sizes),
  ];
  return [
    textField(PORT.name, name),
    messageField(PORT.type, [messageField(PORT_TYPE.tensor, tensor)]),
    textField(PORT.doc, doc),
  ];
}
