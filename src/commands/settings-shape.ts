import { z } from 'zod';
import { AUGMENT_METHODS } from '../augment/methods.ts';
import { usageError } from '../core/errors.ts';
import { OBJECTIVES, SEARCH_METHODS } from '../core/run.ts';
import { shorten } from '../core/text.ts';
import { REPORTS } from './names.ts';
import type { DistillOptions, Named } from './options.ts';

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
  workers: z.int().min(1).max(64).optional(),
});

/** Options that hold one value a name. */
export const NAMED = ['types', 'monotone', 'featureCost', 'costs'] as const;

function mapOf(named: Named<unknown> = {}): ReadonlyMap<string, unknown> {
  return named instanceof Map ? named : new Map(Object.entries(named));
}

/**
 * Options as they were given, checked one by one, with their defaults.
 * @throws EspalierError `E_OPTION` naming the option, what was found and what is allowed.
 */
export function checkOptions(options: Partial<DistillOptions>): z.infer<typeof shape> {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const maps = NAMED.map((name) => [name, mapOf(options[name])] as const);
  const parsed = shape.safeParse({ ...given, ...Object.fromEntries(maps) });
  if (!parsed.success) throw optionError(parsed.error.issues[0]!, given);
  return parsed.data;
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
  workers: 'use a whole number from 1 to 64',
  tolerance: 'use a number above 0',
  maxLeaves: 'use a whole number from 2',
  minRealRows: 'use a whole number from 1',
  threshold: 'use a number between 0 and 1',
  defer: 'use a number between 0 and 1',
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
