import type { Warning } from '../core/errors.ts';
import type { Rows, SourceColumn } from './column-rows.ts';

/** A data file loaded into DuckDB: rows in file order, columns by position. */
export interface Source {
  readonly format: 'csv' | 'parquet' | 'json';
  /** File name without its folder, safe to print. */
  readonly file: string;
  readonly sha256: string;
  readonly columns: readonly SourceColumn[];
  readonly nRows: number;
  readonly warnings: readonly Warning[];
  readonly rows: Rows;
  close(): Promise<void>;
}
