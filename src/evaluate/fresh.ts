import { breathe } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { selectRows, stackTables, type Table } from '../core/table.ts';
import { leafIds, leavesOf, type Tree } from '../core/tree.ts';
import type { PooledOptions } from '../core/workers.ts';

const ROWS_A_LEAF = 200;
const ROWS_A_ROUND = 10_000;
const MOST_ROUNDS = 12;

/** Rows drawn afresh, after fitting, that reach each leaf; and the teacher's answers to them. */
export interface FreshRows {
  readonly leaves: Int32Array;
  /** Row-major `leaves.length * nOutputs`. */
  readonly teacher: Float64Array;
}

/**
 * Draws rows until every leaf has 200 of them or 120,000 were drawn, and asks the teacher about
 * those that are kept (at most 200 a leaf).
 */
export async function drawFreshRows(
  tree: Tree,
  sampler: (n: number, random: Random) => Table,
  answer: (table: Table, options: PooledOptions) => Promise<Float64Array>,
  random: Random,
  options: PooledOptions,
): Promise<FreshRows> {
  const found = new Map(leafIds(tree).map((leaf) => [leaf, 0]));
  let kept: Table | null = null;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const drawn = sampler(ROWS_A_ROUND, random.substream(round));
    const wanted = wantedRows(leavesOf(tree, drawn), found);
    const rows = selectRows(drawn, wanted);
    kept = kept === null ? rows : stackTables(kept, rows);
    const enough = [...found.values()].every((count) => count >= ROWS_A_LEAF);
    const done = enough ? MOST_ROUNDS : round + 1;
    options.onProgress?.({ stage: 'evidence', done, total: MOST_ROUNDS });
    await breathe(options.signal);
    if (enough) break;
  }
  const quiet = { signal: options.signal, pool: options.pool };
  return { leaves: leavesOf(tree, kept!), teacher: await answer(kept!, quiet) };
}

/** Rows whose leaf still needs some; counts them. */
function wantedRows(leaves: Int32Array, found: Map<number, number>): number[] {
  const wanted: number[] = [];
  leaves.forEach((leaf, row) => {
    const count = found.get(leaf)!;
    if (count >= ROWS_A_LEAF) return;
    found.set(leaf, count + 1);
    wanted.push(row);
  });
  return wanted;
}
