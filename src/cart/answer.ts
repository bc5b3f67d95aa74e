import type { Table } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';

/**
 * Adds a tree's values for the rows of `table` to `out` (row-major `nRows * nOutputs`), for all of
 * them in [from, to) or only those where `only` is not 0. The same walk as core's reference walker, without its
 * calls: a forest answers millions of rows.
 */
export function addAnswers(
  tree: Tree,
  table: Table,
  out: Float64Array,
  only: Uint8Array | null = null,
  from = 0,
  to = table.nRows,
): void {
  const { feature, threshold, left, right, missingLeft, setOffset, setWords, value } = tree;
  const { columns } = table;
  const k = tree.nOutputs;
  for (let row = from; row < to; row++) {
    if (only !== null && only[row] === 0) continue;
    let node = 0;
    for (let f = feature[0]!; f !== -1; f = feature[node]!) {
      const x = columns[f]![row]!;
      const offset = setOffset[node]!;
      let goLeft: boolean;
      if (offset === -1) goLeft = x <= threshold[node]! || (x !== x && missingLeft[node] === 1);
      else if (x < 0) goLeft = missingLeft[node] === 1;
      else goLeft = ((setWords[offset + (x >> 5)]! >>> (x & 31)) & 1) === 1;
      node = goLeft ? left[node]! : right[node]!;
    }
    for (let c = 0; c < k; c++) out[row * k + c]! += value[node * k + c]!;
  }
}
