import type { CompiledFunction } from '../../core/run.ts';
import { isLeaf, treeDepth, type Model, type Tree } from '../../core/tree.ts';
import { ifsOf, type Branch } from '../branches.ts';
import { layoutOf, type Layout } from '../flat.ts';
import type { BodyKind } from './declarer.ts';
import { bytecodeOf, MOST_OPTIMISED } from './bytecode.ts';

/**
 * How a function walks the tree: `nested` branches that read a feature where they ask it;
 * `destructured`: nested branches on variables that hold every asked feature before the first; a
 * `table` of nodes that a loop walks, for trees that V8 would not optimise as branches; a `call` of
 * `leafAt` for each row.
 */
type Shape = CompiledFunction['shape'];

/** What is settled about a generated module before it is printed: it follows from the model alone. */
export interface Plan {
  readonly model: Model;
  readonly layout: Layout;
  /** Names of the features that the branches ask, in the order of the layout. */
  readonly asked: readonly string[];
  readonly functions: Readonly<Record<PlannedFunction['name'], PlannedFunction>>;
}

export interface PlannedFunction extends CompiledFunction {
  readonly name: 'leaf' | 'leafAt' | 'predictBatch';
}

/** Bytes of a function that has no branches. */
const INSTEAD = { table: 70, call: 50 } as const;
/** Part of the limit that is used: other versions of V8 count a little otherwise. */
const USED = 0.95;
/** Features read before the first question, for each question of a path, where that pays. */
const MOST_READS_A_QUESTION = 1.6;

export function planOf(model: Model, branch: Branch): Plan {
  const layout = layoutOf(model);
  const names = new Set(ifsOf(branch).map(({ test }) => test.feature));
  const asked = layout.features.map(({ name }) => name).filter((name) => names.has(name));
  // Reading all features first saves the bounds check of each question, and pays where a path asks
  // most of them: 3 to 5 % at 10 features and 7.5 questions. At 11 features and 5.8 questions, the
  // tree of the credit data, reading where it is asked saves 8 %.
  const few = asked.length <= MOST_READS_A_QUESTION * meanQuestions(model.tree);
  const flat = few ? (['destructured', 'nested'] as const) : (['nested', 'destructured'] as const);
  const fit = (
    name: PlannedFunction['name'],
    shapes: readonly Shape[],
    instead: keyof typeof INSTEAD,
  ): PlannedFunction => {
    const sized = shapes.map((shape) => ({
      name,
      shape,
      bytecode: bytecodeOf(branch, { name, access: accessOf(name, shape), asked, layout }),
    }));
    const fitting = sized.find(({ bytecode }) => bytecode <= USED * MOST_OPTIMISED);
    return fitting ?? { name, shape: instead, bytecode: INSTEAD[instead] };
  };
  return {
    model,
    layout,
    asked,
    functions: {
      leaf: fit('leaf', ['nested'], 'table'),
      leafAt: fit('leafAt', flat, 'table'),
      predictBatch: fit('predictBatch', flat, 'call'),
    },
  };
}

/** Questions that a row meets, over the rows the tree was grown on; its depth where it holds no weights. */
function meanQuestions(tree: Tree): number {
  const all = tree.weight[0]!;
  if (!(all > 0)) return treeDepth(tree);
  const asked = tree.weight.reduce((sum, own, node) => (isLeaf(tree, node) ? sum : sum + own), 0);
  return asked / all;
}

/** Where a test finds its values. */
function accessOf(name: PlannedFunction['name'], shape: Shape): BodyKind['access'] {
  if (name === 'leaf') return 'object';
  return shape === 'destructured' ? 'variable' : 'buffer';
}

/** Whether some function of the module walks the table. */
export function hasTable({ functions }: Plan): boolean {
  return Object.values(functions).some(({ shape }) => shape === 'table');
}
