import { listWords, visible } from '../core/text.ts';
import { isLeaf, leafIds, parentsOf, type Model } from '../core/tree.ts';
import { counted, grouped, percent, rounded } from './format.ts';
import {
  ASK_TEACHER,
  askedFeature,
  askedWords,
  branchWords,
  decisionOf,
  meanWords,
} from './labels.ts';
import { leafCounts, type NodeShare } from './layout.ts';

/** How a row comes to a node from the one above: `Income is at most 105.5, or missing`. */
export function reachedWords(model: Model, node: number): string {
  const parent = parentsOf(model.tree)[node]!;
  if (parent === -1) return 'All rows';
  return branchWords(model, parent, model.tree.left[parent] === node);
}

/** A tree item in words. */
export function nodeLabel(
  model: Model,
  shares: readonly NodeShare[],
  node: number,
  folded: number,
): string {
  const { share, rows } = shares[node]!;
  const count = rows === null ? '' : `${counted(rows, 'held-out row')}, `;
  const hidden = folded > 0 ? `, ${counted(folded, 'path')} folded` : '';
  return `${reachedWords(model, node)}: ${whatWords(model, node)}; ${count}${percent(share)} of rows${hidden}`;
}

function whatWords(model: Model, node: number): string {
  if (!isLeaf(model.tree, node)) return `asks ${askedWords(model, node)}`;
  const decision = decisionOf(model, node);
  const mean = decision.strength === '' ? '' : `, ${meanWords(decision)}`;
  const what = decision.deferred ? 'asks the teacher, would decide' : 'decides';
  return `${what} ${visible(decision.text)}${mean}`;
}

/** What is said when a node is selected: `Path 12 of 63: deny, 412 rows`. */
export function selectionWords(model: Model, shares: readonly NodeShare[], node: number): string {
  const { rows, share } = shares[node]!;
  const many = rows === null ? `${percent(share)} of rows` : counted(rows, 'row');
  const leaves = leafIds(model.tree);
  if (!isLeaf(model.tree, node)) {
    const below = counted(leafCounts(model.tree)[node]!, 'path');
    return `Asks ${askedWords(model, node)}: ${below} below, ${many}`;
  }
  const { deferred, text } = decisionOf(model, node);
  const decision = deferred ? ASK_TEACHER : visible(text);
  const at = leaves.indexOf(node) + 1;
  return `Path ${grouped(at)} of ${grouped(leaves.length)}: ${decision}, ${many}`;
}

/** How much of what is selected a filtered list shows; nothing to say where it is all of it. */
export function amongWords(shown: number, selected: number): string {
  if (shown === selected) return '';
  if (selected === 1) return ' The selected path is not among them.';
  return ` ${grouped(shown)} of the ${grouped(selected)} selected paths ${shown === 1 ? 'is' : 'are'} among them.`;
}

/** What is written on a node: the feature it asks about, or what it decides. */
export function nodeName(model: Model, node: number): string {
  if (!isLeaf(model.tree, node)) return visible(askedFeature(model, node));
  const { deferred, text } = decisionOf(model, node);
  return deferred ? ASK_TEACHER : visible(text);
}

/** `depth 5, 23 paths`; `depth 4 of at most 5, 12 paths` for a tree that may be deeper than it is. */
export function sizeWords(depth: number, leaves: number, allowed: number): string {
  const spare = depth === allowed ? '' : ` of at most ${allowed}`;
  return `depth ${depth}${spare}, ${counted(leaves, 'path')}`;
}

/** The place in a rising list of sizes that a tree of a size is nearest to: the first that can hold it. */
export function nearestSize(sizes: readonly number[], size: number): number {
  const at = sizes.findIndex((one) => one >= size);
  return at === -1 ? sizes.length - 1 : at;
}

/** What the width of a branch stands for: not every tree of the frontier was counted on real rows. */
export function widthWords(shares: readonly NodeShare[]): string {
  const what = shares[0]!.rows === null ? 'the weight of the fitting rows' : 'held-out rows';
  return `Width of a branch: share of ${what}.`;
}

/** How far a tree of the frontier is from the run's own. */
interface Distance {
  readonly changed: number | null;
  readonly rows: number;
  readonly beyond: number | null;
  readonly newlyProtected: readonly string[];
}

/** How far a tree of the frontier is from the run's own, and which protected features it adds. */
export function changeWords(changes: Distance | null): string {
  if (changes === null) return 'This is the run’s own tree.';
  return `${answerWords(changes)}${protectedWords(changes.newlyProtected)}`;
}

/** ` It asks Marital, a protected feature that the run’s own tree does not ask.` */
function protectedWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  const what = names.length === 1 ? 'a protected feature' : 'protected features';
  return ` It asks ${listWords(names.map(visible), 'and')}, ${what} that the run’s own tree does not ask.`;
}

function answerWords({ changed, rows, beyond }: Distance): string {
  if (changed === null) {
    return 'How many decisions change against the run’s own tree cannot be counted: the run does not keep the values it asks about.';
  }
  const by = beyond === null ? '' : `, by more than ${rounded(beyond)}`;
  const share = rows === 0 ? '' : ` (${percent(changed / rows)})`;
  return `${grouped(changed)} of ${counted(rows, 'held-out row')}${share} ${changed === 1 ? 'is' : 'are'} answered otherwise than by the run’s own tree${by}.`;
}
