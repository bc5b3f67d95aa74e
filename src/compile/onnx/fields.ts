import type { Attribute, ElementType } from './graph.ts';

/*
 * The numbers of the fields in `onnx.proto`, message by message, as far as they are used.
 */

export const MODEL = {
  irVersion: 1,
  producer: 2,
  producerVersion: 3,
  doc: 6,
  graph: 7,
  opset: 8,
  metadata: 14,
} as const;

export const OPSET = { domain: 1, version: 2 } as const;

export const ENTRY = { key: 1, value: 2 } as const;

export const GRAPH = { operation: 1, name: 2, constant: 5, input: 11, output: 12 } as const;

export const OPERATION = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 } as const;

export const ATTRIBUTE = {
  name: 1,
  int: 3,
  tensor: 5,
  floats: 7,
  ints: 8,
  strings: 9,
  type: 20,
} as const;

/** Numbers are kept as bytes, little-endian. */
export const TENSOR = { dims: 1, type: 2, strings: 6, name: 8, bytes: 9 } as const;

export const PORT = { name: 1, type: 2, doc: 3 } as const;

export const PORT_TYPE = { tensor: 1 } as const;

export const TENSOR_TYPE = { element: 1, shape: 2 } as const;

export const SHAPE = { size: 1 } as const;

export const SIZE = { value: 1, name: 2 } as const;

/** Values of the enumeration `AttributeType`. */
export const ATTRIBUTE_TYPES: Readonly<Record<Attribute['kind'], number>> = {
  int: 2,
  tensor: 4,
  floats: 6,
  ints: 7,
  strings: 8,
};

/** Values of the enumeration `DataType`. */
export const ELEMENT_TYPES: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int64: 7,
  string: 8,
  bool: 9,
  float64: 11,
};
