import { wholeSpace } from '../core/box.ts';
import { inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import type { Model } from '../core/tree.ts';
import { forksOf, type Fork } from './fork.ts';
import { floorToFloat } from './numbers.ts';

/** Numbers that rows can hold in the place of doubles, and what a threshold becomes among them. */
export interface Narrower {
  readonly name: 'float64' | 'float32' | 'int32';
  /** Values of `--numbers` that keep more, for the words of a refusal. */
  readonly wider: string;
  /** The largest of these numbers that is not over a finite threshold: divides them alike. */
  readonly floor: (threshold: number) => number;
  /** The least and the most that a finite threshold may be floored to. */
  readonly least: number;
  readonly most: number;
}

const FLOAT_MAX = 3.4028234663852886e38;
const INT_MAX = 2147483647;

export const FLOAT64: Narrower = {
  name: 'float64',
  wider: '',
  floor: (threshold) => threshold,
  least: -Number.MAX_VALUE,
  most: Number.MAX_VALUE,
};

export const FLOAT32: Narrower = {
  name: 'float32',
  wider: 'float64',
  floor: (threshold) => (threshold > FLOAT_MAX ? Infinity : floorToFloat(threshold)),
  least: -FLOAT_MAX,
  most: FLOAT_MAX,
};

/** The least number of 32 bits stands for a missing value, and the greatest for infinity. */
export const INT32: Narrower = {
  name: 'int32',
  wider: 'float32 or float64',
  floor: (threshold) => Math.floor(threshold) + 0,
  least: -INT_MAX,
  most: INT_MAX - 1,
};

/**
 * The tree as rows of other numbers need it: every threshold is the largest of those numbers that is
 * not over it, so that it sends every row of them to the leaf that the tree itself sends it to.
 *
 * @throws EspalierError `E_NUMBERS` where a threshold cannot be kept so: it lies beyond those numbers,
 * or none of them lies between it and another of its path.
 */
export function narrowed(model: Model, narrower: Narrower): Model {
  const threshold = model.tree.threshold.map((t) => (Number.isFinite(t) ? narrower.floor(t) : t));
  const narrow: Model = { ...model, tree: { ...model.tree, threshold } };
  const forks = forksOf(model, 0, wholeSpace(model.features));
  for (const fork of forks) refuseUnkept(model, fork, threshold[fork.node]!, narrower);
  const kept = new Set(forksOf(narrow, 0, wholeSpace(model.features)).map(({ node }) => node));
  const lost = forks.find(({ node }) => !kept.has(node));
  if (lost === undefined) return narrow;
  throw refusal(
    `two thresholds of ${featureWords(model, lost)} near ${model.tree.threshold[lost.node]} are one number in ${narrower.name}, so that a leaf between them could not be reached`,
    narrower,
  );
}

/** `kept` is what the threshold of the fork has become. */
function refuseUnkept(model: Model, fork: Fork, kept: number, narrower: Narrower): void {
  const feature = model.features[fork.feature]!;
  if (feature.kind === 'categorical') return;
  if (narrower.name === 'int32' && !feature.integer) {
    throw refusal(`${featureWords(model, fork)} does not hold whole numbers alone`, narrower);
  }
  const own = model.tree.threshold[fork.node]!;
  if (own === Infinity || (kept >= narrower.least && kept <= narrower.most)) return;
  throw refusal(
    `${featureWords(model, fork)} is split at ${own}, beyond ${narrower.name}`,
    narrower,
  );
}

function featureWords(model: Model, { feature }: Fork): string {
  return `"${visible(model.features[feature]!.name)}"`;
}

function refusal(what: string, { wider }: Narrower): Error {
  return inputError('E_NUMBERS', `${what}: compile with --numbers ${wider}.`);
}
