import type { Sample } from '../../cart/histogram.ts';

/** More target columns than this are counted as the heaviest ones and a rest. */
const MOST_TARGETS = 16;
const KEPT_TARGETS = 8;

/**
 * A sample of many classes with few target columns: the eight classes of most weight, the others as
 * one. Squared distances are then somewhat too small: for growth that is only scored.
 */
export function roughTargets(sample: Sample): Sample {
  const { nTargets, sums, targets, weight } = sample;
  if (nTargets <= MOST_TARGETS) return sample;
  const place = placesOf(sums, nTargets);
  const joined = KEPT_TARGETS + 1;
  const join = (values: Float64Array): Float64Array => {
    const out = new Float64Array(weight.length * joined);
    for (let row = 0; row < weight.length; row++) {
      for (let k = 0; k < nTargets; k++) {
        out[row * joined + place[k]!]! += values[row * nTargets + k]!;
      }
    }
    return out;
  };
  return { ...sample, nTargets: joined, sums: join(sums), targets: join(targets) };
}

/** The column of each class: the heaviest have one each, the lower index first on a tie. */
function placesOf(sums: Float64Array, nTargets: number): Int32Array {
  const mass = new Float64Array(nTargets);
  for (let i = 0; i < sums.length; i++) mass[i % nTargets]! += sums[i]!;
  const heaviest = [...mass.keys()].toSorted((a, b) => mass[b]! - mass[a]! || a - b);
  const place = new Int32Array(nTargets).fill(KEPT_TARGETS);
  for (const [column, k] of heaviest.slice(0, KEPT_TARGETS).entries()) place[k] = column;
  return place;
}
