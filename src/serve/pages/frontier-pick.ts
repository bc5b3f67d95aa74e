import { MAY_BE_AS_GOOD, type FrontierDocument, type FrontierFigures } from '../../core/run.ts';
import { listWords, visible } from '../../core/text.ts';
import { counted, measure, percent } from '../../draw/format.ts';
import { bestName } from '../../draw/frontier-readout.ts';
import { html, type Html } from '../html.ts';
import { keptLimits } from '../kept-trees.ts';
import { treeName } from '../services.ts';
import { compareAddress, treeAddress, type FrontierTrees } from './frontier-tables.ts';

/** By what rule the depth was picked. */
export function ruleOfPick({ frontier }: FrontierTrees['run']): Html {
  const reports = 'Test rows only report: they chose nothing.';
  if (frontier.pick.rule === 'given') {
    return html`<p class="measure">The depth was given by the user. ${reports}</p>`;
  }
  const best = bestName(frontier, 'depth');
  const against = best === 'the best' ? best : `${best}, the best of them,`;
  return html`<p class="measure">
    The rule of the pick: the smallest depth whose ${scoreName(frontier)} is at least that of
    ${against} in ${percent(MAY_BE_AS_GOOD, 0)} or more of the resamples of the select rows. One
    that is as good less often counts as behind. ${reports}
  </p>`;
}

/** What trees were compared by. */
function scoreName({ pick, fidelityKind }: FrontierDocument): string {
  return pick.objective === 'balanced' && fidelityKind === 'agreement'
    ? 'balanced fidelity'
    : 'fidelity';
}

/** ` It asks Marital (protected); depth 7 does not.` */
function protectedWords(depth: number, names: readonly string[] = []): string {
  if (names.length === 0) return '';
  return ` It asks ${listWords(names.map(visible), 'and')} (protected); depth ${depth} does not.`;
}

/** A tree of the other frontier that scores no worse on the select rows with fewer paths, if any. */
export function fewerPaths(trees: FrontierTrees): Html | null {
  const { frontier, manifest } = trees.run;
  const kind = frontier.fidelityKind;
  const own = frontier.depths.find(({ depth }) => depth === frontier.pick.depth);
  if (own === undefined || own.leaves !== manifest.student.leaves) return null;
  const score = ({ select }: FrontierFigures): number =>
    (scoreName(frontier) === 'fidelity' ? select.fidelity : select.balancedFidelity).value ?? NaN;
  const kept = keptLimits(trees.run);
  const other = frontier.leaves.find(
    (entry) =>
      kept.includes(entry.limit) && entry.leaves < own.leaves && score(entry) >= score(own),
  );
  if (other === undefined) return null;
  const size = { depth: null, leaves: other.limit };
  return html`<p class="measure">
    With fewer paths:
    <a href="${treeAddress(trees, size)}">the tree of at most ${other.limit} leaves</a>
    (${counted(other.leaves, 'path')}, depth ${other.depth}) has a ${scoreName(frontier)} of
    ${measure(score(other), kind)} on the select rows, depth ${own.depth}
    (${counted(own.leaves, 'path')}) one of ${measure(score(own), kind)}; on test rows the fidelity
    is ${measure(other.fidelity.value, kind)} and
    ${measure(own.fidelity.value, kind)}.${protectedWords(own.depth, trees.newlyProtected.get(treeName(size)))}
    <a href="${compareAddress(trees, size)}">Compare the two</a>
  </p>`;
}
