import type { ChangedPath, ComparedRegion, PathFlow } from './contract-compare.ts';

interface Sums {
  readonly decision: string;
  rows: number;
  regions: number;
  readonly becomes: Map<string, number>;
}

/**
 * The paths of the first tree on which the second decides otherwise somewhere, those with most such
 * rows first. `regions` or `flows` are null where they were not worked out; null where neither was.
 */
export function changedPathsOf(
  regions: readonly ComparedRegion[] | null,
  flows: readonly PathFlow[] | null,
): ChangedPath[] | null {
  if (regions === null && flows === null) return null;
  const byPath = new Map<string, Sums>();
  const sumsOf = ({ pathA, decisionA }: Pick<PathFlow, 'pathA' | 'decisionA'>): Sums => {
    const known = byPath.get(pathA);
    if (known !== undefined) return known;
    const fresh = { decision: decisionA, rows: 0, regions: 0, becomes: new Map<string, number>() };
    byPath.set(pathA, fresh);
    return fresh;
  };
  for (const flow of flows ?? []) {
    const sums = sumsOf(flow);
    sums.rows += flow.rows;
    if (flow.kind !== null) add(sums.becomes, flow.decisionB, flow.rows);
  }
  for (const region of regions ?? []) {
    const sums = sumsOf(region);
    sums.regions++;
    add(sums.becomes, region.decisionB, 0);
  }
  return Array.from(byPath, ([path, sums]) => {
    const becomes = Array.from(sums.becomes, ([decision, rows]) => ({
      decision,
      rows: flows && rows,
    })).toSorted((x, y) => (y.rows ?? 0) - (x.rows ?? 0));
    return {
      path,
      decision: sums.decision,
      rows: flows && sums.rows,
      changed: flows && becomes.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
      regions: regions && sums.regions,
      becomes,
    };
  })
    .filter(({ becomes }) => becomes.length > 0)
    .toSorted((x, y) => (y.changed ?? 0) - (x.changed ?? 0) || (y.regions ?? 0) - (x.regions ?? 0));
}

function add(sums: Map<string, number>, key: string, n: number): void {
  sums.set(key, (sums.get(key) ?? 0) + n);
}
