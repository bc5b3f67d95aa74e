import { describe, expect, test } from 'vitest';
import { compareBranches } from '../../../src/compile/compare.ts';
import { layoutOf } from '../../../src/compile/flat.ts';
import { answerTables } from '../../../src/compile/onnx/answers.ts';
import { buildOnnx } from '../../../src/compile/onnx/build.ts';
import { decodeOnnx } from '../../../src/compile/onnx/decode.ts';
import { encodeOnnx } from '../../../src/compile/onnx/encode.ts';
import type {
  Attribute,
  Graph,
  NumberTensor,
  OnnxModel,
  Operation,
  Tensor,
} from '../../../src/compile/onnx/graph.ts';
import { readOnnx } from '../../../src/compile/onnx/read-back.ts';
import { contentFor } from '../content-for.ts';
import { creditModel, deferring } from '../models.ts';

const model = deferring(creditModel(), [0, 4]);
const content = contentFor(model);
const sound = buildOnnx(content, content.branch, 'float64');

const EXPECTED = {
  layout: layoutOf(model),
  type: 'float64',
  answers: answerTables(content),
} as const;

/** What is found wrong in the bytes of an ONNX model, by the reader or by the comparison. */
function faultsOf(onnx: OnnxModel): string[] {
  try {
    const branch = readOnnx(decodeOnnx(encodeOnnx(onnx)), EXPECTED);
    return compareBranches(model, branch);
  } catch (error) {
    return [(error as Error).message];
  }
}

function withGraph(change: (graph: Graph) => Partial<Graph>): OnnxModel {
  return { ...sound, graph: { ...sound.graph, ...change(sound.graph) } };
}

function withOperation(output: string, change: (own: Operation) => Partial<Operation>): OnnxModel {
  return withGraph(({ operations }) => ({
    operations: operations.map((own) => (own.output === output ? { ...own, ...change(own) } : own)),
  }));
}

function withAttribute(output: string, name: string, change: (own: never) => unknown): OnnxModel {
  return withOperation(output, ({ attributes }) => {
    const { kind, value } = attributes.get(name)!;
    const changed = { kind, value: change(value as never) } as Attribute;
    return { attributes: new Map(attributes).set(name, changed) };
  });
}

function withConstant(name: string, change: (own: never) => Partial<Tensor>): OnnxModel {
  return withGraph(({ constants }) => {
    const own = constants.get(name)!;
    const changed = { ...own, ...change(own as never) } as Tensor;
    return { constants: new Map(constants).set(name, changed) };
  });
}

/** Another number in a list. */
const put =
  (at: number, value: number) =>
  (list: readonly number[]): readonly number[] =>
    list.with(at, value);
const putIn =
  (at: number, value: number) =>
  (tensor: NumberTensor): NumberTensor => ({ ...tensor, data: tensor.data.with(at, value) });

const LEAF = 'leaf_number';

