/**
 * CPU time of the engine beside scikit-learn's and ml-cart's on the same made-up rows, in one run:
 *
 *   npx tsx test/bench/engine.ts [python3]
 *
 * Each figure is the best of several repeats, single-threaded. scikit-learn is left out where the
 * given python has none.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DecisionTreeClassifier } from 'ml-cart';
import { binTable, learnBins } from '../../src/cart/bins.ts';
import { growTree } from '../../src/cart/grow.ts';
import { makeSample } from '../../src/cart/histogram.ts';
import { engineTargets } from '../../src/cart/targets.ts';
import { Random } from '../../src/core/random.ts';
import type { Feature, Labels, Table } from '../../src/core/table.ts';
import { defaultMaxFeatures, forestAnswers, trainForest } from '../../src/teacher/forest.ts';
import { machine, markdownTable, writeSection } from './table.ts';

const FOREST = { rows: 20_000, columns: 30, trees: 100, minLeaf: 5 };
const TREE = { rows: 200_000, columns: 30, depth: 6, minLeaf: 20 };
const SMALL = { rows: 1000, columns: 10, depth: 6, minLeaf: 5 };

interface Rows {
  readonly table: Table;
  readonly truth: Labels;
  /** The same values row by row, and the class of each row. */
  readonly flat: Float64Array;
  readonly classes: Uint8Array;
}

/** Two classes by a noisy sum of the first six columns. */
function makeRows(nRows: number, nColumns: number): Rows {
  const random = new Random(`engine/${nRows}/${nColumns}`);
  const flat = Float64Array.from({ length: nRows * nColumns }, () => random.normal());
  const soft = new Float64Array(2 * nRows);
  const classes = new Uint8Array(nRows);
  for (let row = 0; row < nRows; row++) {
    let sum = random.normal();
    for (let f = 0; f < 6; f++) sum += flat[row * nColumns + f]! * (f % 2 === 0 ? 1 : -0.5);
    classes[row] = sum > 0.3 ? 1 : 0;
    soft[2 * row + classes[row]!] = 1;
  }
  const features = Array.from({ length: nColumns }, (_, f): Feature => {
    const range = { min: -5, max: 5, missingShare: 0 };
    return { kind: 'numeric', name: `x${f}`, format: 'number', integer: false, ...range };
  });
  const columns = features.map((_, f) =>
    Float64Array.from({ length: nRows }, (_, row) => flat[row * nColumns + f]!),
  );
  return {
    table: { features, columns, nRows, sourceRow: new Int32Array(nRows) },
    truth: { task: 'classification', nOutputs: 2, classNames: ['a', 'b'], soft },
    flat,
    classes,
  };
}

/** CPU seconds of the fastest of `repeats` runs. */
async function fastest(repeats: number, work: () => unknown): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < repeats; i++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

/** One tree as the student grows it: binning, then growth. */
function growOne({ table, truth }: Rows, depth: number, minLeaf: number): { binned: () => void } {
  const binned = binTable(table, learnBins(table));
  const { targets, nTargets } = engineTargets(truth);
  const sample = makeSample(binned, targets, nTargets, new Float64Array(table.nRows).fill(1));
  const rows = Int32Array.from({ length: table.nRows }, (_, row) => row);
  const options = { maxDepth: depth, minLeafRows: minLeaf };
  return { binned: () => growTree(sample, rows, options) };
}

interface Timings {
  readonly forest: number;
  readonly label: number;
  readonly tree: number;
  readonly small: number;
}

async function ourTimings(
  forestRows: Rows,
  treeRows: Rows,
  smallRows: Rows,
): Promise<Timings & { grow: number; mlCart: number }> {
  const options = {
    trees: FOREST.trees,
    minLeaf: FOREST.minLeaf,
    maxFeatures: defaultMaxFeatures('classification', FOREST.columns),
  };
  const train = (): ReturnType<typeof trainForest> =>
    trainForest(forestRows.table, forestRows.truth, options, new Random(1), {});
  const { forest } = await train();
  const rows = smallRows.table;
  const list = Array.from({ length: rows.nRows }, (_, row) =>
    rows.columns.map((column) => column[row]!),
  );
  const labels = Array.from(smallRows.classes);
  const mlCart = (): void =>
    new DecisionTreeClassifier({
      maxDepth: SMALL.depth,
      minNumSamples: SMALL.minLeaf,
      gainThreshold: 0,
    }).train(list, labels);
  const grown = growOne(treeRows, TREE.depth, TREE.minLeaf);
  return {
    forest: await fastest(3, train),
    label: await fastest(3, () => forestAnswers(forest, treeRows.table, {})),
    tree: await fastest(3, () => growOne(treeRows, TREE.depth, TREE.minLeaf).binned()),
    grow: await fastest(5, () => grown.binned()),
    small: await fastest(20, () => growOne(smallRows, SMALL.depth, SMALL.minLeaf).binned()),
    mlCart: await fastest(3, mlCart),
  };
}

/** scikit-learn on the same rows; `null` where the given python has none. */
function theirTimings(
  python: string,
  sets: Readonly<Record<string, Rows>>,
): (Timings & { version: string }) | null {
  const work = mkdtempSync(join(tmpdir(), 'espalier-engine-'));
  try {
    for (const [name, { flat, classes }] of Object.entries(sets)) {
      writeFileSync(join(work, `${name}.x`), flat);
      writeFileSync(join(work, `${name}.y`), classes);
    }
    writeFileSync(join(work, 'settings.json'), JSON.stringify({ FOREST, TREE, SMALL }));
    const script = fileURLToPath(new URL('engine.py', import.meta.url));
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    const text = execFileSync(python, [script, work], { encoding: 'utf8', stdio });
    return JSON.parse(text) as Timings & { version: string };
  } catch {
    return null;
  } finally {
    rmSync(work, { recursive: true });
  }
}

const forest = makeRows(FOREST.rows, FOREST.columns);
const tree = makeRows(TREE.rows, TREE.columns);
const small = makeRows(SMALL.rows, SMALL.columns);
const ours = await ourTimings(forest, tree, small);
const theirs = theirTimings(process.argv[2] ?? 'python3', { forest, tree, small });

const seconds = (value: number | undefined): string =>
  value === undefined
    ? '–'
    : value < 0.1
      ? `${(1000 * value).toFixed(1)} ms`
      : `${value.toFixed(2)} s`;
const ratio = (other: number | undefined, own: number): string =>
  other === undefined ? '–' : (other / own).toFixed(1);
const line = (what: string, own: number, sklearn?: number, mlCart?: number): string[] => [
  what,
  seconds(own),
  seconds(sklearn),
  ratio(sklearn, own),
  seconds(mlCart),
  ratio(mlCart, own),
];
const rows = [
  line(
    `forest of ${FOREST.trees} trees, 20,000 × 30, out-of-bag answers included`,
    ours.forest,
    theirs?.forest,
  ),
  line('its answers for 200,000 rows', ours.label, theirs?.label),
  line('one tree, 200,000 × 30, depth 6, binning included', ours.tree, theirs?.tree),
  line('the same on columns already binned', ours.grow),
  line('one tree, 1,000 × 10, depth 6', ours.small, theirs?.small, ours.mlCart),
];
const head = ['CPU time', 'ours', 'scikit-learn', 'ratio', 'ml-cart', 'ratio'];
const versions =
  theirs === null ? '' : ` scikit-learn ${theirs.version}, one thread, exact splits.`;
const note = `Best of several repeats in one run; a ratio over 1 means ours is faster.${versions} ${machine()}.`;
writeSection('engine', `${markdownTable(head, rows)}\n\n${note}`);
