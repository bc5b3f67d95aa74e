import { wilson } from '../core/interval.ts';
import type { DeferralRecord, FloorRecord } from '../core/run.ts';
import { leafIds, type Tree } from '../core/tree.ts';
import { sameAnswer } from './same-answer.ts';
import type { Yardstick } from './yardstick.ts';

/** Floors that every run reports, so that an analyst sees what each would give. */
const FLOORS = [0.9, 0.95, 0.98, 0.99, 0.995] as const;

/**
 * Rows of the whole tree's agreement that are added to every leaf's own (shrinkage): two agreeing
 * rows do not show 99%. On credit the rows answered at a floor of 0.99 agreed on 99.8%, with a leaf's
 * own share alone on 97.1%.
 */
const BORROWED_ROWS = 5;

/** One set of rows: the leaf each reaches, and the teacher's soft answers, row-major. */
export interface LeafRows {
  readonly leaves: Int32Array;
  readonly teacher: Float64Array;
}

/** Rows by leaf, by node id. */
interface LeafTally {
  readonly rows: Int32Array;
  readonly agreeing: Int32Array;
}

/**
 * The leaves that do not reach `floor`: the share of the select rows there that agree with the
 * teacher (for numbers: lie within the tolerance of it), drawn towards the whole tree's share, is
 * below it, or no select row comes there at all. Of length `nNodes`.
 */
export function deferredLeaves(
  tree: Tree,
  select: LeafRows,
  yardstick: Yardstick,
  floor: number,
): Uint8Array {
  return leavesBelow(tree, tally(tree, select, yardstick), floor);
}

/**
 * What deferring gives on the test rows, at the floor of the run (`null`: every leaf answers) and at
 * several others. The select rows choose the leaves.
 */
export function measureDeferral(
  tree: Tree,
  rows: { readonly select: LeafRows; readonly test: LeafRows },
  yardstick: Yardstick,
  floor: number | null,
): DeferralRecord {
  const select = tally(tree, rows.select, yardstick);
  const test = tally(tree, rows.test, yardstick);
  const at = (own: number): FloorRecord => ({
    floor: own,
    ...answeredRows(tree, select, test, own),
  });
  const floors = [...FLOORS, ...(floor === null ? [] : [floor])].sort((a, b) => a - b);
  return {
    floor,
    ...answeredRows(tree, select, test, floor),
    floors: floors.filter((one, i) => one !== floors[i - 1]).map(at),
  };
}

function answeredRows(
  tree: Tree,
  select: LeafTally,
  test: LeafTally,
  floor: number | null,
): Omit<FloorRecord, 'floor'> {
  const deferred = floor === null ? tree.deferred.map(() => 0) : leavesBelow(tree, select, floor);
  let total = 0;
  let answered = 0;
  let agreeing = 0;
  for (const leaf of leafIds(tree)) {
    total += test.rows[leaf]!;
    if (deferred[leaf] === 1) continue;
    answered += test.rows[leaf]!;
    agreeing += test.agreeing[leaf]!;
  }
  return {
    leaves: deferred.reduce((sum, one) => sum + one, 0),
    answered: wilson(answered, total),
    fidelity: wilson(agreeing, answered),
  };
}

function leavesBelow(tree: Tree, { rows, agreeing }: LeafTally, floor: number): Uint8Array {
  const deferred = new Uint8Array(tree.feature.length);
  const total = (counts: Int32Array): number => counts.reduce((sum, count) => sum + count, 0);
  const [allRows, allAgreeing] = [total(rows), total(agreeing)];
  for (const leaf of leafIds(tree)) {
    // Whole numbers and one division: a share of exactly the floor reaches it.
    const share =
      (agreeing[leaf]! * allRows + BORROWED_ROWS * allAgreeing) /
      ((rows[leaf]! + BORROWED_ROWS) * allRows);
    const reaches = rows[leaf]! > 0 && share >= floor;
    deferred[leaf] = reaches ? 0 : 1;
  }
  return deferred;
}

function tally(tree: Tree, { leaves, teacher }: LeafRows, yardstick: Yardstick): LeafTally {
  const agrees = sameAnswer(tree, yardstick, yardstick.rule);
  const rows = new Int32Array(tree.feature.length);
  const agreeing = new Int32Array(tree.feature.length);
  leaves.forEach((leaf, row) => {
    rows[leaf]! += 1;
    if (agrees(leaf, teacher, row)) agreeing[leaf]! += 1;
  });
  return { rows, agreeing };
}