/** Each is the sound model with one thing that is not as it should be. */
const FAULTY: ReadonlyArray<readonly [string, OnnxModel]> = [
  ['another threshold', withAttribute(LEAF, 'nodes_values_as_tensor', putIn(1, 80.00000000000001))],
  ['another column', withAttribute(LEAF, 'nodes_featureids', put(1, 0))],
  ['a column beyond the sets', withAttribute(LEAF, 'nodes_featureids', put(0, 9))],
  ['the other way', withAttribute(LEAF, 'nodes_truenodeids', put(3, 7))],
  ['a cycle', withAttribute(LEAF, 'nodes_truenodeids', put(3, 0))],
  ['a node of no tree', withAttribute(LEAF, 'nodes_truenodeids', put(3, 99))],
  ['missing elsewhere', withAttribute(LEAF, 'nodes_missing_value_tracks_true', put(3, 0))],
  ['a missing rule for a set', withAttribute(LEAF, 'nodes_missing_value_tracks_true', put(0, 1))],
  ['another leaf', withAttribute(LEAF, 'target_weights_as_tensor', putIn(0, 4))],
  ['a leaf without weight', withAttribute(LEAF, 'target_nodeids', put(0, 0))],
  ['a leaf of another target', withAttribute(LEAF, 'target_ids', put(0, 1))],
  ['another tree', withAttribute(LEAF, 'nodes_treeids', put(14, 1))],
  ['a node twice', withAttribute(LEAF, 'nodes_nodeids', put(14, 13))],
  [
    'lists of two lengths',
    withAttribute(LEAF, 'nodes_featureids', (list: number[]) => list.slice(1)),
  ],
  [
    'a strict comparison',
    withAttribute(LEAF, 'nodes_modes', (modes: string[]) => modes.with(1, 'BRANCH_LT')),
  ],
  [
    'an unknown mode',
    withAttribute(LEAF, 'nodes_modes', (modes: string[]) => modes.with(1, 'BRANCH_EQ')),
  ],
  ['two targets', withAttribute(LEAF, 'n_targets', () => 2)],
  [
    'an attribute more',
    withOperation(LEAF, ({ attributes }) => ({
      attributes: new Map(attributes).set('base_values', { kind: 'floats', value: [1] }),
    })),
  ],
  ['another category', withAttribute('sets', 'nodes_values_as_tensor', putIn(1, -1))],
  ['a set of another feature', withAttribute('sets', 'nodes_featureids', put(0, 1))],
  ['a set that answers otherwise', withAttribute('sets', 'target_weights_as_tensor', putIn(1, 0))],
  [
    'a set that misses the missing',
    withAttribute('sets', 'nodes_missing_value_tracks_true', put(1, 0)),
  ],
  [
    'another label',
    withConstant('label_of_leaf', ({ data }: { data: string[] }) => ({
      data: data.with(1, 'bad'),
    })),
  ],
  ['another probability', withConstant('probabilities_of_leaf', putIn(0, 0.7100000000000001))],
  [
    'another path',
    withConstant('path_of_leaf', ({ data }: { data: string[] }) => ({ data: data.toReversed() })),
  ],
  ['a leaf that does not defer', withConstant('deferred_of_leaf', putIn(0, 0))],
  ['tables of another type', withConstant('probabilities_of_leaf', () => ({ type: 'float32' }))],
  ['columns rounded to another type', withAttribute('sets_wide', 'to', () => 1)],
  ['columns one below the other', withAttribute('columns', 'axis', () => 0)],
  [
    'columns in another order',
    withOperation('columns', ({ inputs }) => ({ inputs: inputs.toReversed() })),
  ],
  ['leaves in another shape', withConstant('vector', putIn(0, 1))],
  [
    'an output of another table',
    withOperation('path', () => ({ inputs: ['label_of_leaf', 'leaf'] })),
  ],
  ['an output by another axis', withAttribute('path', 'axis', () => 1)],
  ['another operation', withOperation('path', () => ({ op: 'GatherElements' }))],
  [
    'an operation that nothing needs',
    withGraph(({ operations }) => ({
      operations: [...operations, { ...operations[0]!, output: 'more' }],
    })),
  ],
  [
    'an output more',
    withGraph(({ outputs }) => ({ outputs: [...outputs, { ...outputs[0]!, name: 'more' }] })),
  ],
  [
    'rows of another type',
    withGraph(({ inputs }) => ({ inputs: [{ ...inputs[0]!, type: 'float32' }] })),
  ],
  ['wider rows', withGraph(({ inputs }) => ({ inputs: [{ ...inputs[0]!, shape: ['N', 5] }] }))],
  [
    'an output of another type',
    withGraph(({ outputs }) => ({ outputs: outputs.map((port) => ({ ...port, type: 'string' })) })),
  ],
  [
    'an output as an input',
    withGraph(({ inputs, outputs }) => ({
      inputs: [...inputs, outputs[0]!],
      outputs: outputs.slice(1),
    })),
  ],
  ['two inputs', withGraph(({ inputs }) => ({ inputs: [...inputs, ...inputs] }))],
];

describe('the reader', () => {
  test('finds nothing wrong in what was built', () => {
    expect(faultsOf(sound)).toEqual([]);
  });

  test.each(FAULTY)('notices %s', (_, onnx) => {
    expect(faultsOf(onnx)).not.toEqual([]);
  });
});
