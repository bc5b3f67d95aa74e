/**
 * Puts the scores of `export.ts` and `forest.py` side by side in the README and keeps them in
 * `recorded.json`:
 *
 *   npx tsx test/bench/parity/table.ts <work folder>
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_SETS } from '../sets.ts';
import { machine, markdownTable, shown, writeSection } from '../table.ts';

interface Ours {
  readonly set: string;
  readonly seed: number;
  readonly task: string;
  readonly rows: number;
  readonly encoded: number;
  readonly own: number;
}

interface Theirs {
  readonly version: string;
  readonly scores: readonly {
    readonly set: string;
    readonly seed: number;
    readonly first: number;
    readonly second: number;
  }[];
}

const [work] = process.argv.slice(2);
if (work === undefined) throw new Error('usage: table.ts <work folder>');
const read = (name: string): unknown => JSON.parse(readFileSync(join(work, name), 'utf8'));
const ours = read('ours.json') as readonly Ours[];
const theirs = read('sklearn.json') as Theirs;

const paired = ours.map((row) => {
  const { first, second } = theirs.scores.find((s) => s.set === row.set && s.seed === row.seed)!;
  return { ...row, first, second };
});

const rows = BENCH_SETS.map(({ name }) => {
  const splits = paired.filter(({ set }) => set === name);
  const of = (score: (split: (typeof splits)[number]) => number): string =>
    shown(splits.map(score));
  return [
    name,
    String(splits[0]!.rows),
    of(({ encoded }) => encoded),
    of(({ first }) => first),
    of(({ encoded, first }) => encoded - first),
    of(({ second, first }) => second - first),
    of(({ own }) => own),
  ];
});
const head = [
  'set',
  'training rows',
  'ours, same columns',
  'scikit-learn',
  'difference',
  'of two scikit-learn seeds',
  'ours, own columns',
];
const seeds = new Set(ours.map(({ seed }) => seed)).size;
const note = `Mean ± SE over ${seeds} splits, differences paired by split. scikit-learn ${theirs.version}; ${machine()}.`;
writeSection('parity', `${markdownTable(head, rows)}\n\n${note}`);

const file = new URL('recorded.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ sklearn: theirs.version, splits: paired }, null, 1)}\n`);
