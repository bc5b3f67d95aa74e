/**
 * CPU time of growing one tree on columns already in bins, against rows and against columns, beside
 * scikit-learn's on the same bins, and the memory growth takes:
 *
 *   npx tsx test/bench/growth.ts [python3]
 *
 * Writes growth.svg beside this file. scikit-learn is left out where the given python has none.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MAX_BINS, type BinnedTable } from '../../src/cart/bins.ts';
import { growTree } from '../../src/cart/grow.ts';
import { makeSample } from '../../src/cart/histogram.ts';
import { Random } from '../../src/core/random.ts';
import { growthPicture, type Series } from './growth-picture.ts';
import { machine, markdownTable, writeSection } from './table.ts';

const TREE = { depth: 6, minLeaf: 20 };
const ROWS = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000];
const COLUMNS = [5, 10, 20, 30, 60, 120];
/** Columns of the first picture, rows of the second. */
const FIXED = { columns: 30, rows: 200_000 };
const MEMORY = { rows: 10_000_000, columns: 30 };

interface Bins {
  readonly table: BinnedTable;
  /** Row-major, `nRows * nTargets`: a class probability, and what is left of it to 1. */
  readonly targets: Float64Array;
}

/** Columns of 255 even bins, and a noisy probability by the first five. */
function makeBins(nRows: number, nColumns: number, nTargets: number): Bins {
  const random = new Random(`growth/${nRows}/${nColumns}`);
  const cuts = Float64Array.from({ length: MAX_BINS - 1 }, (_, i) => i + 0.5);
  const columns = Array.from({ length: nColumns }, () => {
    const column = new Uint8Array(nRows);
    for (let row = 0; row < nRows; row++) column[row] = random.below(MAX_BINS);
    return column;
  });
  const targets = new Float64Array(nRows * nTargets);
  for (let row = 0; row < nRows; row++) {
    let sum = 3 * random.uniform() - 1.5;
    for (let f = 0; f < 5; f++) sum += (columns[f]![row]! / 127 - 1) * (f % 2 === 0 ? 1 : -0.5);
    const probability = 1 / (1 + Math.exp(-2 * sum));
    targets[row * nTargets] = probability;
    if (nTargets === 2) targets[2 * row + 1] = 1 - probability;
  }
  const binning = columns.map(() => ({ kind: 'numeric' as const, nBins: MAX_BINS, cuts }));
  return { table: { binning, columns, nRows }, targets };
}

/** Growth, ready to run. */
function growthOf({ table, targets }: Bins): () => void {
  const nTargets = targets.length / table.nRows;
  const sample = makeSample(table, targets, nTargets, new Float64Array(table.nRows).fill(1));
  return () => growTree(sample, null, { maxDepth: TREE.depth, minLeafRows: TREE.minLeaf });
}

/** CPU seconds of the fastest of several runs, more of them where they are short. */
function fastest(work: () => void): number {
  let best = Infinity;
  let spent = 0;
  for (let run = 0; run < 6 || (spent < 1 && run < 40); run++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
    spent += (user + system) / 1e6;
  }
  return best;
}

interface Theirs {
  readonly version: string;
  readonly seconds: number;
}

function runPython(python: string, { table, targets }: Bins): Theirs | null {
  const work = mkdtempSync(join(tmpdir(), 'espalier-growth-'));
  const { nRows, columns } = table;
  try {
    const bins = new Uint8Array(nRows * columns.length);
    for (const [f, column] of columns.entries()) bins.set(column, f * nRows);
    writeFileSync(join(work, 'bins'), bins);
    writeFileSync(join(work, 'targets'), targets);
    const repeats = nRows * columns.length > 2e7 ? 1 : 3;
    const settings = { rows: nRows, columns: columns.length, repeats, ...TREE };
    writeFileSync(join(work, 'settings.json'), JSON.stringify(settings));
    const script = fileURLToPath(new URL('growth.py', import.meta.url));
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return JSON.parse(execFileSync(python, [script, work], { encoding: 'utf8', stdio })) as Theirs;
  } catch {
    return null;
  } finally {
    rmSync(work, { recursive: true });
  }
}

