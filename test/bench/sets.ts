import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A data set the benchmarks read: a CSV file in the folder given on the command line. */
export interface BenchSet {
  readonly name: string;
  readonly file: string;
  readonly target: string;
}

export const BENCH_SETS: readonly BenchSet[] = [
  { name: 'credit', file: 'credit.csv', target: 'Status' },
  { name: 'german_credit', file: 'german_credit.csv', target: 'credit_risk' },
  { name: 'compas', file: 'compas.csv', target: 'two_year_recid' },
  { name: 'titanic', file: 'titanic.csv', target: 'Survived' },
  { name: 'penguins', file: 'penguins.csv', target: 'Species' },
  { name: 'wine_quality', file: 'wine_quality.csv', target: 'quality' },
];

/** The path of a set's file. @throws when it is not in the folder. */
export function pathOf(set: BenchSet, folder: string): string {
  const path = join(folder, set.file);
  if (!existsSync(path)) throw new Error(`${set.file} is not in ${folder}`);
  return path;
}
