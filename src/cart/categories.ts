import type { FeatureCounts } from './histogram.ts';

/** Multiplications of power iteration: 24 leave under 1 % of a component 80 % as strong. */
const POWER_STEPS = 24;

/** Positions are told apart on a grid of this many steps; what is finer is noise of summation. */
const GRID = 1 << 30;

/** Share of the largest component from which another one counts as largest too. */
const AS_LARGE = 1 - 1e-6;

/**
 * Orders the occupied categories `order[0..count)` so that a best (or good) left set is a prefix.
 * One target: by mean, which is optimal (Fisher 1958; Breiman et al. 1984, section 4.2.2). Several:
 * along the first principal component of the categories' mean targets (Coppersmith, Hong and Hosking
 * 1999), which points to the last of the targets that vary most. Ties go by category code.
 *
 * @param order category codes, reordered in place; at most 256
 */
export function orderCategories(counts: FeatureCounts, order: Int32Array, count: number): void {
  const { histogram, base, stride } = counts;
  const nTargets = stride - 2;
  const direction = nTargets === 1 ? Float64Array.of(1) : principalDirection(counts, order, count);
  const positions = new Float64Array(count);
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const at = base + order[i]! * stride;
    let along = 0;
    for (let k = 0; k < nTargets; k++) along += histogram[at + 2 + k]! * direction[k]!;
    positions[i] = along / histogram[at + 1]!;
    largest = Math.max(largest, Math.abs(positions[i]!));
  }
  // Grid position and code as one whole number: sorted without a comparison function.
  const scale = largest === 0 ? 0 : GRID / largest;
  for (let i = 0; i < count; i++) {
    positions[i] = (Math.round(positions[i]! * scale) + GRID) * 256 + order[i]!;
  }
  positions.sort();
  for (let i = 0; i < count; i++) order[i] = positions[i]! % 256;
}

/**
 * Power iteration on the weighted covariance of the category means, which is never formed. It starts
 * from √1, √2, √3, …: a start taken from the data may be orthogonal to the answer.
 */
function principalDirection(counts: FeatureCounts, order: Int32Array, count: number): Float64Array {
  const { histogram, base, stride } = counts;
  const nTargets = stride - 2;
  const centred = centredMeans(counts, order, count);
  const direction = Float64Array.from({ length: nTargets }, (_, k) => Math.sqrt(k + 1));
  const next = new Float64Array(nTargets);
  for (let step = 0; step < POWER_STEPS; step++) {
    next.fill(0);
    for (let i = 0; i < count; i++) {
      const mean = i * nTargets;
      let along = 0;
      for (let k = 0; k < nTargets; k++) along += centred[mean + k]! * direction[k]!;
      along *= histogram[base + order[i]! * stride + 1]!;
      for (let k = 0; k < nTargets; k++) next[k]! += along * centred[mean + k]!;
    }
    let squares = 0;
    for (let k = 0; k < nTargets; k++) squares += next[k]! * next[k]!;
    if (squares === 0) break;
    const length = Math.sqrt(squares);
    for (let k = 0; k < nTargets; k++) direction[k] = next[k]! / length;
  }
  orient(direction);
  return direction;
}

/** The categories' mean targets less the mean of all, row-major `count * nTargets`. */
function centredMeans(
  { histogram, base, stride }: FeatureCounts,
  order: Int32Array,
  count: number,
): Float64Array {
  const nTargets = stride - 2;
  const centre = new Float64Array(nTargets);
  let weight = 0;
  for (let i = 0; i < count; i++) {
    const at = base + order[i]! * stride;
    weight += histogram[at + 1]!;
    for (let k = 0; k < nTargets; k++) centre[k]! += histogram[at + 2 + k]!;
  }
  const centred = new Float64Array(count * nTargets);
  for (let i = 0; i < count; i++) {
    const at = base + order[i]! * stride;
    for (let k = 0; k < nTargets; k++) {
      centred[i * nTargets + k] = histogram[at + 2 + k]! / histogram[at + 1]! - centre[k]! / weight;
    }
  }
  return centred;
}

/** Turns a direction so that the last of its largest components is positive. */
function orient(direction: Float64Array): void {
  const largest = direction.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const last = direction.findLast((value) => Math.abs(value) >= AS_LARGE * largest)!;
  if (last > 0) return;
  for (let k = 0; k < direction.length; k++) direction[k] = -direction[k]!;
}
