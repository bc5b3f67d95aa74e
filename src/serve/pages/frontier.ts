import type { FrontierFigures } from '../../core/run.ts';
import type { Figure } from '../../core/interval.ts';
import { difference, grouped, type FidelityKind } from '../../draw/format.ts';
import { frontierPanels } from '../../draw/frontier-panels.ts';
import { readoutScene, sizedFigures, type Axis } from '../../draw/frontier-readout.ts';
import { frontierScene } from '../../draw/frontier.ts';
import { drawing, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { keptDepths, keptLimits } from '../kept-trees.ts';
import { href, withQuery, type Site } from '../site.ts';
import { fact, figureCell, scrollTable, type Column } from './parts.ts';
import { shell } from './shell.ts';

/** `/runs/:run/frontier`: every depth, drawn and as numbers, why one was picked; and every number of leaves. */
export function frontierPage(site: Site, run: LoadedRun): Html {
  const { frontier } = run;
  const kind = frontier.fidelityKind;
  const body = html`<h1>Depth against fidelity</h1>
    <p class="lead">${frontier.pick.why}</p>
    ${chart(run, 'depth')}
    <section aria-labelledby="depths">
      <h2 id="depths">The numbers</h2>
      <p class="measure">
        The depth was
        ${frontier.pick.rule === 'given' ? 'given by the user' : 'chosen on the select rows'}. Test
        rows only report: they chose nothing.
      </p>
      ${depthTable(site, run)}
    </section>
    ${leavesSection(site, run)}
    <section aria-labelledby="lines">
      <h2 id="lines">What to compare with</h2>
      <dl class="evidence">
        ${fact('Constant answer against the teacher: the least any tree must beat', figureCell(frontier.baselines.majority, kind))}
        ${fact('Teacher against the truth: how good the answers are that the tree imitates, on a scale of its own', figureCell(frontier.baselines.teacherAccuracy, kind))}
        ${fact(
          'Twin agreement: two teachers that differ only in their seed. It measures seed noise, and is no ceiling',
          figureCell(frontier.baselines.twinAgreement, kind),
        )}
      </dl>
    </section>`;
  return shell(site, {
    title: `Frontier of ${run.id}`,
    run,
    tab: 'frontier',
    view: 'frontier',
    body,
  });
}

/** The drawing, what else changes beside it, and every figure of the tree under the cursor. */
function chart({ frontier }: LoadedRun, axis: Axis): Html {
  const trees = sizedFigures(frontier, axis);
  const picked = trees.findIndex(({ size }) => axis === 'depth' && size === frontier.pick.depth);
  const at = picked === -1 ? trees.length - 1 : picked;
  const name = axis === 'depth' ? 'Depth' : 'Number of leaves';
  return html`<div class="explorer" data-axis="${axis}">
    <div class="chart" tabindex="0" role="region" aria-label="Chart by ${name.toLowerCase()}">
      ${drawing(frontierScene(frontier, axis))}
    </div>
    <div class="panels">${frontierPanels(frontier, axis).map(drawing)}</div>
    <p class="with-script explorer-choice">
      <label for="explorer-${axis}">${name} to read off</label>
      <input
        type="range"
        id="explorer-${axis}"
        min="0"
        max="${trees.length - 1}"
        value="${at}"
        aria-valuetext="${trees[at]!.size}"
      />
    </p>
    <div class="readout" aria-live="polite">${drawing(readoutScene(frontier, axis, at))}</div>
  </div>`;
}

function depthTable(site: Site, run: LoadedRun): Html {
  const { depths, pick } = run.frontier;
  const kept = keptDepths(run);
  const own = run.manifest.student.depth;
  const rows = depths.map((entry) => {
    const picked = entry.depth === pick.depth;
    const address = withQuery(href(site, 'runs', run.id, 'tree'), {
      depth: entry.depth === own ? null : entry.depth,
    });
    return html`<tr class="${picked ? 'picked' : ''}">
      <th scope="row">
        ${kept.includes(entry.depth) ? html`<a href="${address}">${entry.depth}</a>` : entry.depth}${
          picked ? html` <span class="tag">picked</span>` : null
        }
      </th>
      <td class="number">${grouped(entry.leaves)}</td>
      <td>${kept.includes(entry.depth) ? compareLink(site, run, entry.depth) : null}</td>
      ${figureCells(run, entry)}
    </tr>`;
  });
  const columns = [
    ['Depth'],
    ['Paths', 'number'],
    ['Decisions that change'],
    ...figureColumns(run),
  ] as const;
  return scrollTable('Depths', columns, rows);
}

/** To what another depth would decide otherwise. */
function compareLink(site: Site, run: LoadedRun, depth: number): Html {
  if (depth === run.manifest.student.depth) return html`<span class="quiet">this tree</span>`;
  const address = withQuery(href(site, 'compare', run.id, run.id), { db: depth });
  return html`<a href="${address}" aria-label="Compare with depth ${depth}">compare</a>`;
}

function leavesSection(site: Site, run: LoadedRun): Html | null {
  const { frontier } = run;
  if (frontier.leaves.length === 0) return null;
  const kept = keptLimits(run);
  const rows = frontier.leaves.map((entry) => {
    const address = withQuery(href(site, 'runs', run.id, 'tree'), { leaves: entry.limit });
    return html`<tr>
      <th scope="row">
        ${kept.includes(entry.limit) ? html`<a href="${address}">${entry.limit}</a>` : entry.limit}
      </th>
      <td class="number">${grouped(entry.leaves)}</td>
      <td class="number">${entry.depth}</td>
      ${figureCells(run, entry)}
    </tr>`;
  });
  const columns = [
    ['Leaves, at most'],
    ['Paths', 'number'],
    ['Depth', 'number'],
    ...figureColumns(run),
  ] as const;
  return html`<section aria-labelledby="leaves">
    <h2 id="leaves">Number of leaves against fidelity</h2>
    <p class="measure">
      The best trees that were found with so many leaves, whatever their depth: few paths to read,
      some of them long.
    </p>
    <details class="more">
      <summary>As a drawing</summary>
      ${chart(run, 'leaves')}
    </details>
    ${scrollTable('Numbers of leaves', columns, rows)}
  </section>`;
}

/** The headings of {@link figureCells}. */
function figureColumns({ frontier }: LoadedRun): Column[] {
  const r2 = frontier.fidelityKind === 'r2';
  return [
    ['Mean length', 'number'],
    ['Fidelity, select rows'],
    [r2 ? 'Behind the best' : 'Behind the best, points'],
    ['Fidelity, test rows'],
    ['Headroom closed'],
    ...(r2 ? [] : [['Balanced fidelity'] as const]),
    [r2 ? 'R² to the truth' : 'Accuracy'],
  ];
}

function figureCells({ frontier: { fidelityKind } }: LoadedRun, figures: FrontierFigures): Html {
  const { select } = figures;
  return html`<td class="number">${figures.meanPathLength.toFixed(2)}</td>
    <td>${figureCell(select.fidelity, fidelityKind)}</td>
    <td>${behindCell(select.behindBest, fidelityKind)}</td>
    <td>${figureCell(figures.fidelity, fidelityKind)}</td>
    <td>${figureCell(figures.headroomClosed, 'agreement')}</td>
    ${
      fidelityKind === 'r2'
        ? null
        : html`<td>${figureCell(figures.balancedFidelity, 'agreement')}</td>`
    }
    <td>${figureCell(figures.accuracy, fidelityKind)}</td>`;
}

/** The best itself is behind nothing. */
function behindCell({ value, low, high }: Figure, kind: FidelityKind): Html {
  if (value === null) return html`<span class="quiet">not measured</span>`;
  if (value === 0 && low === 0 && high === 0) return html`<span class="quiet">best</span>`;
  return html`<span class="figure"
    >${difference(value, kind)}${
      low === null
        ? null
        : html` <span class="interval">${difference(low, kind)} to ${difference(high, kind)}</span>`
    }</span
  >`;
}
