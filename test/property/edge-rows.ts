import type { Random } from '../../src/core/random.ts';
import type { Feature } from '../../src/core/table.ts';
import type { Tree } from '../../src/core/tree.ts';
import type { Row } from './reading.ts';

/** A row whose values lie on and beside what a tree asks, more often than not. */
export function edgeRow(features: readonly Feature[], tree: Tree, random: Random): Row {
  const node = random.below(tree.feature.length);
  return features.map((feature, f) => {
    if (random.below(6) === 0) return null;
    return feature.kind === 'categorical'
      ? pick(random, feature.categories, ['never seen', '', '__proto__'])
      : edgeNumber(thresholdNear(tree, f, node), random);
  });
}

function pick(random: Random, often: readonly string[], seldom: readonly string[]): string {
  const from = often.length === 0 || random.below(5) === 0 ? seldom : often;
  return from[random.below(from.length)]!;
}

/** The threshold of the first node from `node` on that asks feature `f`; 0 where there is none. */
function thresholdNear(tree: Tree, f: number, node: number): number {
  const at = tree.feature.indexOf(f, node);
  const found = tree.threshold[at === -1 ? tree.feature.indexOf(f) : at] ?? 0;
  return Number.isFinite(found) ? found : 0;
}

function edgeNumber(near: number, random: Random): number {
  const step = Math.abs(near) * Number.EPSILON || Number.MIN_VALUE;
  const normal = random.normal() * 1e3;
  const values = [near, near, near, near + step, near - step, normal, Infinity, -Infinity];
  return values[random.below(values.length)]!;
}
