import type { EnsembleTree } from './ensemble.ts';
import { ELEMENT_TYPES } from './fields.ts';
import type { Graph, NumberTensor, OnnxModel, Operation, Tensor } from './graph.ts';
import { attributeOf, readEnsemble } from './read-ensemble.ts';

/*
 * Runs a model by what the ONNX specification says of each operation: the obvious way, for proofs
 * where no runtime is at hand.
 */

/** One output of a model for a batch of rows; nothing that it does not need is computed. */
export function interpret({ graph }: OnnxModel, row: NumberTensor, output: string): Tensor {
  const known = new Map<string, Tensor>([...graph.constants, ['row', row]]);
  const valueOf = (name: string): Tensor => {
    const found = known.get(name) ?? run(made(graph, name), valueOf);
    known.set(name, found);
    return found;
  };
  return valueOf(output);
}

function made({ operations }: Graph, name: string): Operation {
  const operation = operations.find((one) => one.output === name);
  if (operation === undefined) throw new Error(`nothing makes ${name}`);
  return operation;
}

function run(operation: Operation, valueOf: (name: string) => Tensor): Tensor {
  const inputs = operation.inputs.map(valueOf);
  const int = (name: string): number => attributeOf(operation.attributes, name, 'int').value;
  switch (operation.op) {
    case 'TreeEnsembleRegressor':
      return predict(readEnsemble(operation), numbersOf(inputs[0]));
    case 'Cast':
      return cast(numbersOf(inputs[0]), int('to'));
    case 'Concat':
      return concat(numbersOf(inputs[0]), numbersOf(inputs[1]), int('axis'));
    case 'Reshape':
      return reshape(numbersOf(inputs[0]), numbersOf(inputs[1]));
    case 'Gather':
      return gather(inputs[0]!, numbersOf(inputs[1]), int('axis'));
    default:
      throw new Error(`the operation ${operation.op} is not known`);
  }
}

/** Answers in float32, one column a tree. */
function predict(trees: readonly EnsembleTree[], { shape, data }: NumberTensor): NumberTensor {
  const [n, width] = shape as [number, number];
  const answers = Array.from({ length: n }, (_, i) => {
    const row = data.slice(i * width, (i + 1) * width);
    return trees.map((tree) => Math.fround(weightOf(tree, row)));
  });
  return { type: 'float32', shape: [n, trees.length], data: answers.flat() };
}

function weightOf(root: EnsembleTree, row: readonly number[]): number {
  let tree = root;
  while (tree.mode !== 'LEAF') {
    const value = row[tree.column]!;
    const below = tree.mode === 'BRANCH_LT' ? value < tree.value : value <= tree.value;
    tree = (Number.isNaN(value) ? tree.missingPasses : below) ? tree.yes : tree.no;
  }
  return tree.weight;
}

function cast({ shape, data }: NumberTensor, to: number): NumberTensor {
  switch (to) {
    case ELEMENT_TYPES.float64:
      return { type: 'float64', shape, data };
    case ELEMENT_TYPES.int64:
      return { type: 'int64', shape, data: data.map(Math.trunc) };
    default:
      throw new Error(`a cast to ${to} is not known`);
  }
}

/** Matrices side by side. */
function concat(left: NumberTensor, right: NumberTensor, axis: number): NumberTensor {
  if (axis !== 1 || left.type !== right.type) throw new Error('a Concat of another kind');
  const [n, a] = left.shape as [number, number];
  const [, b] = right.shape as [number, number];
  const rows = Array.from({ length: n }, (_, i) => [
    ...left.data.slice(i * a, (i + 1) * a),
    ...right.data.slice(i * b, (i + 1) * b),
  ]);
  return { type: left.type, shape: [n, a + b], data: rows.flat() };
}

function reshape(tensor: NumberTensor, shape: NumberTensor): NumberTensor {
  if (shape.data.length !== 1 || shape.data[0] !== -1) throw new Error('a Reshape of another kind');
  return { ...tensor, shape: [tensor.data.length] };
}

/** Rows of a table by their places. */
function gather(table: Tensor, places: NumberTensor, axis: number): Tensor {
  const [n, width = 1] = table.shape;
  if (axis !== 0 || places.data.some((place) => place < 0 || place >= n!)) {
    throw new Error('a Gather of another kind, or out of bounds');
  }
  const shape = [places.data.length, ...table.shape.slice(1)];
  const rows = <T>(data: readonly T[]): T[] =>
    places.data.flatMap((place) => data.slice(place * width, (place + 1) * width));
  if (table.type === 'string') return { ...table, shape, data: rows(table.data) };
  return { ...table, shape, data: rows(table.data) };
}

function numbersOf(tensor: Tensor | undefined): NumberTensor {
  if (tensor === undefined || tensor.type === 'string') throw new Error('numbers are expected');
  return tensor;
}
