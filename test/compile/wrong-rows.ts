import { leafAnswers } from '../../src/compile/tables.ts';
import { leafIds, leafOf, type Model } from '../../src/core/tree.ts';
import type { RandomRow } from './random-row.ts';

/** What generated code says of a row: leaf, decision, value, id of the path. */
type Answer = readonly [number, string | number, number | readonly number[], string];

/** The rows that are answered in another way than the reference walker does. */
export function wrongRows(
  model: Model,
  rows: readonly RandomRow[],
  found: readonly Answer[],
): RandomRow[] {
  const answers = leafAnswers(model);
  const leaves = leafIds(model.tree);
  return rows.filter(({ codes }, i) => {
    const leaf = leaves.indexOf(leafOf(model.tree, (feature) => codes[feature] ?? NaN));
    const { decision, value, id } = answers[leaf]!;
    const score = model.task === 'regression' ? value[0] : value;
    return JSON.stringify(found[i]) !== JSON.stringify([leaf, decision, score, id]);
  });
}
