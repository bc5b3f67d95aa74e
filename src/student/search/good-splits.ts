import {
  bestOfAll,
  countAll,
  maySplit,
  openGrowth,
  openRoot,
  type Growth,
  type OpenNode,
} from '../../cart/grow.ts';
import { goodSplitsOf, type SplitRecord } from '../../cart/splitter.ts';
import { isAllowed, tollOf, type Asked } from './limits.ts';
import { hasLimits, type Problem } from './problem.ts';

/** Splits tried of one feature, and how far apart. */
const OF_ONE_FEATURE = { most: 6, apart: 2 };

/** A split that keeps to the limits. */
export interface GoodSplit {
  readonly split: SplitRecord;
  /** What asking it costs here. */
  readonly toll: number;
  /** What it gains in the unit of the score, less its toll. */
  readonly net: number;
}

/** The split of most gain that keeps to the limits and earns its toll; `null` if there is none. */
export function mostGain(problem: Problem, rows: Int32Array, asked: Asked): SplitRecord | null {
  const [growth, node] = openNode(problem, rows);
  if (!maySplit(growth, node)) return null;
  if (!hasLimits(problem)) return bestOfAll(growth, countAll(growth, node), node.sums);
  const best = byNetGain(problem, growth, node, asked, 1)[0];
  return best !== undefined && best.net > 0 ? best.split : null;
}

/**
 * The splits of most gain less toll, among several of each feature.
 *
 * @param rows the rows of the node, ascending
 */
export function goodSplits(
  problem: Problem,
  rows: Int32Array,
  asked: Asked,
  most: number,
): readonly GoodSplit[] {
  const [growth, node] = openNode(problem, rows);
  return maySplit(growth, node) ? byNetGain(problem, growth, node, asked, most) : [];
}

function openNode({ sample, minLeafRows }: Problem, rows: Int32Array): [Growth, OpenNode] {
  const growth = openGrowth(sample, rows, { maxDepth: 1, minLeafRows });
  return [growth, openRoot(growth)];
}

function byNetGain(
  problem: Problem,
  growth: Growth,
  node: OpenNode,
  asked: Asked,
  most: number,
): GoodSplit[] {
  const { table, squareScale, minLeafRows } = problem;
  const histogram = countAll(growth, node);
  const { base, stride } = growth.layout;
  const splits = base
    .flatMap((start, f) =>
      goodSplitsOf(
        f,
        table.binning[f]!,
        { histogram, base: start, stride },
        node.sums,
        minLeafRows,
        OF_ONE_FEATURE,
        growth.scratch,
      ),
    )
    .map((split) => {
      const toll = tollOf(problem, split.feature, node.sums.weight, asked);
      return { split, toll, net: squareScale * split.gain - toll };
    })
    .sort((a, b) => b.net - a.net || a.split.feature - b.split.feature);
  if (!hasLimits(problem)) return splits.slice(0, most);
  const kept: GoodSplit[] = [];
  for (const good of splits) {
    if (kept.length === most) break;
    if (isAllowed(problem, good.split, growth.ranges.order)) kept.push(good);
  }
  return kept;
}
