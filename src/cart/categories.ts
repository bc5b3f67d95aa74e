const POWER_STEPS = 24;

/**
 * Orders the occupied categories `order[0..count)` so that a best (or good) left set is a prefix.
 * One target: by mean, which is optimal (Fisher 1958; Breiman et al. 1984, section 4.2.2). Several:
 * by the first principal component of the categories' mean targets (Coppersmith, Hong and Hosking
 * 1999). Ties go by category code.
 */
export function orderCategories(
  histogram: Float64Array,
  base: number,
  stride: number,
  order: Int32Array,
  count: number,
): void {
  const nTargets = stride - 2;
  const position = new Float64Array(256);
  const direction =
    nTargets === 1 ? Float64Array.of(1) : principalDirection(histogram, base, stride, order, count);
  for (let i = 0; i < count; i++) {
    const at = base + order[i]! * stride;
    let along = 0;
    for (let k = 0; k < nTargets; k++) along += histogram[at + 2 + k]! * direction[k]!;
    position[order[i]!] = along / histogram[at + 1]!;
  }
  order.subarray(0, count).sort((a, b) => position[a]! - position[b]! || a - b);
}

/** Power iteration on the weighted covariance of the category means, never formed. */
function principalDirection(
  histogram: Float64Array,
  base: number,
  stride: number,
  order: Int32Array,
  count: number,
): Float64Array {
  const nTargets = stride - 2;
  const centred = centredMeans(histogram, base, stride, order, count);
  let direction = startDirection(centred, count, nTargets);
  for (let step = 0; step < POWER_STEPS; step++) {
    const next = new Float64Array(nTargets);
    for (let i = 0; i < count; i++) {
      let along = 0;
      for (let k = 0; k < nTargets; k++) along += centred[i * nTargets + k]! * direction[k]!;
      along *= histogram[base + order[i]! * stride + 1]!;
      for (let k = 0; k < nTargets; k++) next[k]! += along * centred[i * nTargets + k]!;
    }
    const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
    if (length === 0) break;
    direction = next.map((value) => value / length);
  }
  return direction;
}

function centredMeans(
  histogram: Float64Array,
  base: number,
  stride: number,
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

/** The category mean farthest from the centre: never orthogonal to all the others. */
function startDirection(centred: Float64Array, count: number, nTargets: number): Float64Array {
  let farthest = 0;
  let best = -1;
  for (let i = 0; i < count; i++) {
    let squares = 0;
    for (let k = 0; k < nTargets; k++) {
      squares += centred[i * nTargets + k]! * centred[i * nTargets + k]!;
    }
    if (squares > best) {
      best = squares;
      farthest = i;
    }
  }
  return centred.slice(farthest * nTargets, (farthest + 1) * nTargets);
}