interface Point {
  readonly rows: number;
  readonly columns: number;
  /** CPU seconds: two targets, one target, and scikit-learn's with two. */
  readonly two: number;
  readonly one: number;
  readonly theirs: Theirs | null;
}

function measure(rows: number, columns: number, python: string): Point {
  const bins = makeBins(rows, columns, 2);
  const two = fastest(growthOf(bins));
  const one = fastest(growthOf(makeBins(rows, columns, 1)));
  return { rows, columns, two, one, theirs: runPython(python, bins) };
}

/** Highest resident memory of a fresh process that makes the bins and grows, in MB. */
function peakMemory(nTargets: number): number {
  const self = fileURLToPath(import.meta.url);
  const args = [...process.execArgv, self, '--memory', String(nTargets)];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

function reportMemory(nTargets: number): void {
  growthOf(makeBins(MEMORY.rows, MEMORY.columns, nTargets))();
  process.stdout.write(String(Math.round(process.resourceUsage().maxRSS / 1000)));
}

const seconds = (value: number | undefined): string => {
  if (value === undefined) return '–';
  return value < 0.1 ? `${(1000 * value).toFixed(1)} ms` : `${value.toFixed(2)} s`;
};

function tableOf(points: readonly Point[]): string {
  const count = (value: number): string => value.toLocaleString('en');
  const head = ['rows × columns', 'two outputs', 'scikit-learn', 'ratio', 'one output'];
  const lines = points.map(({ rows, columns, two, one, theirs }) => [
    `${count(rows)} × ${columns}`,
    seconds(two),
    seconds(theirs?.seconds),
    theirs === null ? '–' : (theirs.seconds / two).toFixed(1),
    seconds(one),
  ]);
  return markdownTable(head, lines);
}

/** The three lines of a picture. */
function linesOf(points: readonly Point[], along: 'rows' | 'columns'): Series[] {
  const line = (name: string, value: (point: Point) => number | undefined): Series => ({
    name,
    points: points.flatMap((point) => {
      const y = value(point);
      return y === undefined ? [] : [{ x: point[along], y }];
    }),
  });
  return [
    line('scikit-learn, two outputs', ({ theirs }) => theirs?.seconds),
    line('ours, two outputs', ({ two }) => two),
    line('ours, one output', ({ one }) => one),
  ];
}

function run(python: string): void {
  const byRows = ROWS.map((rows) => measure(rows, FIXED.columns, python));
  const byColumns = COLUMNS.map((columns) => measure(FIXED.rows, columns, python));
  const picture = growthPicture([
    { title: `Rows, ${FIXED.columns} columns`, lines: linesOf(byRows, 'rows') },
    { title: `Columns, ${FIXED.rows / 1000}k rows`, lines: linesOf(byColumns, 'columns') },
  ]);
  writeFileSync(fileURLToPath(new URL('growth.svg', import.meta.url)), picture);
  const theirs = byRows[0]!.theirs;
  const note =
    `One tree of depth ${TREE.depth}, 255 value bins, at least ${TREE.minLeaf} rows a leaf; CPU time of growth ` +
    `alone, best of several. Peak memory of a fresh process that makes 10,000,000 × ${MEMORY.columns} bins and grows: ` +
    `${peakMemory(1)} MB with one output, ${peakMemory(2)} MB with two. ` +
    `${theirs === null ? '' : `scikit-learn ${theirs.version}; `}${machine()}.`;
  writeSection('growth', `${tableOf([...byRows, ...byColumns])}\n\n${note}`);
}

const [first, second] = process.argv.slice(2);
if (first === '--memory') reportMemory(Number(second));
else run(first ?? 'python3');
