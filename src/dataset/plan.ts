import { inputError } from '../core/errors.ts';
import type { ColumnRecord } from '../core/run.ts';
import { visible } from '../core/text.ts';
import type { Source } from '../store/source.ts';
import { checkHeaders, findColumn } from './headers.ts';
import type { ColumnType, DatasetOptions } from './types.ts';

/** What each column of a file is for, by position. */
export interface Plan {
  /** Checked names: trimmed, NFC, no two alike. */
  readonly names: readonly string[];
  readonly roles: readonly ColumnRecord['role'][];
  readonly target: number;
  readonly teacher: readonly number[];
  readonly split: number | null;
  /** Types the user chose, by position. */
  readonly types: ReadonlyMap<number, ColumnType>;
  readonly protectedAt: ReadonlySet<number>;
  readonly immutableAt: ReadonlySet<number>;
  readonly redactedAt: ReadonlySet<number>;
}

/**
 * Gives every column its role.
 * @throws EspalierError `E_NO_TARGET`, `E_NO_COLUMN`, `E_TWO_ROLES`, `E_REDACT`, or those of the headers.
 */
export function planColumns(source: Source, options: DatasetOptions): Plan {
  const names = checkHeaders(source);
  const find = (name: string): number => findColumn(names, name, 'E_NO_COLUMN', source.file);
  const target = findColumn(names, options.target, 'E_NO_TARGET', source.file);
  const roles: ColumnRecord['role'][] = names.map(() => 'feature');
  const assign = (at: number, role: ColumnRecord['role']): number => {
    if (roles[at] !== 'feature') {
      throw inputError(
        'E_TWO_ROLES',
        `column "${visible(names[at]!)}" is named for two roles (${roles[at]}, ${role}): choose one.`,
      );
    }
    roles[at] = role;
    return at;
  };
  assign(target, 'target');
  const teacher = (options.teacherColumns ?? []).map((name) => assign(find(name), 'teacher'));
  const split =
    options.split === undefined || options.split.kind === 'random'
      ? null
      : assign(find(options.split.column), 'split');
  for (const at of new Set((options.ignore ?? []).map(find))) assign(at, 'ignored');
  const redactable = (at: number): number => {
    if (roles[at] === 'target' || roles[at] === 'teacher') {
      throw inputError(
        'E_REDACT',
        `column "${visible(names[at]!)}" holds the ${roles[at]}'s answers, which every figure is computed from: it cannot be redacted.`,
      );
    }
    return at;
  };
  refuseNested(source, names, [target, ...teacher, ...(split === null ? [] : [split])]);
  return {
    names,
    roles,
    target,
    teacher,
    split,
    types: new Map([...(options.types ?? [])].map(([name, type]) => [find(name), type])),
    protectedAt: new Set((options.protectedColumns ?? []).map(find)),
    immutableAt: new Set((options.immutableColumns ?? []).map(find)),
    redactedAt: new Set((options.redactedColumns ?? []).map(find).map(redactable)),
  };
}

function refuseNested(source: Source, names: readonly string[], used: readonly number[]): void {
  const at = used.find((position) => source.columns[position]!.kind === 'nested');
  if (at === undefined) return;
  throw inputError(
    'E_NESTED',
    `column "${visible(names[at]!)}" holds lists, objects or bytes: give a column of single values.`,
  );
}
