import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { AUGMENT_METHODS, type AugmentMethod } from '../augment/methods.ts';
import {
  SEARCH_METHODS,
  type EqualityDocument,
  type Role,
  type SearchMethod,
} from '../core/run.ts';
import type { Task } from '../core/table.ts';
import type { ColumnType, SplitOptions } from '../dataset/types.ts';
import type { Distillation } from './distill.ts';
import type { Session } from './session.ts';
import type { DistillOptions } from './settings.ts';
import { summaryText } from './summary.ts';

/** The options as commander hands them over. */
interface Flags {
  readonly target: string;
  readonly teacher?: string;
  readonly student?: 'cart' | 'ml-cart';
  readonly search?: SearchMethod;
  readonly depth?: number | 'auto';
  readonly maxDepth?: number;
  readonly role?: Role;
  readonly seed?: number;
  readonly name?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly ignore?: string[];
  readonly positive?: string;
  readonly type?: ReadonlyMap<string, ColumnType>;
  readonly task?: Task;
  readonly split?: SplitOptions;
  readonly augment?: AugmentMethod;
  readonly truthWeight?: number;
  readonly trees?: number;
  readonly minLeaf?: number;
  readonly tolerance?: number;
  readonly protected?: string[];
  readonly immutable?: string[];
  readonly redact?: string[];
  readonly keepRows?: boolean;
  readonly teacherFile: boolean;
  readonly json?: boolean;
}

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError('Give a number.');
  return value;
};

const depth = (text: string): number | 'auto' => (text === 'auto' ? text : number(text));

const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];

const COLUMN_TYPES: readonly ColumnType[] = ['numeric', 'categorical', 'boolean', 'date'];

function columnType(
  text: string,
  before: ReadonlyMap<string, ColumnType> = new Map(),
): Map<string, ColumnType> {
  const at = text.lastIndexOf('=');
  const type = COLUMN_TYPES.find((name) => name === text.slice(at + 1));
  if (at < 1 || type === undefined) {
    throw new InvalidArgumentError(`Write <column>=<type>, a type of ${COLUMN_TYPES.join(', ')}.`);
  }
  return new Map([...before, [text.slice(0, at), type]]);
}

function split(text: string): SplitOptions {
  if (text === 'random') return { kind: 'random' };
  const at = text.indexOf(':');
  const kind = (['time', 'group', 'column'] as const).find((name) => name === text.slice(0, at));
  if (kind === undefined || at === text.length - 1) {
    throw new InvalidArgumentError('Use random, time:<column>, group:<column> or column:<name>.');
  }
  return { kind, column: text.slice(at + 1) };
}

/** `espalier distill`. */
export function distillCommand(session: Session): Command {
  return new Command('distill')
    .description('Distil the answers of a teacher into one decision tree: the whole pipeline')
    .argument('<data>', 'a CSV, Parquet or JSON file')
    .requiredOption('-t, --target <column>', 'the column to answer')
    .option(
      '--teacher <kind>',
      'forest, ml-random-forest, recorded:<column>[,<column>…] or ba-forest:<file> (default: forest)',
    )
    .addOption(
      new Option('--student <kind>', 'who learns (default: cart)').choices(['cart', 'ml-cart']),
    )
    .addOption(
      new Option('--search <effort>', 'how far splits are searched (default: fast)').choices([
        ...SEARCH_METHODS,
      ]),
    )
    .option(
      '--depth <n>',
      'depth of the tree, or auto: chosen on the select rows (default: auto)',
      depth,
    )
    .option('--max-depth <n>', 'deepest tree that is tried, 1 to 12 (default: 8)', number)
    .addOption(
      new Option(
        '--role <role>',
        'decides: the tree replaces the teacher; explains: it describes it (default: decides)',
      ).choices(['decides', 'explains']),
    )
    .option('--seed <n>', 'same data, options and seed: same bytes (default: 1)', number)
    .option('--name <name>', 'name of the run (default: the file’s name)')
    .option('--out <folder>', 'the folder that will hold the run (default: reports)')
    .option('--force', 'replace an existing run of that name')
    .option('--ignore <column>', 'do not use a column (repeatable)', collect)
    .option(
      '--positive <class>',
      'the class whose probability predict writes first (default: the second of two)',
    )
    .option(
      '--type <column=type>',
      `override what was inferred: ${COLUMN_TYPES.join(', ')} (repeatable)`,
      columnType,
    )
    .addOption(
      new Option('--task <task>', 'override what was inferred').choices([
        'classification',
        'regression',
      ]),
    )
    .option(
      '--split <how>',
      'random, time:<column>, group:<column> or column:<name> (default: random)',
      split,
    )
    .addOption(
      new Option('--augment <method>', 'how synthetic rows are drawn (default: blend)').choices([
        ...AUGMENT_METHODS,
      ]),
    )
    .option(
      '--truth-weight <share>',
      'share of the original labels mixed into the teacher’s answers (default: 0)',
      number,
    )
    .option('--trees <n>', 'trees of the teacher (default: 200; ml-random-forest: 50)', number)
    .option('--min-leaf <n>', 'fewest training rows in a leaf of the teacher (default: 5)', number)
    .option(
      '--tolerance <n>',
      'regression: answers this close count as the same (default: half a standard deviation)',
      number,
    )
    .option('--protected <column>', 'mark a protected attribute (repeatable)', collect)
    .option(
      '--immutable <column>',
      'mark a column that a person cannot change (repeatable)',
      collect,
    )
    .option('--redact <column>', 'keep a column out of heldout.parquet (repeatable)', collect)
    .option('--keep-rows', 'also write rows.parquet: every row the student was fitted on')
    .option('--no-teacher-file', 'do not write teacher.json')
    .option('--json', 'print run.json instead of a summary')
    .addHelpText(
      'after',
      '\nExample:\n  espalier distill loans.csv --target approved --role explains',
    )
    .action(async (data: string, flags: Flags) => {
      const { distill } = await import('./distill.ts');
      const done = await distill(optionsFrom(data, flags, session));
      session.finishProgress();
      session.print(await resultText(done, flags.json === true));
    });
}

function optionsFrom(data: string, flags: Flags, session: Session): DistillOptions {
  const { type, teacherFile, json: _json, ...same } = flags;
  return { ...same, data, types: type, keepTeacher: teacherFile, ...session.stage };
}

/** The summary of a finished run, or its manifest. */
export async function resultText({ run, directory }: Distillation, json: boolean): Promise<string> {
  if (json) return JSON.stringify({ directory, ...run }, null, 2);
  const text = await readFile(join(directory, 'equality.json'), 'utf8');
  return summaryText(run, JSON.parse(text) as EqualityDocument, directory);
}
