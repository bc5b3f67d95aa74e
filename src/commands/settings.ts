import { basename, extname } from 'node:path';
import { z } from 'zod';
import { AUGMENT_METHODS, type AugmentMethod } from '../augment/methods.ts';
import { usageError, type StageOptions } from '../core/errors.ts';
import {
  OBJECTIVES,
  SEARCH_METHODS,
  type Objective,
  type Role,
  type RunDocument,
  type SearchMethod,
} from '../core/run.ts';
import type { Task } from '../core/table.ts';
import { refuseContradictions, type Direction } from './wishes.ts';
import { shorten } from '../core/text.ts';
import type { ColumnType, SplitOptions } from '../dataset/types.ts';
import { REPORTS } from './names.ts';
import type { TeacherFunction } from '../teacher/function-teacher.ts';

/** One value a name. A map may hold any name, an object not `__proto__`. */
type Named<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T>;

/** What {@link distill} is asked to do. Everything but `data` and `target` has a default. */
export interface DistillOptions extends StageOptions {
  /** A CSV, Parquet or JSON file. */
  readonly data: string;
  /** The column the teacher answers. */
  readonly target: string;
  /**
   * `forest` (default), `ml-random-forest`, `recorded:<column>[,<column>…]` for answers that lie in
   * the file, `ba-forest:<file>` for a forest in the format of BA-Trees, or a function that answers
   * rows.
   */
  readonly teacher?: string | TeacherFunction | undefined;
  /** `cart` (default) or `ml-cart`. */
  readonly student?: 'cart' | 'ml-cart' | undefined;
  /** How its splits are looked for: `greedy`, `fast` (default) or `thorough`; ml-cart has its own way. */
  readonly search?: SearchMethod | undefined;
  /** Depth of the tree, or `auto` (default): chosen on the select rows. */
  readonly depth?: number | 'auto' | undefined;
  /** Deepest tree that is tried, 1 to 12 (default 8). */
  readonly maxDepth?: number | undefined;
  /** `decides` (default): the student replaces the teacher; `explains`: it describes it. */
  readonly role?: Role | undefined;
  /** Whole number; the same data, options and seed give the same bytes (default 1). */
  readonly seed?: number | undefined;
  /** Name of the run (default: the file's name): letters, digits, `-` and `_`. */
  readonly name?: string | undefined;
  /** The folder that will hold the run (default `reports`). */
  readonly out?: string | undefined;
  /** Replaces an existing run of the same name. */
  readonly force?: boolean | undefined;
  /** Columns that are not used. */
  readonly ignore?: readonly string[] | undefined;
  /** The class whose probability `predict` writes first (default: the second of two classes). */
  readonly positive?: string | undefined;
  /** Column types that replace the inferred ones. */
  readonly types?: Named<ColumnType> | undefined;
  /** Replaces the inferred task. */
  readonly task?: Task | undefined;
  readonly split?: SplitOptions | undefined;
  /** How synthetic rows are drawn (default `blend`). */
  readonly augment?: AugmentMethod | undefined;
  /**
   * Most synthetic rows, 100 to 20,000,000: they are doubled until two halves of them agree on a tree
   * of three levels, up to this many (default: those of the first draw).
   */
  readonly maxRows?: number | undefined;
  /** Share of the original labels mixed into the real rows' soft targets, 0 (default) to 1. */
  readonly truthWeight?: number | undefined;
  /** Trees of the teacher (default 200; 50 for ml-random-forest). */
  readonly trees?: number | undefined;
  /** Fewest training rows in a leaf of the teacher (default 5). */
  readonly minLeaf?: number | undefined;
  /** What the search lowers: disagreement (`fidelity`), or that of each class alike (`balanced`). */
  readonly objective?: Objective | undefined;
  /** Most leaves of any tree, at least 2. */
  readonly maxLeaves?: number | undefined;
  /** Real training rows every leaf must keep. */
  readonly minRealRows?: number | undefined;
  /** Two classes or a number: columns with which the answer may only rise (`+`) or fall (`-`). */
  readonly monotone?: Named<Direction> | undefined;
  /** What asking a column costs, as the share of rows that must agree more for it, 0 to 1. */
  readonly featureCost?: Named<number> | undefined;
  /** Columns the teacher uses and the student must not; only where the student decides. */
  readonly forbid?: readonly string[] | undefined;
  /** Two classes: the teacher decides `positive` where its probability is at least this. */
  readonly threshold?: number | undefined;
  /**
   * The teacher decides for the class that costs least: `{ 'bad:good': 5 }` makes it cost 5 to
   * decide good where bad is true. Mistakes that are not named cost 1.
   */
  readonly costs?: Named<number> | undefined;
  /** Share of a leaf's select rows that must agree with the teacher (0 to 1, neither end), or it defers. */
  readonly defer?: number | undefined;
  /** Regression: how far two answers may lie apart and count as the same. */
  readonly tolerance?: number | undefined;
  /** Columns that are protected attributes, and columns a person cannot change. */
  readonly protected?: readonly string[] | undefined;
  readonly immutable?: readonly string[] | undefined;
  /** Columns kept out of `heldout.parquet`. */
  readonly redact?: readonly string[] | undefined;
  /** Write `rows.parquet`: every row the student was fitted on. */
  readonly keepRows?: boolean | undefined;
  /** Write `teacher.json` (default true). */
  readonly keepTeacher?: boolean | undefined;
}

