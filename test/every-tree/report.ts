import type { Tally, TargetTally } from './tally.ts';

/** The counts of a run, as people read them. */
export function tallyTable(tally: Tally, missing: readonly string[]): string {
  const rows = Object.entries(tally.targets).map(([name, target]) => cells(name, target));
  const widths = HEAD.map((head, c) => Math.max(head.length, ...rows.map((row) => row[c]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[c]!)))
      .join('  ');
  return [
    ...coverage(tally),
    '',
    line(HEAD),
    ...rows.map(line),
    '',
    ...missing.map((name) => `${name}: not tried, what runs it is not here`),
  ].join('\n');
}

const HEAD = [
  'target',
  'compiled',
  'refused',
  'vectors',
  'differences',
  'with faults',
  'faults',
  'equivalent',
  'caught',
  'survived',
  'seconds',
];

function cells(name: string, target: TargetTally): string[] {
  const { compiled, refused, vectors, differences, faulted } = target;
  const { applied, equivalent, caught, survived, milliseconds } = target;
  const codes = Object.entries(refused).map(([code, count]) => `${count} ${code}`);
  const counts = [vectors, differences, faulted, applied, equivalent, caught, survived];
  return [
    name,
    String(compiled),
    codes.join(' + ') || '0',
    ...counts.map(String),
    (milliseconds / 1000).toFixed(0),
  ];
}

function coverage(tally: Tally): string[] {
  const { trees, branches, categories, deferring, missing } = tally;
  return [
    `${trees} trees, ${branches} branches`,
    `depth ${spread(tally.depths)}`,
    `depth that rows reach ${spread(tally.reached)}`,
    `features ${spread(tally.features)}`,
    `${categories} ask a category, ${missing} send missing values both ways, ${deferring} defer`,
  ];
}

/** From which value to which, and the one seen least. */
function spread(counts: Readonly<Record<string, number>>): string {
  const values = Object.keys(counts).map(Number);
  const [least] = Object.entries(counts).toSorted(([, a], [, b]) => a - b);
  if (least === undefined) return 'none';
  return `${Math.min(...values)} to ${Math.max(...values)}, each in ${least[1]} trees or more`;
}
