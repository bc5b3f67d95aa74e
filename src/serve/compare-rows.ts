import { alignedLeaf, type TreePair } from '../core/compare-trees.ts';
import type { HeldOutSets } from '../report/held-out.ts';

/** Rows by the pair of leaves they reach. */
export type Counted = ReadonlyMap<string, { leafA: number; leafB: number; rows: number }>;

export const keyOf = (leafA: number, leafB: number): string => `${leafA} ${leafB}`;

/** Rows by the leaves they reach, and how many cannot be told; `null` without a column that is asked. */
export function countRows(
  pair: TreePair,
  { select, test }: HeldOutSets,
): { counts: Counted; untold: number } | null {
  const counts = new Map<string, { leafA: number; leafB: number; rows: number }>();
  const asked = [...new Set([...askedPlaces(pair.a), ...askedPlaces(pair.b)])];
  const doubtful = asked.flatMap((f) => doubtAt(pair, f));
  let untold = 0;
  for (const { columns, leaves } of [select, test]) {
    if (asked.some((f) => (columns[f] ?? null) === null)) return null;
    for (let i = 0; i < leaves.length; i++) {
      const row = pair.features.map((_, f) => columns[f]?.[i] ?? NaN);
      if (doubtful.some(({ f, isDoubtful }) => isDoubtful(row[f]!))) {
        untold++;
        continue;
      }
      const [leafA, leafB] = [alignedLeaf(pair.a, row), alignedLeaf(pair.b, row)];
      const key = keyOf(leafA, leafB);
      const known = counts.get(key) ?? { leafA, leafB, rows: 0 };
      known.rows++;
      counts.set(key, known);
    }
  }
  return { counts, untold };
}

/**
 * The rows of the first run say "missing" or its rest for a category that it does not know; where the
 * second knows more of them, such a row may be any of these.
 */
function doubtAt(
  { a, features }: TreePair,
  f: number,
): { f: number; isDoubtful: (value: number) => boolean }[] {
  const joined = features[f]!;
  const own = a.model.features[f];
  if (joined.kind === 'numeric' || own === undefined || own.kind === 'numeric') return [];
  if (joined.categories.length === own.categories.length) return [];
  const rest = own.rest === null ? -1 : own.categories.indexOf(own.rest);
  return [{ f, isDoubtful: (value) => value < 0 || value === rest }];
}

function askedPlaces({ model, place }: TreePair['a']): number[] {
  return [...new Set(model.tree.feature)].filter((own) => own !== -1).map((own) => place[own]!);
}

export function whyUncounted(pair: TreePair, rows: HeldOutSets | null): string {
  if (rows === null) return 'The held-out rows of the first run cannot be read.';
  const asked = [...new Set([...askedPlaces(pair.a), ...askedPlaces(pair.b)])];
  const beyond = asked.some((f) => f >= rows.test.columns.length);
  return beyond
    ? 'The second tree asks a feature that the rows of the first run do not have.'
    : 'A column that a tree asks was redacted.';
}
