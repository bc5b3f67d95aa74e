import type { OutcomeOf } from './flips.ts';
import { MISSING } from './table.ts';
import { decisionName, leafOf, type Model, type Tree } from './tree.ts';

/** Numbers above `low` and at most `high`. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Where one value may go alone, all others staying, without another outcome. */
export type Slack =
  | {
      readonly kind: 'numeric';
      /** Every part of the number line that keeps the outcome, ascending, none touching another. */
      readonly keeps: readonly Interval[];
      /** The part that holds the value; `null` where the value is missing. */
      readonly own: Interval | null;
      /** Whether a missing value keeps the outcome. */
      readonly missing: boolean;
    }
  | {
      readonly kind: 'categorical';
      /** Codes that keep the outcome, ascending. */
      readonly keeps: readonly number[];
      readonly missing: boolean;
    };

/**
 * What counts as another outcome than that of `leaf`: another class, or a number further off than
 * `tolerance` on one side or the other. Asking the teacher is an outcome of its own.
 */
export function outcomesFrom(model: Model, leaf: number, tolerance: number): OutcomeOf {
  const { tree, task } = model;
  return (other) => {
    if (tree.deferred[other] === 1) return 'ask';
    if (task === 'classification') return `is ${decisionName(model, other)}`;
    const away = tree.value[other]! - tree.value[leaf]!;
    return Math.abs(away) <= tolerance ? 'as it is' : away < 0 ? 'lower' : 'higher';
  };
}

/** How far the value of `feature` can move alone: exact, over all leaves that are met on the way. */
export function slackOf(
  model: Model,
  values: readonly number[],
  feature: number,
  outcomeOf: OutcomeOf,
): Slack {
  const { tree } = model;
  const at = (value: number): string =>
    outcomeOf(leafOf(tree, (f) => (f === feature ? value : values[f]!)));
  const value = values[feature]!;
  const keep = at(value);
  const one = model.features[feature]!;
  if (one.kind === 'categorical') {
    const keeps = one.categories.map((_, code) => code).filter((code) => at(code) === keep);
    return { kind: 'categorical', keeps, missing: at(MISSING) === keep };
  }
  const keeps = joined(cellsOf(tree, feature).filter(({ high }) => at(high) === keep));
  const own = keeps.find(({ low, high }) => (low < value || low === -Infinity) && value <= high);
  return { kind: 'numeric', keeps, own: own ?? null, missing: at(Number.NaN) === keep };
}

/** The number line cut at every threshold of a feature: within a cell no question changes its answer. */
function cellsOf({ feature, threshold, setOffset }: Tree, asked: number): Interval[] {
  const cuts = threshold.filter((_, node) => feature[node] === asked && setOffset[node] === -1);
  const ends = [...new Set([...cuts.toSorted(), Infinity])];
  return ends.map((high, i) => ({ low: i === 0 ? -Infinity : ends[i - 1]!, high }));
}

/** Neighbours made one. */
function joined(cells: readonly Interval[]): Interval[] {
  const parts: Interval[] = [];
  for (const cell of cells) {
    const last = parts.at(-1);
    if (last?.high === cell.low) parts[parts.length - 1] = { low: last.low, high: cell.high };
    else parts.push(cell);
  }
  return parts;
}
