import type { Sample } from '../../cart/histogram.ts';
import { spread, type Problem } from './problem.ts';
import type { Voters } from './votes.ts';

/** Some of a node's rows, gathered: what candidates of the node are scored on. */
export interface Scoring {
  /** Rough bins and targets; its rows are 0 to `rows.length - 1`. */
  readonly sample: Sample;
  /** The teacher's class of each row; `null` for regression. */
  readonly voters: Voters | null;
  /** The row of the problem that each row is. */
  readonly rows: Int32Array;
}

/**
 * At most `most` rows of a node, evenly spread: real ones as far as their share of the weight goes,
 * because they are few and weigh much. Real and synthetic rows keep the total weight they have in
 * the node.
 *
 * @param rows the rows of the node, ascending
 */
export function scoringRows(problem: Problem, rows: Int32Array, most: number): Scoring {
  const { roughSample, decided, nOutputs, realRows, realMass } = problem;
  let nReal = 0;
  while (nReal < rows.length && rows[nReal]! < realRows) nReal++;
  const [real, synthetic] = [rows.subarray(0, nReal), rows.subarray(nReal)];
  const wanted = Math.max(Math.round(most * realMass), most - synthetic.length);
  const someReal = spread(real, wanted);
  const someSynthetic = spread(synthetic, most - someReal.length);
  const chosen = new Int32Array(someReal.length + someSynthetic.length);
  chosen.set(someReal);
  chosen.set(someSynthetic, someReal.length);
  const scale = new Float64Array(chosen.length);
  scale.fill(real.length / someReal.length, 0, someReal.length);
  scale.fill(synthetic.length / someSynthetic.length, someReal.length);
  const sample = gather(roughSample, chosen, scale);
  const voters =
    decided === null
      ? null
      : { decided: chosen.map((row) => decided[row]!), weight: sample.weight, nClasses: nOutputs };
  return { sample, voters, rows: chosen };
}

/** The rows of a sample named by `rows`, each weight times its scale. */
function gather(
  { table, nTargets, weight, targets, sums }: Sample,
  rows: Int32Array,
  scale: Float64Array,
): Sample {
  const n = rows.length;
  const columns = table.columns.map((column) => {
    const own = new Uint8Array(n);
    for (let i = 0; i < n; i++) own[i] = column[rows[i]!]!;
    return own;
  });
  const ownWeight = new Float64Array(n);
  const ownTargets = new Float64Array(n * nTargets);
  const ownSums = new Float64Array(n * nTargets);
  for (let i = 0; i < n; i++) {
    ownWeight[i] = scale[i]! * weight[rows[i]!]!;
    for (let k = 0; k < nTargets; k++) {
      ownTargets[i * nTargets + k] = targets[rows[i]! * nTargets + k]!;
      ownSums[i * nTargets + k] = scale[i]! * sums[rows[i]! * nTargets + k]!;
    }
  }
  const binned = { binning: table.binning, columns, nRows: n };
  return { table: binned, nTargets, weight: ownWeight, targets: ownTargets, sums: ownSums };
}