type TeacherChoice =
  | { readonly kind: 'forest' }
  | { readonly kind: 'ml-random-forest' }
  | { readonly kind: 'ba-forest'; readonly file: string }
  | { readonly kind: 'recorded'; readonly columns: readonly string[] }
  | { readonly kind: 'function'; readonly answer: TeacherFunction };

const text = z.string().min(1);
const texts = z.array(text).default([]);

const shape = z.strictObject({
  data: text,
  target: text,
  student: z.enum(['cart', 'ml-cart']).default('cart'),
  search: z.enum(SEARCH_METHODS).default('fast'),
  depth: z.union([z.int().min(1).max(12), z.literal('auto')]).default('auto'),
  maxDepth: z.int().min(1).max(12).default(8),
  role: z.enum(['decides', 'explains']).default('decides'),
  seed: z.int().default(1),
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_-]{0,63}$/,
      'use 1 to 64 of a-z, 0-9, - and _, a letter or digit first',
    )
    .optional(),
  out: text.default(REPORTS),
  force: z.boolean().default(false),
  ignore: texts,
  positive: text.optional(),
  types: z.map(text, z.enum(['numeric', 'categorical', 'boolean', 'date'])),
  task: z.enum(['classification', 'regression']).optional(),
  split: z
    .union([
      z.strictObject({ kind: z.literal('random') }),
      z.strictObject({ kind: z.enum(['time', 'group', 'column']), column: text }),
    ])
    .default({ kind: 'random' }),
  augment: z.enum(AUGMENT_METHODS).default('blend'),
  maxRows: z.int().min(100).max(20_000_000).optional(),
  truthWeight: z.number().min(0).max(1).default(0),
  trees: z.int().min(1).max(5000).optional(),
  minLeaf: z.int().min(1).default(5),
  objective: z.enum(OBJECTIVES).default('fidelity'),
  maxLeaves: z.int().min(2).optional(),
  minRealRows: z.int().min(1).optional(),
  monotone: z.map(text, z.enum(['+', '-'])),
  featureCost: z.map(text, z.number().positive().max(1)),
  forbid: texts,
  threshold: z.number().gt(0).lt(1).optional(),
  costs: z.map(text, z.number().nonnegative()),
  defer: z.number().gt(0).lt(1).optional(),
  tolerance: z.number().positive().optional(),
  protected: texts,
  immutable: texts,
  redact: texts,
  keepRows: z.boolean().default(false),
  keepTeacher: z.boolean().default(true),
});

/** Options with every default filled in and every value checked. */
export interface Settings
  extends Omit<z.infer<typeof shape>, 'name' | 'trees' | 'split'>, StageOptions {
  readonly name: string;
  readonly trees: number;
  readonly split: SplitOptions;
  readonly teacher: TeacherChoice;
}

/**
 * Checks options and fills in defaults.
 * @throws EspalierError `E_OPTION` naming the option, what was found and what is allowed.
 */
export function resolveSettings(options: DistillOptions): Settings {
  const { signal, onProgress, onWarning, blocking, teacher: wanted = 'forest', ...plain } = options;
  const given = Object.fromEntries(
    Object.entries(plain).filter(([, value]) => value !== undefined),
  );
  const maps = NAMED.map((name) => [name, mapOf(plain[name])] as const);
  const parsed = shape.safeParse({ ...given, ...Object.fromEntries(maps) });
  if (!parsed.success) throw optionError(parsed.error.issues[0]!, given);
  const checked = parsed.data;
  refuseContradictions(checked);
  const teacher = chooseTeacher(wanted);
  return {
    ...checked,
    split: checked.split,
    maxDepth: checked.depth === 'auto' ? checked.maxDepth : checked.depth,
    augment: teacher.kind === 'recorded' ? 'none' : checked.augment,
    name: checked.name ?? nameFrom(checked.data),
    trees: checked.trees ?? (teacher.kind === 'ml-random-forest' ? 50 : 200),
    teacher,
    signal,
    onProgress,
    onWarning,
    blocking,
  };
}

/** Options that hold one value a name. */
const NAMED = ['types', 'monotone', 'featureCost', 'costs'] as const;

