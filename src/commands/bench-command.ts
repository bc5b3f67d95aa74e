import { Command, InvalidArgumentError } from 'commander';
import { grouped } from '../draw/format.ts';
import { benchText } from './bench-text.ts';
import { FAIR_ROWS } from './names.ts';
import type { Session } from './session.ts';

const MOST_ROWS = 2_000_000;

const rowCount = (text: string): number => {
  const rows = Number(text);
  if (Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS) return rows;
  throw new InvalidArgumentError(`Give a number of rows from 1 to ${grouped(MOST_ROWS)}.`);
};

interface Flags {
  readonly rows?: number;
  readonly instructions?: boolean;
  readonly json?: boolean;
}

/** `espalier bench`. */
export function benchCommand(session: Session): Command {
  return new Command('bench')
    .description('Time a run’s compiled function against its teacher')
    .argument('<run>', 'a run’s folder, or its name under reports')
    .option('--rows <n>', `rows to answer (default: ${grouped(FAIR_ROWS)})`, rowCount)
    .option('--instructions', 'count instructions too, by valgrind or perf (half a minute)')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  espalier bench credit --instructions')
    .action(async (name: string, { json, ...options }: Flags) => {
      const { bench } = await import('./bench.ts');
      const found = await bench(name, { ...options, ...session.stage });
      session.print(json === true ? JSON.stringify(found, null, 2) : benchText(found));
    });
}
