import { breathe, type StageOptions } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { stackTables, type Table } from '../core/table.ts';
import { copulaSampler } from './copula.ts';
import type { AugmentMethod } from './methods.ts';
import { mungeSampler } from './munge.ts';
import { emptyTable, type Sampler } from './sampler.ts';

const FEWEST = 20_000;
const MOST = 1_000_000;
const ROWS_A_REAL_ROW = 20;
const ROWS_A_LEAF = 200;
const DEEPEST = 8;
/** Rows drawn between two turns of the event loop. */
const CHUNK = 5000;

/**
 * How many synthetic rows a student of at most `depth` levels is fitted on:
 * max(20 n, 200 · 2^depth), depth capped at 8, within 20,000 and 1,000,000.
 */
export function syntheticRowCount(realRows: number, depth: number): number {
  const leaves = 1 << Math.min(depth, DEEPEST);
  const wanted = Math.max(ROWS_A_REAL_ROW * realRows, ROWS_A_LEAF * leaves);
  return Math.min(MOST, Math.max(FEWEST, wanted));
}

/** The sampler of a method, learned from real rows; `null` for `none`. */
export function learnSampler(
  method: AugmentMethod,
  table: Table,
  score: ArrayLike<number>,
  random: Random,
): Sampler | null {
  switch (method) {
    case 'none':
      return null;
    case 'copula':
      return copulaSampler(table, score);
    case 'munge':
      return mungeSampler(table, random);
    case 'blend':
      return blend(copulaSampler(table, score), mungeSampler(table, random));
  }
}

/** Half the rows from each sampler, one after the other. */
function blend(first: Sampler, second: Sampler): Sampler {
  return (n, random) => {
    const half = Math.ceil(n / 2);
    return stackTables(
      first(half, random.substream('first')),
      second(n - half, random.substream('second')),
    );
  };
}

/** Draws `n` rows in pieces, so that a long draw can be watched and stopped. */
export async function drawRows(
  sampler: Sampler,
  n: number,
  random: Random,
  { signal, onProgress }: StageOptions,
): Promise<Table> {
  const pieces: Table[] = [];
  for (let from = 0; from < n; from += CHUNK) {
    const size = Math.min(CHUNK, n - from);
    pieces.push(sampler(size, random.substream(from)));
    onProgress?.({ stage: 'augment', done: from + size, total: n });
    await breathe(signal);
  }
  return joinTables(pieces, n);
}

function joinTables(pieces: readonly Table[], n: number): Table {
  const joined = emptyTable(pieces[0]!.features, n);
  let at = 0;
  for (const piece of pieces) {
    piece.columns.forEach((column, f) => joined.columns[f]!.set(column, at));
    at += piece.nRows;
  }
  return joined;
}
