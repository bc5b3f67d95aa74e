import { compareData } from '../compare.ts';
import type { Branch } from '../branches.ts';
import type { Layout } from '../flat.ts';
import type { Data } from '../script/print-data.ts';
import type { AnswerTable } from './answers.ts';
import { LEAF } from './build.ts';
import type { EnsembleTree } from './ensemble.ts';
import { ELEMENT_TYPES } from './fields.ts';
import type { Graph, OnnxModel, Operation, Port, RowType, Tensor } from './graph.ts';
import { attributeOf, readEnsemble } from './read-ensemble.ts';
import { readSet } from './sets.ts';

/**
 * The branches that a model stands for: its outputs are followed back to the row.
 * @throws Error where the graph is anything else than look-ups by the leaf of one tree, and where a
 * table is not what the leaves answer.
 */
export function readOnnx({ graph }: OnnxModel, { layout, type, answers }: Expected): Branch {
  checkPorts(graph, { layout, type, answers });
  const source: Source = { graph, used: new Set() };
  for (const { port, tensor } of answers) compareTable(source, port.name, tensor);
  const branch = readLeaf(source, layout, type);
  if (source.used.size !== graph.operations.length) throw new Error('an operation is not used');
  return branch;
}

/** What a model is read for. */
interface Expected {
  readonly layout: Layout;
  readonly type: RowType;
  readonly answers: readonly AnswerTable[];
}

function checkPorts({ inputs, outputs }: Graph, { layout, type, answers }: Expected): void {
  const row = { name: 'row', type, shape: ['N', layout.features.length] };
  const expected = [row, ...answers.map(({ port }) => port), LEAF];
  const faults = compareData(
    expected.map(portData),
    [...inputs, ...outputs].map(portData),
    'ports',
  );
  if (faults.length > 0 || inputs.length !== 1) {
    throw new Error(`inputs or outputs differ: ${faults.join('; ')}`);
  }
}

function portData({ name, type, shape }: Omit<Port, 'doc'>): Data {
  return { name, type, shape };
}

interface Source {
  readonly graph: Graph;
  /** Operations that were followed. */
  readonly used: Set<Operation>;
}

/** The operation that makes a value. */
function made(source: Source, output: string, op: string, inputs: number): Operation {
  const [operation, ...others] = source.graph.operations.filter((one) => one.output === output);
  const domain = op === 'TreeEnsembleRegressor' ? 'ai.onnx.ml' : '';
  const asExpected =
    operation?.op === op && operation.domain === domain && operation.inputs.length === inputs;
  if (!asExpected || others.length > 0) {
    throw new Error(`${output} is not made by one ${op}`);
  }
  source.used.add(operation);
  return operation;
}

/** An output has to be a table, looked up by the leaf. */
function compareTable(source: Source, output: string, expected: Tensor): void {
  const gather = made(source, output, 'Gather', 2);
  const [table, leaf] = gather.inputs;
  if (leaf !== 'leaf' || attributeOf(gather.attributes, 'axis', 'int').value !== 0) {
    throw new Error(`${output} is not looked up by the leaf`);
  }
  const faults = compareData({ ...expected }, { ...source.graph.constants.get(table!) }, output);
  if (faults.length > 0) throw new Error(`the tables differ: ${faults.join('; ')}`);
}

/** The leaf has to be the answer of one tree as a whole number. */
function readLeaf(source: Source, layout: Layout, type: RowType): Branch {
  const reshape = made(source, 'leaf', 'Reshape', 2);
  const faults = compareData(
    { type: 'int64', shape: [1], data: [-1] },
    { ...source.graph.constants.get(reshape.inputs[1]!) },
    'the shape of leaf',
  );
  if (faults.length > 0) throw new Error(faults.join('; '));
  const number = castOf(source, reshape.inputs[0]!, ELEMENT_TYPES.int64);
  const ensemble = made(source, number, 'TreeEnsembleRegressor', 1);
  const [tree, ...others] = readEnsemble(ensemble);
  if (tree === undefined || others.length > 0) throw new Error('the leaf is not of one tree');
  const sets = readSets(source, ensemble.inputs[0]!, type);
  return branchOf(tree, layout, sets);
}

/** The trees of the columns that stand beside the row; none where the tree asks the row itself. */
function readSets(source: Source, columns: string, type: RowType): EnsembleTree[] {
  if (columns === 'row') return [];
  const concat = made(source, columns, 'Concat', 2);
  const [row, sets] = concat.inputs;
  if (row !== 'row' || attributeOf(concat.attributes, 'axis', 'int').value !== 1) {
    throw new Error('the columns do not begin with the row');
  }
  const answers = type === 'float32' ? sets! : castOf(source, sets!, ELEMENT_TYPES.float64);
  const ensemble = made(source, answers, 'TreeEnsembleRegressor', 1);
  if (ensemble.inputs[0] !== 'row') throw new Error('the sets do not ask the row');
  return readEnsemble(ensemble);
}

/** What is cast to a type. */
function castOf(source: Source, output: string, type: number): string {
  const cast = made(source, output, 'Cast', 1);
  if (attributeOf(cast.attributes, 'to', 'int').value !== type) {
    throw new Error(`${output} is cast to another type`);
  }
  return cast.inputs[0]!;
}

function branchOf(tree: EnsembleTree, layout: Layout, sets: readonly EnsembleTree[]): Branch {
  if (tree.mode === 'LEAF') return { kind: 'return', leaf: tree.weight };
  if (tree.mode !== 'BRANCH_LEQ') throw new Error(`a leaf is found by ${tree.mode}`);
  const feature = layout.features[tree.column];
  const yes = branchOf(tree.yes, layout, sets);
  const no = branchOf(tree.no, layout, sets);
  if (feature !== undefined) {
    const kind = tree.missingPasses ? 'not-over' : 'at-most';
    const test = { kind, feature: feature.name, threshold: tree.value } as const;
    return { kind: 'if', test, yes, no };
  }
  const set = sets[tree.column - layout.features.length];
  if (set === undefined || tree.value !== 0 || tree.missingPasses) {
    throw new Error(`column ${tree.column} is not asked as a set`);
  }
  // A set that does not pass answers 0.
  return { kind: 'if', test: readSet(set, layout), yes: no, no: yes };
}
