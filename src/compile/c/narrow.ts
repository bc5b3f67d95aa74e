import { wholeSpace } from '../../core/box.ts';
import { inputError } from '../../core/errors.ts';
import { visible } from '../../core/text.ts';
import type { Model } from '../../core/tree.ts';
import { forksOf, type Fork } from '../fork.ts';
import type { CKind } from './kinds.ts';

/**
 * The tree as rows of other numbers need it: every threshold is the largest of those numbers that is
 * not over it, which divides them alike.
 *
 * @throws EspalierError `E_NUMBERS` where a threshold cannot be kept so.
 */
export function narrowed(model: Model, kind: CKind): Model {
  const threshold = model.tree.threshold.map((t) => (Number.isFinite(t) ? kind.floor(t) : t));
  const narrow: Model = { ...model, tree: { ...model.tree, threshold } };
  const forks = forksOf(model, 0, wholeSpace(model.features));
  for (const fork of forks) refuseUnkept(model, fork, threshold[fork.node]!, kind);
  const kept = new Set(forksOf(narrow, 0, wholeSpace(model.features)).map(({ node }) => node));
  const lost = forks.find(({ node }) => !kept.has(node));
  if (lost === undefined) return narrow;
  throw refusal(
    `two thresholds of ${featureWords(model, lost)} near ${model.tree.threshold[lost.node]} are one number in ${kind.name}, so that a leaf between them could not be reached`,
    kind,
  );
}

/** `kept` is what the threshold of the fork has become. */
function refuseUnkept(model: Model, fork: Fork, kept: number, kind: CKind): void {
  const feature = model.features[fork.feature]!;
  if (feature.kind === 'categorical') return;
  if (kind.name === 'int32' && !feature.integer) {
    throw refusal(`${featureWords(model, fork)} does not hold whole numbers alone`, kind);
  }
  const own = model.tree.threshold[fork.node]!;
  if (own === Infinity || (kept >= kind.least && kept <= kind.most)) return;
  throw refusal(`${featureWords(model, fork)} is split at ${own}, beyond ${kind.name}`, kind);
}

function featureWords(model: Model, { feature }: Fork): string {
  return `"${visible(model.features[feature]!.name)}"`;
}

function refusal(what: string, { name }: CKind): Error {
  const wider = name === 'int32' ? 'float32 or float64' : 'float64';
  return inputError('E_NUMBERS', `${what}: compile with --numbers ${wider}.`);
}
