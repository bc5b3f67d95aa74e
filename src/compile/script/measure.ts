import type { TargetEquality } from '../../core/run.ts';
import type { Layout } from '../flat.ts';
import {
  CODED_ROWS,
  mutantsOf,
  NAMED_ROWS,
  withFault,
  type Mutant,
  type RowShape,
} from '../mutants.ts';
import type { Vector } from '../vectors.ts';
import { styleOf } from './body.ts';
import { loadFunction } from './load.ts';
import { NODE_TABLES, nodeTable, readNodeTable } from './node-table.ts';
import { hasTable, type Plan } from './plan.ts';
import { plantFault } from './plant.ts';
import { printFlat } from './print-data.ts';
import type { Claim, Proven } from './prove.ts';
import type { FoundFunction } from './read-back.ts';
import { leafIds } from '../../core/tree.ts';
import { flatRows } from './run-vectors.ts';

/** The leaf that each vector reaches. */
type Walk = () => ArrayLike<number>;

/** Faults of one form of the tree in a module, each with what it makes of the vectors. */
interface Trial {
  readonly mutant: Mutant;
  readonly walk: Walk;
}

/**
 * Applies seeded faults to a proven text and counts those that the vectors alone notice, in every
 * function that holds the tree. The proof is only as good as the vectors: a fault that survives is a
 * hole in them.
 */
export function measureVectors(
  { plan, vectors, plantFaults = true }: Claim,
  proven: Proven,
  seed: number,
): TargetEquality {
  const trials = plantFaults ? trialsOf(plan, proven, vectors, seed) : [];
  const harmful = trials.filter(({ mutant }) => !mutant.equivalent);
  const survivor = harmful.find(({ walk }) => !isNoticed(walk, vectors));
  if (survivor !== undefined) {
    const { kind, site } = survivor.mutant;
    throw new Error(`no boundary vector notices "${kind}" at branch ${site}`);
  }
  return {
    readBack: 'equal',
    readBackBy: '@babel/parser',
    ranBy: 'JavaScript',
    vectors: vectors.length,
    differences: 0,
    mutants: {
      applied: trials.length,
      equivalent: trials.length - harmful.length,
      caught: harmful.length,
      survived: 0,
    },
    functions: Object.values(plan.functions),
  };
}

/** Whether a faulty function leads some row to another leaf, or fails on it. */
export function isNoticed(walk: Walk, vectors: readonly Vector[]): boolean {
  try {
    const leaves = walk();
    return vectors.some(({ leaf }, i) => leaves[i] !== leaf);
  } catch (error) {
    if (error instanceof ReferenceError) return true;
    throw error;
  }
}

/** Every fault that is tried. */
export function trialsOf(
  plan: Plan,
  proven: Proven,
  vectors: readonly Vector[],
  seed: number,
): Trial[] {
  const rows = flatRows(plan.layout, vectors);
  const { functions } = proven.found;
  const inBranches = functions.flatMap((found) =>
    mutantsOf(plan.model, found.branch, seed, rowsOf(found)).map((mutant) => ({
      mutant,
      walk: faultyWalk(plan, proven, found, mutant, vectors, rows),
    })),
  );
  return hasTable(plan)
    ? [...inBranches, ...tableTrials(plan, proven, vectors, rows, seed)]
    : inBranches;
}

function rowsOf({ part }: FoundFunction): RowShape {
  return part.body.access === 'object' ? NAMED_ROWS : CODED_ROWS;
}

/** A function of branches with a fault in it. */
function faultyWalk(
  plan: Plan,
  { found: { spans }, code }: Proven,
  { part, branch }: FoundFunction,
  mutant: Mutant,
  vectors: readonly Vector[],
  rows: Float64Array,
): Walk {
  const style = styleOf(part.body, plan, '');
  const at = spans.get(part.name)!;
  return () => {
    const planted = plantFault(code.slice(0, at.end), branch, mutant, style).slice(at.start);
    switch (part.name) {
      case 'leaf': {
        const leaf = loadFunction('leaf', '', planted);
        return vectors.map(({ row }) => leaf(row));
      }
      case 'leafAt':
        return leavesOf(loadFunction('leafAt', '', planted), plan.layout, vectors, rows);
      case 'predictBatch': {
        // Each leaf answers with its own number.
        const numbers = `const codes = [${leafIds(plan.model.tree)
          .map((_, i) => i)
          .join()}], values = codes;`;
        const out = new Float64Array(vectors.length);
        loadFunction('predictBatch', numbers, planted)(rows, vectors.length, out);
        return out;
      }
    }
  };
}

function leavesOf(
  leafAt: (buffer: Float64Array, offset: number) => number,
  { features }: Layout,
  vectors: readonly Vector[],
  rows: Float64Array,
): number[] {
  return vectors.map((_, i) => leafAt(rows, i * features.length));
}

/** The table of branches with faults in it, walked by the module's own loop. */
function tableTrials(
  plan: Plan,
  { found: { tables, spans }, code }: Proven,
  vectors: readonly Vector[],
  rows: Float64Array,
  seed: number,
): Trial[] {
  const branch = readNodeTable(tables, plan.layout);
  const textOf = (name: string): string => {
    const { start, end } = spans.get(name)!;
    return code.slice(start, end);
  };
  // The comparisons are the loop's, the same for all branches.
  const mutants = mutantsOf(plan.model, branch, seed, CODED_ROWS).filter(
    (one) => one.kind !== 'strict comparison',
  );
  return mutants.map((mutant) => ({
    mutant,
    walk: () => {
      const data = nodeTable(withFault(branch, mutant), plan.layout);
      const before = Object.keys(NODE_TABLES)
        .map((name) => `const ${name} = ${printFlat(data[name as keyof typeof NODE_TABLES])};`)
        .concat(textOf('passes'));
      const leafAt = loadFunction('leafAt', before.join('\n'), WALK_TABLE);
      return leavesOf(leafAt, plan.layout, vectors, rows);
    },
  }));
}

const WALK_TABLE = `function leafAt(buffer, offset) {
  let n = 0;
  while (n >= 0) n = passes(n, buffer[offset + asked[n]]) ? yes[n] : no[n];
  return ~n;
}`;
