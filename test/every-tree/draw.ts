import { Random } from '../../src/core/random.ts';
import type { Model } from '../../src/core/tree.ts';
import { randomModel, type RandomModelOptions } from '../compile/random-model.ts';

const DEEPEST = 20;
const MOST_FEATURES = 50;

/** The tree of a seed: of 1 to 20 levels, each as likely, and of 1 to 50 features, few more often. */
export function drawTree(seed: number): Model {
  const random = new Random(`every tree ${seed}`);
  return randomModel(random, drawOptions(random));
}

function drawOptions(random: Random): RandomModelOptions {
  const maxDepth = 1 + random.below(DEEPEST);
  const oneIn = (n: number): boolean => random.below(n) === 0;
  return {
    maxDepth,
    // The path that goes all the way down is there anyway; deep trees have little beside it.
    growth: maxDepth <= 5 ? random.uniform() : 0.5 * random.uniform(),
    reach: true,
    task: oneIn(4) ? 'regression' : 'classification',
    nClasses: 2 + random.below(oneIn(20) ? 99 : 4),
    nFeatures: 1 + random.below(1 + random.below(MOST_FEATURES)),
    maxCategories: oneIn(20) ? 70 : 6,
    hostile: oneIn(4),
    deferring: oneIn(3) ? 0.5 * random.uniform() : 0,
    numbers: (['float64', 'float32', 'int32'] as const)[random.below(3)]!,
  };
}
