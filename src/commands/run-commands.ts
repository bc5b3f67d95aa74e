import { Command, InvalidArgumentError } from 'commander';
import type { Warning } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import type { Session } from './session.ts';
import { frontierText } from './frontier-table.ts';
import type { Verdict } from './verify.ts';

/*
 * Each command loads its stages when it runs: `--help` and refusals answer at once.
 */

/** Exit code of a run that does not verify: refused input. */
const REFUSED = 3;

interface JsonFlag {
  readonly json?: boolean;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** `espalier frontier`. */
export function frontierCommand(session: Session): Command {
  return new Command('frontier')
    .description('Depth and leaves against fidelity, as tables')
    .argument('<run>', 'a run’s folder, or its name under reports')
    .option('--json', 'print frontier.json')
    .addHelpText('after', '\nExample:\n  espalier frontier credit')
    .action(async (name: string, flags: JsonFlag) => {
      const { openRun } = await import('./find-run.ts');
      const { frontier } = await openRun(name);
      session.print(flags.json === true ? json(frontier) : frontierText(frontier));
    });
}

/** `espalier predict`. */
export function predictCommand(session: Session): Command {
  return new Command('predict')
    .description('Answer, probabilities and path of each row, as CSV')
    .argument('<run>', 'a run’s folder, or its name under reports')
    .argument('<data>', 'a CSV, Parquet or JSON file with the run’s features')
    .option('--json', 'print JSON instead of CSV')
    .addHelpText('after', '\nExample:\n  espalier predict credit new-applicants.csv > answers.csv')
    .action(async (name: string, data: string, flags: JsonFlag) => {
      const { predict, predictionsCsv } = await import('./predict.ts');
      const answers = await predict(name, data, session.stage);
      session.finishProgress();
      session.print(flags.json === true ? json(answers) : predictionsCsv(answers));
      remarkWarnings(answers.warnings, session);
    });
}

function remarkWarnings(warnings: readonly Warning[], session: Session): void {
  for (const { code, message } of warnings) session.remark(`${code} ${visible(message)}`);
}

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a row number from 1.');
  return Number(text);
};

/** `espalier explain`. */
export function explainCommand(session: Session): Command {
  return new Command('explain')
    .description('Why one row gets its answer, in words')
    .argument('<run>', 'a run’s folder, or its name under reports')
    .argument('<data>', 'a file with the run’s features')
    .requiredOption('--row <n>', 'row of the file, from 1 (the header does not count)', wholeNumber)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  espalier explain credit data/credit.csv --row 3')
    .action(async (name: string, data: string, flags: JsonFlag & { row: number }) => {
      const { explain, explanationText } = await import('./explain.ts');
      const found = await explain(name, data, flags.row, session.stage);
      session.finishProgress();
      session.print(flags.json === true ? json(found.explanation) : explanationText(found));
    });
}

/** `espalier verify`. */
export function verifyCommand(session: Session): Command {
  return new Command('verify')
    .description('Prove a run again: files, code against tree, figures against rows')
    .argument('<run>', 'a run’s folder, or its name under reports')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  espalier verify credit')
    .action(async (name: string, flags: JsonFlag) => {
      const { verify } = await import('./verify.ts');
      const verdict = await verify(name);
      session.print(flags.json === true ? json(verdict) : verdictText(verdict));
      if (!verdict.ok) session.exitCode = REFUSED;
    });
}

function verdictText({ run, ok, checks }: Verdict): string {
  const lines = checks.map(
    (check) => `  ${check.ok ? 'ok  ' : 'FAIL'} ${check.name.padEnd(9)} ${visible(check.detail)}`,
  );
  return [`${visible(run)} ${ok ? 'verifies' : 'DOES NOT VERIFY'}:`, ...lines].join('\n');
}
