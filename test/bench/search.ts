/**
 * CPU time of the search on made-up rows, already labelled:
 *
 *   npx tsx test/bench/search.ts
 */
import { Random } from '../../src/core/random.ts';
import type { Feature } from '../../src/core/table.ts';
import { searchStudent } from '../../src/student/search-student.ts';
import type { Lesson } from '../../src/student/student.ts';
import { machine, markdownTable, writeSection } from './table.ts';

const CASES = [
  { rows: 20_000, columns: 10, depth: 4, repeats: 3 },
  { rows: 50_000, columns: 13, depth: 8, repeats: 1 },
  { rows: 200_000, columns: 20, depth: 4, repeats: 1 },
  { rows: 1_000_000, columns: 20, depth: 4, repeats: 1 },
];

/** Soft answers of two classes: a smooth function of six columns with two interactions. */
function makeLesson(nRows: number, nColumns: number): Lesson {
  const random = new Random(`search/${nRows}/${nColumns}`);
  const columns = Array.from({ length: nColumns }, () =>
    Float64Array.from({ length: nRows }, () => random.normal()),
  );
  const soft = new Float64Array(2 * nRows);
  for (let row = 0; row < nRows; row++) {
    const [a, b, c, d, e, f] = columns.map((column) => column[row]!);
    const sum = a! - 0.5 * b! + 0.7 * c! * d! + (e! > 0.5 ? f! : -0.3);
    soft[2 * row + 1] = 1 / (1 + Math.exp(-2 * sum));
    soft[2 * row] = 1 - soft[2 * row + 1]!;
  }
  const features = columns.map((_, f): Feature => {
    const range = { min: -6, max: 6, missingShare: 0 };
    return { kind: 'numeric', name: `x${f}`, format: 'number', integer: false, ...range };
  });
  const realRows = Math.floor(nRows / 10);
  const weight = new Float64Array(nRows).fill(realRows / (nRows - realRows));
  weight.fill(1, 0, realRows);
  return {
    table: { features, columns, nRows, sourceRow: new Int32Array(nRows) },
    labels: { task: 'classification', nOutputs: 2, classNames: ['no', 'yes'], soft },
    weight,
    realRows,
  };
}

const rows: string[][] = [];
const only = process.argv.slice(2).map(Number);
for (const [i, { rows: n, columns, depth, repeats }] of CASES.entries()) {
  if (only.length > 0 && !only.includes(i)) continue;
  const lesson = makeLesson(n, columns);
  const times: Record<string, number> = {};
  for (const search of ['greedy', 'fast'] as const) {
    let best = Infinity;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const before = process.cpuUsage();
      await searchStudent(lesson, { maxDepth: depth, minLeafRows: 5 }, search);
      const { user, system } = process.cpuUsage(before);
      best = Math.min(best, (user + system) / 1e6);
    }
    times[search] = best;
  }
  const seconds = (search: string): string => `${times[search]!.toFixed(2)} s`;
  rows.push([
    `${n.toLocaleString('en')} × ${columns}, depth ${depth}`,
    seconds('greedy'),
    seconds('fast'),
  ]);
  console.log(rows.at(-1)!.join('  '));
}
const head = ['rows × columns, trees of every depth up to', '--search greedy', '--search fast'];
const note = `CPU time, binning and the trees by number of leaves included; best of up to three. ${machine()}.`;
if (only.length === 0) writeSection('search', `${markdownTable(head, rows)}\n\n${note}`);
