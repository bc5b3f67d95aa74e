import { listWords, visible } from '../core/text.ts';
import { counted, grouped } from '../draw/format.ts';
import type { Timing } from './bench-clock.ts';
import type { BenchResult } from './bench.ts';
import { FAIR_ROWS } from './names.ts';

/** What `espalier bench` prints. */
export function benchText(found: BenchResult): string {
  return [
    `${visible(found.run)}: nanoseconds of CPU time a row, median of ${found.rounds} interleaved rounds on ${rowWords(found)}.`,
    ...table(found),
    '',
    found.teacher === null
      ? 'The run has no teacher.json: there is nothing to compare with.'
      : `Teacher: ${visible(found.teacher.name)}, walked tree by tree in this process.`,
    ...instructionWords(found),
    fidelityWords(found),
    ...redactedWords(found),
    ...shapeWords(found),
    ...poolWords(found),
  ].join('\n');
}

function rowWords({ rows, distinctRows }: BenchResult): string {
  if (rows === distinctRows) return `${grouped(rows)} rows, all different`;
  return `${grouped(rows)} rows, ${grouped(distinctRows)} of them different`;
}

function table({ student, teacher, instructions }: BenchResult): string[] {
  const line = (what: string, ...columns: readonly (string | null)[]): string =>
    `  ${what.padEnd(26)}${columns.map((text) => text?.padStart(14) ?? '').join('')}`;
  const row = (what: string, name: keyof typeof student, other: Timing | undefined): string =>
    line(
      what,
      nanoseconds(student[name]),
      other ? nanoseconds(other) : null,
      other ? `${grouped(Math.round(other.median / student[name].median))}×` : null,
      instructions && instructions[name].toFixed(1),
    );
  return [
    line('', 'tree', teacher && 'teacher', teacher && 'ratio', instructions && 'instructions'),
    row('predict, one object', 'predict', teacher?.single),
    row('predictAt, one flat row', 'predictAt', teacher?.single),
    row('predictBatch, flat rows', 'predictBatch', teacher?.batch),
  ];
}

function nanoseconds({ median }: Timing): string {
  return median < 100 ? median.toFixed(1) : grouped(Math.round(median));
}

function instructionWords({ instructions }: BenchResult): string[] {
  if (instructions === null) return [];
  const { counter, rows, passes } = instructions;
  return [
    `Instructions: a row’s, of the compiled code, a stand-in for energy; ${visible(counter)}, ${passes[1]} passes less ${passes[0]} over ${counted(rows, 'row')}.`,
  ];
}

function fidelityWords({ fidelityKind, fidelity: { value, low, high, n } }: BenchResult): string {
  const what = fidelityKind === 'agreement' ? 'the tree agrees with its teacher on' : 'R² is';
  if (value === null || low === null || high === null)
    return 'What it costs: fidelity is not known.';
  const share = (x: number): string =>
    fidelityKind === 'agreement' ? `${(100 * x).toFixed(1)} %` : x.toFixed(3);
  return `What it costs: ${what} ${share(value)} of ${grouped(n)} held-out rows [${share(low)}, ${share(high)}].`;
}

/** What goes with what is not known of them: the paths may be taken in other shares. */
function redactedWords({ redacted }: BenchResult): string[] {
  if (redacted.length === 0) return [];
  const names = listWords(
    redacted.map((name) => visible(name)),
    'and',
  );
  return [
    `Redacted: ${names}; values were drawn evenly from the range or the categories, so paths may be taken more or less often than by real rows.`,
  ];
}

/** A tree that is not walked as branches is slower than its depth suggests. */
function shapeWords({ functions }: BenchResult): string[] {
  const tables = functions.filter(({ shape }) => shape === 'table').map(({ name }) => name);
  return tables.length === 0
    ? []
    : [`${tables.join(', ')}: a loop over a table, as V8 would not optimise so many branches.`];
}

function poolWords({ distinctRows }: BenchResult): string[] {
  return distinctRows >= FAIR_ROWS
    ? []
    : [
        `Fewer than ${grouped(FAIR_ROWS)} different rows: a processor remembers their branches, and the figures flatter.`,
      ];
}
