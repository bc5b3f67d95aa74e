import type { Branch } from '../branches.ts';
import type { Content } from '../content.ts';
import { layoutOf, type Layout } from '../flat.ts';
import { answerTables, type AnswerTable } from './answers.ts';
import { metadataText, modelDoc, rowDoc } from './describe.ts';
import { ensembleAttributes, type EnsembleTree } from './ensemble.ts';
import { ELEMENT_TYPES } from './fields.ts';
import type { Attribute, Graph, OnnxModel, Operation, Port, RowType } from './graph.ts';
import { treesOf } from './trees.ts';

/** What old runtimes can load: `*_as_tensor`, for doubles, came with version 3. */
const OPSETS: ReadonlyArray<[string, number]> = [
  ['', 13],
  ['ai.onnx.ml', 3],
];
const IR_VERSION = 8;

/**
 * The model that answers for the leaves of `branch`:
 *
 * ```
 * row ── TreeEnsembleRegressor: which tests of categories pass ── Concat ── TreeEnsembleRegressor
 *    └────────────────────────────────────────────────────────────┘              │
 *                                      path, label, probabilities ── Gather ── leaf
 * ```
 */
export function buildOnnx(content: Content, branch: Branch, type: RowType): OnnxModel {
  const { model, meta } = content;
  const layout = layoutOf(model);
  return {
    irVersion: IR_VERSION,
    producer: 'espalier',
    producerVersion: meta.version,
    doc: modelDoc(content),
    opsets: new Map(OPSETS),
    metadata: new Map([['espalier', metadataText(content, layout)]]),
    graph: graphOf(branch, layout, type, answerTables(content)),
  };
}

function graphOf(
  branch: Branch,
  layout: Layout,
  type: RowType,
  tables: readonly AnswerTable[],
): Graph {
  const { sets, leaf } = treesOf(branch, layout);
  const columns = sets.length === 0 ? 'row' : 'columns';
  return {
    name: 'tree',
    inputs: [
      { name: 'row', type, shape: ['N', layout.features.length], doc: rowDoc(layout, type) },
    ],
    outputs: [...tables.map(({ port }) => port), LEAF],
    operations: [
      ...(sets.length === 0 ? [] : setOperations(sets, type)),
      ensemble([leaf], columns, 'leaf_number', type),
      operation('Cast', ['leaf_number'], 'leaf_matrix', [['to', INT64]]),
      operation('Reshape', ['leaf_matrix', 'vector'], 'leaf', []),
      ...tables.map(({ port, constant }) =>
        operation('Gather', [constant, 'leaf'], port.name, [['axis', 0]]),
      ),
    ],
    constants: new Map([
      ['vector', { type: 'int64', shape: [1], data: [-1] }],
      ...tables.map(({ constant, tensor }) => [constant, tensor] as const),
    ]),
  };
}

/** An ensemble answers in float32, whatever the row is made of. */
function setOperations(sets: readonly EnsembleTree[], type: RowType): Operation[] {
  const join = (of: string): Operation =>
    operation('Concat', ['row', of], 'columns', [['axis', 1]]);
  const first = ensemble(sets, 'row', 'sets', type);
  if (type === 'float32') return [first, join('sets')];
  return [first, operation('Cast', ['sets'], 'sets_wide', [['to', FLOAT64]]), join('sets_wide')];
}

const FLOAT64 = ELEMENT_TYPES.float64;
const INT64 = ELEMENT_TYPES.int64;

export const LEAF: Port = {
  name: 'leaf',
  type: 'int64',
  shape: ['N'],
  doc: 'Number of the leaf, from 0, left to right.',
};

function ensemble(
  trees: readonly EnsembleTree[],
  input: string,
  output: string,
  type: RowType,
): Operation {
  return {
    op: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    inputs: [input],
    output,
    attributes: ensembleAttributes(trees, type),
  };
}

function operation(
  op: string,
  inputs: readonly string[],
  output: string,
  numbers: ReadonlyArray<readonly [string, number]>,
): Operation {
  const attributes = new Map(
    numbers.map(([name, value]): [string, Attribute] => [name, { kind: 'int', value }]),
  );
  return { op, domain: '', inputs, output, attributes };
}