function mapOf(named: Named<unknown> = {}): ReadonlyMap<string, unknown> {
  return named instanceof Map ? named : new Map(Object.entries(named));
}

/** What an option may be, where the checker's own words would puzzle a person. */
const ALLOWED: Readonly<Record<string, string>> = {
  depth: 'use a whole number from 1 to 12, or auto',
  maxDepth: 'use a whole number from 1 to 12',
  seed: 'use a whole number',
  maxRows: 'use a whole number from 100 to 20000000',
  truthWeight: 'use a number from 0 to 1',
  trees: 'use a whole number from 1 to 5000',
  minLeaf: 'use a whole number from 1',
  tolerance: 'use a number above 0',
  maxLeaves: 'use a whole number from 2',
  minRealRows: 'use a whole number from 1',
  threshold: 'use a number between 0 and 1',
  defer: 'use a number above 0 and below 1',
  monotone: 'use + or - for each column',
  featureCost: 'use a number above 0 and at most 1 for each column',
  costs: 'use a number from 0 for each pair of classes',
};

function optionError(issue: z.core.$ZodIssue, given: Record<string, unknown>): Error {
  const name = issue.path.length > 0 ? issue.path.join('.') : 'an option';
  const option = String(issue.path[0] ?? '');
  const found = mapOf(given[option] as Named<unknown>).get(String(issue.path[1])) ?? given[option];
  const shown = found === undefined ? '' : ` is ${shorten(JSON.stringify(found) ?? '', 60)}`;
  const allowed = ALLOWED[name] ?? ALLOWED[option] ?? issue.message;
  return usageError('E_OPTION', `${bothNames(name)}${shown}: ${allowed}.`);
}

/** An option as the library and the command line call it: `maxDepth (--max-depth)`. */
function bothNames(option: string): string {
  const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return flag === option ? option : `${option} (--${flag})`;
}

function chooseTeacher(wanted: string | TeacherFunction): TeacherChoice {
  if (typeof wanted === 'function') return { kind: 'function', answer: wanted };
  if (wanted === 'forest' || wanted === 'ml-random-forest') return { kind: wanted };
  if (wanted.startsWith('recorded:')) {
    const columns = wanted
      .slice('recorded:'.length)
      .split(',')
      .filter((name) => name !== '');
    if (columns.length > 0) return { kind: 'recorded', columns };
  }
  const forestFile = wanted.startsWith('ba-forest:') ? wanted.slice('ba-forest:'.length) : '';
  if (forestFile !== '') return { kind: 'ba-forest', file: forestFile };
  throw usageError(
    'E_TEACHER',
    `teacher is "${shorten(wanted, 60)}": use forest, ml-random-forest, recorded:<column>[,<column>…] or ba-forest:<file>.`,
  );
}

/** A run name from a file name: `My Data.csv` gives `my-data`. */
function nameFrom(data: string): string {
  const stem = basename(data, extname(data)).toLowerCase();
  const slug = stem.replace(/[^a-z0-9_]+/g, '-').replace(/^[-_]+|-+$/g, '');
  return slug.slice(0, 64) || 'run';
}

/** The settings as they stand in `run.json`: no folders, no functions. */
export function recordSettings(settings: Settings): Record<string, unknown> {
  const { teacher, types, monotone, featureCost, costs, ...rest } = settings;
  const left = ['data', 'out', 'force', 'name', 'signal', 'onProgress', 'onWarning', 'blocking'];
  const kept = Object.entries(rest).filter(
    ([key, value]) => !left.includes(key) && value !== undefined,
  );
  return {
    ...Object.fromEntries(kept),
    teacher: teacherWords(teacher),
    types: Array.from(types, ([column, type]) => ({ column, type })),
    monotone: Array.from(monotone, ([column, direction]) => ({ column, direction })),
    featureCost: Array.from(featureCost, ([column, cost]) => ({ column, cost })),
    costs: Array.from(costs, ([pair, cost]) => ({ pair, cost })),
  };
}

/** The settings of a run again, out of what {@link recordSettings} kept of them. */
export function recalledSettings(
  { name, configuration }: Pick<RunDocument, 'name' | 'configuration'>,
  data: string,
): Settings {
  const maps = NAMED.map((option) => {
    const entries = (configuration[option] ?? []) as readonly object[];
    return [option, new Map(entries.map((entry) => Object.values(entry) as [string, unknown]))];
  });
  const options = { ...configuration, ...Object.fromEntries(maps), name, data };
  return resolveSettings(options);
}

function teacherWords(teacher: TeacherChoice): string {
  switch (teacher.kind) {
    case 'recorded':
      return `recorded:${teacher.columns.join(',')}`;
    case 'ba-forest':
      return `ba-forest:${basename(teacher.file)}`;
    default:
      return teacher.kind;
  }
}
