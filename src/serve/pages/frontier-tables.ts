import { listWords, visible } from '../../core/text.ts';
import type { FrontierFigures } from '../../core/run.ts';
import { difference, grouped, percent, type FidelityKind } from '../../draw/format.ts';
import { bestName, isBest, type Axis } from '../../draw/frontier-readout.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { TreeQuery } from '../contract.ts';
import { html, type Html } from '../html.ts';
import { keptDepths, keptLimits } from '../kept-trees.ts';
import { treeName } from '../services.ts';
import { href, nodeOf, runHref, withQuery, type Site } from '../site.ts';
import type { ProtectedByTree } from '../tree-protected.ts';
import { figureCell, scrollTable, type Column } from './parts.ts';

/** The trees of a run's frontiers, ready to be listed. */
export interface FrontierTrees {
  readonly site: Site;
  readonly run: LoadedRun;
  readonly newlyProtected: ProtectedByTree;
}

/** How a tree of a frontier is asked for. */
type Size = Pick<TreeQuery, 'depth' | 'leaves'>;

/** Every depth with its figures. */
export function depthTable(trees: FrontierTrees): Html {
  const { run } = trees;
  const { depths, pick } = run.frontier;
  const kept = keptDepths(run);
  const rows = depths.map((entry) => {
    const picked = entry.depth === pick.depth;
    const size = { depth: entry.depth, leaves: null };
    return html`<tr class="${picked ? 'picked' : ''}">
      <th scope="row">
        ${kept.includes(entry.depth) ? treeLink(trees, size) : entry.depth}${
          picked ? html` <span class="tag">picked</span>` : null
        }
      </th>
      <td class="number">${grouped(entry.leaves)}</td>
      <td>${kept.includes(entry.depth) ? againstOwn(trees, size) : null}</td>
      ${figureCells(run, entry)}
    </tr>`;
  });
  const columns = [['Depth'], ['Paths', 'number'], ['Against this tree']] as const;
  return scrollTable('Depths', [...columns, ...figureColumns(run, 'depth')], rows, 'sized');
}

/** Every number of leaves with its figures. */
export function leavesTable(trees: FrontierTrees): Html {
  const { run } = trees;
  const kept = keptLimits(run);
  const rows = run.frontier.leaves.map((entry) => {
    const size = { depth: null, leaves: entry.limit };
    return html`<tr>
      <th scope="row">${kept.includes(entry.limit) ? treeLink(trees, size) : entry.limit}</th>
      <td class="number">${grouped(entry.leaves)}</td>
      <td class="number">${entry.depth}</td>
      <td>${kept.includes(entry.limit) ? againstOwn(trees, size) : null}</td>
      ${figureCells(run, entry)}
    </tr>`;
  });
  const columns = [
    ['Leaves, at most'],
    ['Paths', 'number'],
    ['Depth', 'number'],
    ['Against this tree'],
  ] as const;
  const all = [...columns, ...figureColumns(run, 'leaves')];
  return scrollTable('Numbers of leaves', all, rows, 'sized');
}

function isOwn(run: LoadedRun, { depth }: Size): boolean {
  return depth === run.manifest.student.depth;
}

/** The tree's page. */
export function treeAddress({ site, run }: FrontierTrees, size: Size): string {
  if (isOwn(run, size)) return runHref(site, run, 'tree');
  const { depth, leaves } = size;
  const own = nodeOf(site, run);
  return withQuery(href(site, 'runs', run.id, 'tree'), { depth, leaves, own });
}

/** Where it is compared with the run's own. */
export function compareAddress({ site, run }: FrontierTrees, { depth, leaves }: Size): string {
  const query = { db: depth, lb: leaves, node: nodeOf(site, run) };
  return withQuery(href(site, 'compare', run.id, run.id), query);
}

function treeLink(trees: FrontierTrees, size: Size): Html {
  return html`<a href="${treeAddress(trees, size)}">${size.depth ?? size.leaves}</a>`;
}

/** Where to see what another tree decides otherwise, and the protected features that it alone asks. */
function againstOwn(trees: FrontierTrees, size: Size): Html {
  if (isOwn(trees.run, size)) return html`<span class="quiet">this tree</span>`;
  const name = size.leaves === null ? `depth ${size.depth}` : `at most ${size.leaves} leaves`;
  return html`<a href="${compareAddress(trees, size)}" aria-label="Compare with ${name}">compare</a>
    ${protectedNote(trees.newlyProtected.get(treeName(size)))}`;
}

function protectedNote(names: readonly string[] = []): Html | null {
  if (names.length === 0) return null;
  return html`<span class="quiet">asks ${listWords(names.map(visible), 'and')} (protected)</span>`;
}

/** The headings of {@link figureCells}. */
function figureColumns({ frontier }: LoadedRun, axis: Axis): Column[] {
  const r2 = frontier.fidelityKind === 'r2';
  const best = bestName(frontier, axis);
  return [
    ['Mean length', 'number'],
    ['Fidelity, select rows'],
    [r2 ? `Behind ${best}` : `Behind ${best}, points`],
    ['Fidelity, test rows'],
    ['Headroom closed'],
    ...(r2 ? [] : [['Balanced fidelity'] as const]),
    [r2 ? 'R² to the truth' : 'Accuracy'],
  ];
}

function figureCells({ frontier: { fidelityKind } }: LoadedRun, figures: FrontierFigures): Html {
  return html`<td class="number">${figures.meanPathLength.toFixed(2)}</td>
    <td>${figureCell(figures.select.fidelity, fidelityKind)}</td>
    <td>${behindCell(figures, fidelityKind)}</td>
    <td>${figureCell(figures.fidelity, fidelityKind)}</td>
    <td>${figureCell(figures.headroomClosed, 'agreement')}</td>
    ${
      fidelityKind === 'r2'
        ? null
        : html`<td>${figureCell(figures.balancedFidelity, 'agreement')}</td>`
    }
    <td>${figureCell(figures.accuracy, fidelityKind)}</td>`;
}

/** How far it is behind, and how often it is not. The best itself is behind nothing. */
function behindCell(figures: FrontierFigures, kind: FidelityKind): Html {
  const { value, low, high } = figures.select.behindBest;
  const { asGood } = figures.select;
  if (value === null) return html`<span class="quiet">not measured</span>`;
  if (isBest(figures)) return html`<span class="quiet">best</span>`;
  const range = low === null ? null : `${difference(low, kind)} to ${difference(high, kind)}`;
  const often = asGood === null ? null : `as good in ${percent(asGood)}`;
  return html`<span class="figure"
    >${difference(value, kind)}${[range, often].map((words) =>
      words === null ? null : html` <span class="interval">${words}</span>`,
    )}</span
  >`;
}
