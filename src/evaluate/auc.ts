import { plainFigure, Z95, type Figure } from '../core/interval.ts';

/** Halvings of [0, 1] until two bounds agree to the last digits of a double. */
const HALVINGS = 52;

/**
 * Area under the ROC curve of `score` for telling positive rows from the rest; ties count half.
 * `null` unless both kinds of row are there.
 */
function binaryAuc(score: (row: number) => number, positive: Uint8Array): Figure {
  const n = positive.length;
  const rows = Int32Array.from(positive.keys()).sort((a, b) => score(a) - score(b) || a - b);
  let rankSum = 0;
  let positives = 0;
  for (let from = 0; from < n;) {
    let to = from + 1;
    while (to < n && score(rows[to]!) === score(rows[from]!)) to++;
    let inTie = 0;
    for (let i = from; i < to; i++) inTie += positive[rows[i]!]!;
    rankSum += (inTie * (from + 1 + to)) / 2;
    positives += inTie;
    from = to;
  }
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) return plainFigure(null, n);
  const auc = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  return { value: auc, ...areaInterval(auc, positives, negatives), n };
}

/**
 * The areas that lie within 1.96 of their own standard errors of the one that was found (Newcombe
 * 2006, method 5): unlike Hanley and McNeil's it has a width at an area of 1.
 */
function areaInterval(
  auc: number,
  positives: number,
  negatives: number,
): { low: number; high: number } {
  const half = (positives + negatives) / 2 - 1;
  const reach = (area: number): number => {
    const spread = 1 + (half * (1 - area)) / (2 - area) + (half * area) / (1 + area);
    return Z95 * Math.sqrt((area * (1 - area) * spread) / (positives * negatives));
  };
  return {
    low: firstWhere((area) => area + reach(area) >= auc, 0, auc),
    high: firstWhere((area) => area - reach(area) >= auc, auc, 1),
  };
}

/** The smallest number in [low, high] where `holds`, which must stay true from there on. */
function firstWhere(holds: (x: number) => boolean, low: number, high: number): number {
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Area under the curve of soft scores against decided classes. Two classes: of the second class.
 * More: one class against the rest, averaged over the classes that occur (no interval).
 *
 * @param soft row-major `n * nOutputs`
 * @param classes decided class of each row
 */
export function areaUnderCurve(soft: Float64Array, classes: Int32Array, nOutputs: number): Figure {
  const oneAgainstRest = (c: number): Figure =>
    binaryAuc(
      (row) => soft[row * nOutputs + c]!,
      Uint8Array.from(classes, (k) => (k === c ? 1 : 0)),
    );
  if (nOutputs === 2) return oneAgainstRest(1);
  const areas: number[] = [];
  for (let c = 0; c < nOutputs; c++) {
    const { value } = oneAgainstRest(c);
    if (value !== null) areas.push(value);
  }
  const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
  return plainFigure(areas.length === 0 ? null : mean, classes.length);
}
