import { plainFigure, type Figure } from '../core/interval.ts';

const Z95 = 1.959963984540054;
const UNDEFINED: Figure = plainFigure(null, 0);

/**
 * Area under the ROC curve of `score` for telling positive rows from the rest; ties count half.
 * The interval is Hanley and McNeil's (1982). `null` unless both kinds of row are there.
 */
function binaryAuc(score: (row: number) => number, positive: Uint8Array): Figure {
  const n = positive.length;
  const rows = Int32Array.from({ length: n }, (_, row) => row).sort(
    (a, b) => score(a) - score(b) || a - b,
  );
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
  if (positives === 0 || negatives === 0) return { ...UNDEFINED, n };
  const auc = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  const spread =
    auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc);
  const half = Z95 * Math.sqrt(Math.max(0, spread) / (positives * negatives));
  return { value: auc, low: Math.max(0, auc - half), high: Math.min(1, auc + half), n };
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
