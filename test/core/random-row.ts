import type { Random } from '../../src/core/random.ts';
import type { Feature } from '../../src/core/table.ts';
import type { Tree } from '../../src/core/tree.ts';

/**
 * One value a feature, at the edges more often than not: thresholds and their neighbours, the
 * infinities, missing values, categories never seen.
 */
export function randomRow(features: readonly Feature[], tree: Tree, random: Random): number[] {
  return features.map((feature, f) => {
    if (feature.kind === 'categorical') {
      return random.below(feature.categories.length + 2) - 2;
    }
    const thresholds = tree.threshold.filter((_, id) => tree.feature[id] === f);
    const near = thresholds[random.below(Math.max(1, thresholds.length))] ?? random.normal();
    const step = Math.abs(near) * Number.EPSILON || Number.MIN_VALUE;
    const values = [near, near + step, near - step, random.normal(), 0, -Infinity, Infinity, NaN];
    return values[random.below(values.length)]!;
  });
}
