import { inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import type { Rows, SourceColumn } from '../store/column-rows.ts';
import { readColumn } from './column.ts';
import type { Dataset, SplitOptions } from './types.ts';

/**
 * The values that a time, group or column split reads, one a row.
 * @throws EspalierError `E_SPLIT` naming the row without a value, or a time that is none.
 */
export async function readSplitValues(
  rows: Rows,
  at: number,
  name: string,
  kind: SourceColumn['kind'],
  split: SplitOptions['kind'],
): Promise<Dataset['splitValues']> {
  const values = split === 'time' ? await readTimes(rows, at, name, kind) : await rows.texts(at);
  const bad =
    values instanceof Float64Array ? values.findIndex(Number.isNaN) : values.indexOf(null);
  if (bad === -1) return values as Float64Array | string[];
  const row = rows.rowNumbers[bad]!;
  throw inputError(
    'E_SPLIT',
    `the split column "${visible(name)}" has no value in row ${row}: fill it in, or leave that row out.`,
  );
}

async function readTimes(
  rows: Rows,
  at: number,
  name: string,
  kind: SourceColumn['kind'],
): Promise<Float64Array> {
  const column = await readColumn(rows, at, name, kind === 'text' ? 'open' : kind, undefined);
  if (column.values instanceof Float64Array) return column.values;
  throw inputError(
    'E_SPLIT',
    `the time column "${visible(name)}" is neither numbers nor ISO dates like 2020-01-31: correct it or split another way.`,
  );
}
