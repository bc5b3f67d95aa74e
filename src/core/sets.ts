import type { Labels, Table } from './table.ts';

/**
 * Three disjoint sets of real rows: the student is fitted on `train`, its depth is chosen on
 * `select`, and `test` only reports.
 */
export type SetName = 'train' | 'select' | 'test';

export const SET_NAMES: readonly SetName[] = ['train', 'select', 'test'];

/** One set of real rows. */
interface RowSet {
  readonly table: Table;
  readonly truth: Labels;
  /** The teacher's answers where they were recorded in the file, else `null`. */
  readonly recorded: Labels | null;
}

export type RowSets = Readonly<Record<SetName, RowSet>>;

/** One value a set, made by `make`. */
export function forEachSet<T>(make: (name: SetName) => T): Record<SetName, T> {
  return { train: make('train'), select: make('select'), test: make('test') };
}
