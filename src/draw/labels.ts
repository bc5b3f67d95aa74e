import { asksProtected } from '../core/asked.ts';
import { conditionsOf, sideOf, wholeSpace, type Condition } from '../core/box.ts';
import { shorten, visible } from '../core/text.ts';
import { isLeaf, leftCategories, type Model } from '../core/tree.ts';
import { conditionWords, numberWords } from '../core/words.ts';
import { percent, rounded } from './format.ts';

const LABEL_LENGTH = 14;
/** Characters of a label that is shown under the pointer. */
const MOST_SAID = 300;

/** What is written along one branch of the drawing. */
export interface BranchLabel {
  /** At most a few characters: `≤ 105.5`, `no`, `owner +2`. */
  readonly short: string;
  /** All of it, where `short` leaves something out. */
  readonly whole: string | null;
  /** Whether a missing value comes this way as well. */
  readonly missing: boolean;
}

/** The label of the left (or right) branch below `node`. */
export function branchLabel(model: Model, node: number, left: boolean): BranchLabel {
  const { tree } = model;
  const feature = model.features[tree.feature[node]!]!;
  const missing = (tree.missingLeft[node] === 1) === left;
  if (feature.kind === 'categorical') {
    const chosen = new Set(leftCategories(tree, node, feature));
    const names = feature.categories.filter((_, code) => chosen.has(code) === left);
    if (names.length === 0) return MISSING_ALONE;
    return { ...categoriesLabel(names), missing };
  }
  const threshold = tree.threshold[node]!;
  if (threshold === Infinity) {
    return left ? { short: 'known', whole: null, missing } : MISSING_ALONE;
  }
  const bound = shorten(numberWords(feature, threshold), LABEL_LENGTH - 2);
  return { short: `${left ? '≤' : '>'} ${bound}`, whole: null, missing };
}

const MISSING_ALONE: BranchLabel = { short: 'missing', whole: null, missing: false };

/** All names, or the first and how many more: `owner +2`. */
function categoriesLabel(names: readonly string[]): Pick<BranchLabel, 'short' | 'whole'> {
  const joined = names.map(visible).join(', ');
  if (joined.length <= LABEL_LENGTH) return { short: joined, whole: null };
  const more = names.length === 1 ? '' : ` +${names.length - 1}`;
  return {
    short: `${shorten(names[0]!, LABEL_LENGTH - more.length)}${more}`,
    whole: shorten(joined, MOST_SAID),
  };
}

/** The condition a row meets on the left (or right) branch below `node`; `null` if it is none at all. */
function branchCondition(model: Model, node: number, left: boolean): Condition | null {
  const box = sideOf(model.tree, node, wholeSpace(model.features), left);
  return conditionsOf(model.features, box)[0] ?? null;
}

/** The same in words, missing values written out: `Income is at most 105.5, or missing`. */
export function branchWords(model: Model, node: number, left: boolean): string {
  const condition = branchCondition(model, node, left);
  if (condition === null) return 'always';
  return conditionWords(condition, model.features[model.tree.feature[node]!]);
}

/** The soft value of a node, in class order or as one number. */
export function valueOf(model: Model, node: number): number[] {
  const k = model.tree.nOutputs;
  return Array.from(model.tree.value.subarray(node * k, (node + 1) * k));
}

/** What a leaf that defers says to do. */
export const ASK_TEACHER = 'ask the teacher';

/** What a node would decide: the class and its index, or the number. */
export interface Decision {
  /** Class index; -1 for a number. */
  readonly index: number;
  /** Class name (untrusted), or the rounded number. */
  readonly text: string;
  /** The teacher's mean probability of the decided class on fitting rows; empty for a number. */
  readonly strength: string;
  /** Whether this is only what it would decide: a leaf that asks the teacher. */
  readonly deferred: boolean;
}

export function decisionOf(model: Model, node: number): Decision {
  const value = valueOf(model, node);
  const deferred = model.tree.deferred[node] === 1;
  if (model.task === 'regression') {
    return { index: -1, text: rounded(value[0]!, 4), strength: '', deferred };
  }
  const index = model.tree.decision[node]!;
  return { index, text: model.classNames[index]!, strength: percent(value[index]!, 0), deferred };
}

/** What stands beside a decision: `mean probability 70%`; empty for a number. */
export function meanWords({ strength }: Pick<Decision, 'strength'>): string {
  return strength === '' ? '' : `mean probability ${strength}`;
}

/** The name of what an inner node asks about; empty at a leaf. */
export function askedFeature(model: Model, node: number): string {
  return isLeaf(model.tree, node) ? '' : model.features[model.tree.feature[node]!]!.name;
}

/** The same to be read, with the mark of a protected feature: `Marital (protected)`. */
export function askedWords(model: Model, node: number): string {
  const mark = asksProtected(model, node) ? ' (protected)' : '';
  return visible(askedFeature(model, node)) + mark;
}
