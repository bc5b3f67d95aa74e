import { Command, InvalidArgumentError } from 'commander';
import { visible } from '../core/text.ts';
import { grouped } from '../draw/format.ts';
import type { Timing } from './bench-clock.ts';
import type { BenchResult } from './bench.ts';
import { FAIR_ROWS } from './names.ts';
import type { Session } from './session.ts';

const MOST_ROWS = 2_000_000;

const rowCount = (text: string): number => {
  const rows = Number(text);
  if (Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS) return rows;
  throw new InvalidArgumentError(`Give a number of rows from 1 to ${grouped(MOST_ROWS)}.`);
};

/** `espalier bench`. */
export function benchCommand(session: Session): Command {
  return new Command('bench')
    .description('Time a run’s compiled function against its teacher')
    .argument('<run>', 'a run’s folder, or its name under reports')
    .option('--rows <n>', `distinct rows (default: ${grouped(FAIR_ROWS)})`, rowCount)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  espalier bench credit')
    .action(async (name: string, flags: { readonly rows?: number; readonly json?: boolean }) => {
      const { bench } = await import('./bench.ts');
      const found = await bench(name, { rows: flags.rows, signal: session.stage.signal });
      session.print(flags.json === true ? JSON.stringify(found, null, 2) : benchText(found));
    });
}

function benchText(found: BenchResult): string {
  const { student, teacher } = found;
  const line = (what: string, own: Timing, other: Timing | null): string => {
    const ratio =
      other === null
        ? ''
        : `${nanoseconds(other).padStart(14)}${`${grouped(Math.round(other.median / own.median))}×`.padStart(9)}`;
    return `  ${what.padEnd(34)}${nanoseconds(own).padStart(10)}${ratio}`;
  };
  const head = `  ${''.padEnd(34)}${'tree'.padStart(10)}${teacher === null ? '' : `${'teacher'.padStart(14)}${'ratio'.padStart(9)}`}`;
  return [
    `${visible(found.run)}: nanoseconds of CPU time a row, median of interleaved rounds on ${grouped(found.rows)} different rows.`,
    head,
    line('predict, one object', student.predict, teacher?.single ?? null),
    line('predictAt, one flat row', student.predictAt, teacher?.single ?? null),
    line('predictBatch, flat rows', student.predictBatch, teacher?.batch ?? null),
    '',
    teacher === null
      ? 'The run has no teacher.json: there is nothing to compare with.'
      : `Teacher: ${visible(teacher.name)}, walked tree by tree in this process.`,
    fidelityWords(found),
    ...shapeWords(found),
    ...poolWords(found),
  ].join('\n');
}

function nanoseconds({ median }: Timing): string {
  return median < 100 ? median.toFixed(1) : grouped(Math.round(median));
}

function fidelityWords({ fidelityKind, fidelity: { value, low, high, n } }: BenchResult): string {
  const what = fidelityKind === 'agreement' ? 'the tree agrees with its teacher on' : 'R² is';
  if (value === null || low === null || high === null)
    return 'What it costs: fidelity is not known.';
  const share = (x: number): string =>
    fidelityKind === 'agreement' ? `${(100 * x).toFixed(1)} %` : x.toFixed(3);
  return `What it costs: ${what} ${share(value)} of ${grouped(n)} held-out rows [${share(low)}, ${share(high)}].`;
}

/** A tree that is not walked as branches is slower than its depth suggests. */
function shapeWords({ functions }: BenchResult): string[] {
  const tables = functions.filter(({ shape }) => shape === 'table').map(({ name }) => name);
  return tables.length === 0
    ? []
    : [`${tables.join(', ')}: a loop over a table, as V8 would not optimise so many branches.`];
}

function poolWords({ rows }: BenchResult): string[] {
  return rows >= FAIR_ROWS
    ? []
    : [
        `Fewer than ${grouped(FAIR_ROWS)} rows: a processor remembers their branches, and the figures flatter.`,
      ];
}
