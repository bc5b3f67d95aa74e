import { availableParallelism } from 'node:os';
import { basename, extname } from 'node:path';
import { usageError } from '../core/errors.ts';
import { shorten } from '../core/text.ts';
import type { PooledOptions } from '../core/workers.ts';
import type { SplitOptions } from '../dataset/types.ts';
import type { TeacherFunction } from '../teacher/function-teacher.ts';
import type { DistillOptions } from './options.ts';
import { checkOptions } from './settings-shape.ts';
import { refuseContradictions } from './wishes.ts';

export type TeacherChoice =
  | { readonly kind: 'forest' }
  | { readonly kind: 'ml-random-forest' }
  | { readonly kind: 'ba-forest'; readonly file: string }
  | { readonly kind: 'recorded'; readonly columns: readonly string[] }
  | { readonly kind: 'function'; readonly answer: TeacherFunction };

/** Options with every default filled in and every value checked. */
export interface Settings
  extends
    Omit<ReturnType<typeof checkOptions>, 'name' | 'trees' | 'split' | 'workers'>,
    PooledOptions {
  readonly name: string;
  readonly trees: number;
  readonly workers: number;
  readonly split: SplitOptions;
  readonly teacher: TeacherChoice;
}

/**
 * Checks options and fills in defaults.
 * @throws EspalierError `E_OPTION` naming the option, what was found and what is allowed.
 */
export function resolveSettings(options: DistillOptions): Settings {
  const { signal, onProgress, onWarning, blocking, teacher: wanted = 'forest', ...plain } = options;
  const checked = checkOptions(plain);
  refuseContradictions(checked);
  const teacher = chooseTeacher(wanted);
  return {
    ...checked,
    split: checked.split,
    maxDepth: checked.depth === 'auto' ? checked.maxDepth : checked.depth,
    augment: teacher.kind === 'recorded' ? 'none' : checked.augment,
    name: checked.name ?? nameFrom(checked.data),
    trees: checked.trees ?? (teacher.kind === 'ml-random-forest' ? 50 : 200),
    workers: checked.workers ?? Math.min(MOST_WORKERS, availableParallelism()),
    teacher,
    signal,
    onProgress,
    onWarning,
    blocking,
  };
}

/** Workers that are started unless more are asked for: each costs memory and a start. */
const MOST_WORKERS = 8;

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
