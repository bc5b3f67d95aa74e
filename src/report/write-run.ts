import { sha256Hex } from '../core/hash.ts';
import type { StageOptions } from '../core/errors.ts';
import type { RunDocument } from '../core/run.ts';
import { writeDirectory } from '../store/directory.ts';
import { parquetBytes, type ParquetColumn } from '../store/parquet.ts';
import { documentText } from './documents.ts';

export { refuseExisting } from '../store/directory.ts';

/** What a run directory is made of. */
export interface RunFiles {
  readonly manifest: Omit<RunDocument, 'artifacts'>;
  /** Text files by their path in the directory. */
  readonly texts: ReadonlyMap<string, string>;
  /** Parquet files by their path in the directory. */
  readonly tables: ReadonlyMap<string, readonly ParquetColumn[]>;
}
