import { Random } from '../../src/core/random.ts';
import { readDataset } from '../../src/dataset/read.ts';
import type { Dataset, DatasetOptions } from '../../src/dataset/types.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

export type Columns = Readonly<Record<string, readonly (string | number | null | undefined)[]>>;

/** A CSV text from columns: every cell in quotes. */
export function csvOf(columns: Columns): string {
  const quote = (cell: string | number | null | undefined): string =>
    `"${String(cell ?? '').replaceAll('"', '""')}"`;
  const names = Object.keys(columns);
  const n = columns[names[0]!]!.length;
  const rows = Array.from({ length: n }, (_, row) =>
    names.map((name) => quote(columns[name]![row])),
  );
  return [names.map(quote), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

/** `n` values of a function of the row. */
export function column<T>(n: number, value: (row: number) => T): T[] {
  return Array.from({ length: n }, (_, row) => value(row));
}

/** Pseudo-random numbers in [0, 1) by name. */
export function noise(n: number, name: string): number[] {
  const random = new Random(name);
  return column(n, () => random.uniform());
}

/** Reads columns as a dataset by way of a CSV file. */
export function reader(): (
  columns: Columns,
  options?: Partial<DatasetOptions>,
) => Promise<Dataset> {
  const folder = temporaryFolder();
  return (columns, options = {}) =>
    readDataset(folder.write('data.csv', csvOf(columns)), { target: 'y', ...options });
}
