import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawRows, heldRows } from '../../src/commands/bench-rows.ts';
import { distill } from '../../src/commands/distill.ts';
import { openRun } from '../../src/commands/find-run.ts';
import { contentOf } from '../../src/compile/content.ts';
import { planOf } from '../../src/compile/script/plan.ts';
import { printModule } from '../../src/compile/script/print-module.ts';
import { Random } from '../../src/core/random.ts';
import type { CompiledFunction } from '../../src/core/run.ts';
import type { Feature } from '../../src/core/table.ts';
import { buildTree, leafIds, leafOf, type Model, type NodeDraft } from '../../src/core/tree.ts';
import { evidenceFor, metaFor } from '../compile/content-for.ts';
import { flatRows, tableOf } from './compiled-rows.ts';

export const ROWS = 200_000;
const FEATURES = 10;
const CLASSES = 8;

/** A tree to be timed, and the rows that it answers. */
export interface Subject {
  readonly name: string;
  readonly depth: number;
  readonly model: Model;
  /** The text of `predict.js`. */
  readonly javascript: string;
  readonly functions: readonly CompiledFunction[];
  /** {@link ROWS} rows as `encode` writes them, one behind the other. */
  readonly flat: Float64Array;
}

/** What a random tree is drawn by. */
export interface Shape {
  readonly depth: number;
  /** Chance that a node is a leaf before its time, from the third level on. */
  readonly early: number;
}

/** A random tree whose paths are all taken about as often. */
export function randomSubject({ depth, early }: Shape): Subject {
  const random = new Random(`compiled/${depth}/${early}`);
  const model = randomModel(random.substream('tree'), { depth, early });
  const content = contentOf(model, evidenceFor(model), metaFor(model));
  const plan = planOf(model, content.branch);
  const draws = random.substream('rows');
  return {
    name: early === 0 ? `full, depth ${depth}` : `depth ${depth}`,
    depth,
    model,
    javascript: printModule(content, plan, 'js'),
    functions: Object.values(plan.functions),
    flat: Float64Array.from({ length: ROWS * FEATURES }, () => draws.uniform()),
  };
}

function randomModel(random: Random, shape: Shape): Model {
  const features = Array.from({ length: FEATURES }, (_, f): Feature => {
    const range = { min: 0, max: 1, missingShare: 0 };
    return { kind: 'numeric', name: `x${f}`, format: 'number', integer: false, ...range };
  });
  const box = features.map((): Side => [0, 1]);
  const tree = buildTree(randomNode(random, box, 0, { ...shape, leaves: 0 }), CLASSES);
  const classNames = Array.from({ length: CLASSES }, (_, c) => `class ${c}`);
  return { task: 'classification', target: 'y', features, classNames, tree };
}

/** What a node's rows have of one feature: `(low, high]`. */
type Side = readonly [number, number];

/** Neighbouring leaves decide for different classes: no compiler can join them. */
function randomNode(
  random: Random,
  box: readonly Side[],
  level: number,
  drawn: Shape & { leaves: number },
): NodeDraft {
  const isLeaf = level === drawn.depth || (level > 1 && random.uniform() < drawn.early);
  const decision = isLeaf ? drawn.leaves++ % CLASSES : 0;
  const value = Array.from({ length: CLASSES }, (_, c) => (c === decision ? 1 : 0));
  const node = { value, decision, weight: 1, impurity: 0 };
  if (isLeaf) return { ...node, split: null };
  const feature = random.below(box.length);
  const [low, high] = box[feature]!;
  const threshold = low + (high - low) * (0.35 + 0.3 * random.uniform());
  const missingLeft = random.below(2) === 0;
  const below = (side: Side): NodeDraft =>
    randomNode(random, box.with(feature, side), level + 1, drawn);
  const left = below([low, threshold]);
  const right = below([threshold, high]);
  return { ...node, split: { feature, threshold, missingLeft, words: null, left, right } };
}

export interface CreditRun {
  readonly subject: Subject;
  readonly folder: string;
  /** Share of held-out rows on which student and teacher decide alike. */
  readonly fidelity: number;
  readonly trees: number;
}

/** The student of a forest of `trees` trees on the credit data, and rows like the held-out ones. */
export async function creditRun(data: string, out: string, trees: number): Promise<CreditRun> {
  const depth = 8;
  const { directory: folder } = await distill({ data, target: 'Status', depth, trees, out });
  const run = await openRun(folder);
  const { model, manifest, equality } = run;
  const random = new Random('compiled/credit');
  const { table } = await drawRows(await heldRows(run), ROWS, random, undefined);
  const subject = {
    name: `credit, depth ${depth}`,
    depth,
    model,
    javascript: await readFile(join(folder, 'predict.js'), 'utf8'),
    functions: equality!.targets['js']!.functions ?? [],
    flat: flatRows(table),
  };
  return { subject, folder, fidelity: manifest.fidelity.value!, trees };
}

/** What must come out for each row, by the reference walker: its leaf, and its class. */
export function expectedOf({ model, flat }: Subject): { leaves: Int32Array; classes: Int32Array } {
  const { tree } = model;
  const table = tableOf(model.features, flat);
  const index = new Map(leafIds(tree).map((leaf, i) => [leaf, i]));
  const leaves = new Int32Array(ROWS);
  const classes = new Int32Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const leaf = leafOf(tree, (f) => table.columns[f]![row]!);
    leaves[row] = index.get(leaf)!;
    classes[row] = tree.decision[leaf]!;
  }
  return { leaves, classes };
}
