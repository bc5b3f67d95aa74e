/*
 * An ONNX model as plain data, as far as a decision tree needs one. The words are those of the ONNX
 * specification.
 */

/** What a tensor holds. */
export type ElementType = 'float32' | 'float64' | 'int64' | 'bool' | 'string';

/** Numbers of a row, and of the thresholds it is compared with. */
export type RowType = 'float32' | 'float64';

/** Row-major; booleans are 0 and 1. */
export type Tensor = NumberTensor | TextTensor;

export interface NumberTensor {
  readonly type: Exclude<ElementType, 'string'>;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface TextTensor {
  readonly type: 'string';
  readonly shape: readonly number[];
  readonly data: readonly string[];
}

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: Tensor };

/** One operation, with one output. */
export interface Operation {
  readonly op: string;
  /** Empty for the standard operations. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** An input or an output of a model. A size that is a name differs from call to call. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
  readonly doc: string;
}

export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  readonly producerVersion: string;
  readonly doc: string;
  /** Version of each domain of operations. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: Graph;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Each after those that it needs. */
  readonly operations: readonly Operation[];
  readonly constants: ReadonlyMap<string, Tensor>;
}
