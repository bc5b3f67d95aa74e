import { wholeSpace, type Box } from '../core/box.ts';
import { inputError, type EspalierError } from '../core/errors.ts';
import { shorten } from '../core/text.ts';
import { isLeaf, type Model } from '../core/tree.ts';
import { forkAt, type Fork } from './fork.ts';
import { floorToFloat } from './numbers.ts';

/** The largest float32. */
const LARGEST = 3.4028234663852886e38;

/**
 * The model with each threshold rounded down to a float32: it sends every row of float32 numbers to
 * the leaf that the model itself sends it to.
 *
 * @throws EspalierError `E_NUMBERS` where a threshold is larger than a float32 can be, or where two
 * thresholds of one path leave no float32 between them.
 */
export function toFloat32(model: Model): Model {
  const threshold = model.tree.threshold.map(floorToFloat);
  const rounded = { ...model, tree: { ...model.tree, threshold } };
  const visit = (node: number, box: Box, roundedBox: Box): void => {
    if (isLeaf(model.tree, node)) return;
    const fork = forkAt(model, node, box);
    refuseLarge(model, fork);
    const { left, right } = forkAt(rounded, node, roundedBox);
    if (fork.left !== null) {
      visit(model.tree.left[node]!, fork.left, left ?? refuseEmpty(model, fork, fork.left));
    }
    if (fork.right !== null) {
      visit(model.tree.right[node]!, fork.right, right ?? refuseEmpty(model, fork, fork.right));
    }
  };
  visit(0, wholeSpace(model.features), wholeSpace(model.features));
  return rounded;
}

function refuseLarge(model: Model, { node, feature, left, right }: Fork): void {
  const threshold = model.tree.threshold[node]!;
  if (left === null || right === null || threshold === Infinity) return;
  if (Math.abs(threshold) <= LARGEST) return;
  throw refusal(model, feature, `at ${threshold}, which is larger than a float32 can be`);
}

/** Refuses a side that rows of doubles reach and rows of float32 do not. */
function refuseEmpty(model: Model, { feature }: Fork, side: Box): never {
  const bound = side[feature]!;
  const [low, high] = bound.kind === 'numeric' ? [bound.low, bound.high] : [];
  throw refusal(model, feature, `at ${low} and at ${high}, and no float32 lies between them`);
}

function refusal(model: Model, feature: number, where: string): EspalierError {
  const name = shorten(model.features[feature]!.name, 60);
  return inputError(
    'E_NUMBERS',
    `the tree splits "${name}" ${where}; compile it with --numbers float64.`,
  );
}
