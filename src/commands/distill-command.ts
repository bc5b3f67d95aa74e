import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { AUGMENT_METHODS, type AugmentMethod } from '../augment/methods.ts';
import {
  OBJECTIVES,
  SEARCH_METHODS,
  type EqualityDocument,
  type Objective,
  type Role,
  type SearchMethod,
} from '../core/run.ts';
import type { Task } from '../core/table.ts';
import type { ColumnType, SplitOptions } from '../dataset/types.ts';
import type { Distillation } from './distill.ts';
import { collect } from './program-options.ts';
import type { Session } from './session.ts';
import type { DistillOptions } from './options.ts';
import { summaryText } from './summary.ts';
import type { Direction } from './wishes.ts';

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
  readonly maxRows?: number;
  readonly truthWeight?: number;
  readonly trees?: number;
  readonly minLeaf?: number;
  readonly objective?: Objective;
  readonly maxLeaves?: number;
  readonly minRealRows?: number;
  readonly monotone?: ReadonlyMap<string, Direction>;
  readonly featureCost?: ReadonlyMap<string, number>;
  readonly forbid?: string[];
  readonly threshold?: number;
  readonly cost?: ReadonlyMap<string, number>;
  readonly defer?: number;
  readonly tolerance?: number;
  readonly protected?: string[];
  readonly immutable?: string[];
  readonly redact?: string[];
  readonly keepRows?: boolean;
  readonly teacherFile: boolean;
  readonly workers?: number;
  readonly json?: boolean;
}

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError('Give a number.');
  return value;
};

const depth = (text: string): number | 'auto' => (text === 'auto' ? text : number(text));

const COLUMN_TYPES: readonly ColumnType[] = ['numeric', 'categorical', 'boolean', 'date'];

/** Reads `<name>=<value>`, repeatable; the name may hold `=` itself. */
function named<T>(read: (value: string) => T | null, form: string) {
  return (text: string, before: ReadonlyMap<string, T> = new Map()): Map<string, T> => {
    const at = text.lastIndexOf('=');
    const value = at < 1 ? null : read(text.slice(at + 1));
    if (value === null) throw new InvalidArgumentError(`Write ${form}.`);
    return new Map([...before, [text.slice(0, at), value]]);
  };
}

const columnType = named(
  (text) => COLUMN_TYPES.find((name) => name === text) ?? null,
  `<column>=<type>, a type of ${COLUMN_TYPES.join(', ')}`,
);
const direction = named<Direction>(
  (text) => (text === '+' || text === '-' ? text : null),
  '<column>=+ or <column>=-',
);
const namedNumber = (form: string) =>
  named(
    (text) => (text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text)),
    form,
  );

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
      '--max-rows <n>',
      'most synthetic rows: they are doubled until the top of the tree settles (default: the first draw)',
      number,
    )
    .option(
      '--truth-weight <share>',
      'share of the original labels mixed into the teacher’s answers (default: 0)',
      number,
    )
    .option('--trees <n>', 'trees of the teacher (default: 200; ml-random-forest: 50)', number)
    .option('--min-leaf <n>', 'fewest training rows in a leaf of the teacher (default: 5)', number)
    .addOption(
      new Option(
        '--objective <what>',
        'agreement on all rows, or on each class alike (default: fidelity)',
      ).choices([...OBJECTIVES]),
    )
    .option('--max-leaves <n>', 'most leaves of any tree', number)
    .option('--min-real-rows <n>', 'real training rows every leaf must keep', number)
    .option(
      '--monotone <column=+>',
      'the answer may only rise (+) or fall (-) with a column (repeatable)',
      direction,
    )
    .option(
      '--feature-cost <column=cost>',
      'share of rows that must agree more for a column to be asked (repeatable)',
      namedNumber('<column>=<number>'),
    )
    .option(
      '--forbid <column>',
      'withhold a column from the tree, not from its teacher (repeatable)',
      collect,
    )
    .option(
      '--threshold <p>',
      'the teacher decides for --positive from this probability on (default: the larger one)',
      number,
    )
    .option(
      '--cost <actual:decided=cost>',
      'what a mistake costs: the teacher decides for the cheapest class (repeatable)',
      namedNumber('<actual>:<decided>=<number>'),
    )
    .option(
      '--defer <share>',
      'leaves that agree with the teacher on less of the select rows ask it instead',
      number,
    )
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
    .option(
      '--workers <n>',
      'threads that share the work, 1 for none (default: as many as cores, at most 8)',
      number,
    )
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
  const { type, cost, teacherFile, json: _json, ...same } = flags;
  return { ...same, data, types: type, costs: cost, keepTeacher: teacherFile, ...session.stage };
}

/** The summary of a finished run, or its manifest. */
export async function resultText({ run, directory }: Distillation, json: boolean): Promise<string> {
  if (json) return JSON.stringify({ directory, ...run }, null, 2);
  const text = await readFile(join(directory, 'equality.json'), 'utf8');
  return summaryText(run, JSON.parse(text) as EqualityDocument, directory);
}
