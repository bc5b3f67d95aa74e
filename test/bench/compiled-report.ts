import { cpus } from 'node:os';
import { leafIds } from '../../src/core/tree.ts';
import type { Times } from './compiled-race.ts';
import { ROWS, type CreditRun, type Subject } from './compiled-trees.ts';
import { machine, markdownTable } from './table.ts';

/** A subject and what its contestants took. */
export interface Measured {
  readonly subject: Subject;
  readonly times: ReadonlyMap<string, Times>;
}

export interface Results {
  readonly random: readonly Measured[];
  readonly distilled: Measured;
  readonly credit: CreditRun;
  /** What gcc calls itself. */
  readonly gcc: string;
  readonly rounds: number;
}

/** The most that a compiled tree of depth 8 may take of the time in C. */
const CALL_BAR = 1.8;
const BATCH_BAR = 1.3;
/** The least times that it must be faster than its teacher in C. */
const TEACHER_BAR = 150;

export function medianOf(times: Times): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

function leastOf(times: Times): number {
  return Math.min(...times);
}

/** Two figures of one contestant: the median of the rounds, and the least. */
interface Pair {
  readonly median: number;
  readonly least: number;
}

function pairOf({ times }: Measured, name: string): Pair {
  const all = times.get(name)!;
  return { median: medianOf(all), least: leastOf(all) };
}

function ratioOf(measured: Measured, name: string, other: string): Pair {
  const [top, bottom] = [pairOf(measured, name), pairOf(measured, other)];
  return { median: top.median / bottom.median, least: top.least / bottom.least };
}

function shown({ median, least }: Pair, digits: number): string {
  return `${median.toFixed(digits)} (${least.toFixed(digits)})`;
}

/** What `compiled.ts` writes into the README. */
export function reportText(results: Results): string {
  return [
    barsText(results),
    treesTable([...results.random, results.distilled]),
    teacherTable(results),
    noteText(results),
  ].join('\n\n');
}

function barsText({ random, distilled }: Results): string {
  const eight = [random.find(({ subject }) => subject.depth === 8)!, distilled];
  const lines = eight.flatMap((measured) => {
    const { name } = measured.subject;
    const call = ratioOf(measured, 'predictAt', 'gcc call').median;
    const batch = ratioOf(measured, 'predictBatch', 'gcc batch').median;
    return [
      `- ${name}, a call a row: ${call.toFixed(2)} times the C function; at most ${CALL_BAR} wanted: ${verdict(call <= CALL_BAR)}.`,
      `- ${name}, a batch: ${batch.toFixed(2)} times the C loop; at most ${BATCH_BAR} wanted: ${verdict(batch <= BATCH_BAR)}.`,
    ];
  });
  const faster = ratioOf(distilled, 'gcc forest', 'predictAt').median;
  const last = `- the distilled tree, a call a row, against its teacher in C: ${faster.toFixed(0)} times faster; at least ${TEACHER_BAR} wanted: ${verdict(faster >= TEACHER_BAR)}.`;
  return ['Bars, by medians:', '', ...lines, last].join('\n');
}

function verdict(isMet: boolean): string {
  return isMet ? '**met**' : '**not met**';
}

const TREE_HEAD = [
  'tree',
  'leaves',
  'C, call',
  '`predictAt`',
  'ratio',
  'C, batch',
  '`predictBatch`',
  'ratio',
  '`predict`',
  'ratio to C, call',
];

function treesTable(all: readonly Measured[]): string {
  const rows = all.map((measured) => {
    const nanoseconds = (name: string): string => shown(pairOf(measured, name), 1);
    const ratio = (name: string, to: string): string => shown(ratioOf(measured, name, to), 2);
    return [
      measured.subject.name,
      String(leafIds(measured.subject.model.tree).length),
      nanoseconds('gcc call'),
      nanoseconds('predictAt'),
      ratio('predictAt', 'gcc call'),
      nanoseconds('gcc batch'),
      nanoseconds('predictBatch'),
      ratio('predictBatch', 'gcc batch'),
      nanoseconds('predict'),
      ratio('predict', 'gcc call'),
    ];
  });
  return `Nanoseconds of CPU time a row, median (least):\n\n${markdownTable(TREE_HEAD, rows)}`;
}

const TEACHERS: readonly (readonly [name: string, words: string])[] = [
  ['gcc forest', 'nested ifs in C, a call a row'],
  ['forest', 'ours, a row at a time'],
  ['forest batch', 'ours, in batches'],
];

function teacherTable({ distilled, credit }: Results): string {
  const head = [
    `teacher, ${credit.trees} trees`,
    'CPU time a row',
    '`predictAt` is faster by',
    '`predictBatch` by',
    '`predict` by',
  ];
  const rows = TEACHERS.map(([name, words]) => [
    words,
    `${(pairOf(distilled, name).median / 1e3).toFixed(2)} µs`,
    ...['predictAt', 'predictBatch', 'predict'].map((of) => shown(ratioOf(distilled, name, of), 0)),
  ]);
  return `The distilled tree decides as the teacher does on ${(100 * credit.fidelity).toFixed(1)} % of the held-out rows:\n\n${markdownTable(head, rows)}`;
}

function noteText({ random, distilled, gcc, rounds }: Results): string {
  const tables = [...random, distilled].flatMap(({ subject: { name, functions } }) =>
    functions
      .filter(({ shape }) => shape === 'table' || shape === 'call')
      .map((one) => `\`${one.name}\` of ${name} is a ${one.shape}`),
  );
  const cores = cpus();
  return [
    `${ROWS.toLocaleString('en')} distinct rows; ${rounds} rounds, every process in turn in each.`,
    ...(tables.length === 0 ? [] : [`Not branches: ${tables.join(', ')}.`]),
    `${gcc}, -O2; ${machine()}, V8 ${process.versions.v8}; ${cores.length} cores of ${cores[0]!.model.trim()}.`,
  ].join(' ');
}
