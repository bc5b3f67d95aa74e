import { frontierPanels } from '../../draw/frontier-panels.ts';
import { bestName, readoutScene, sizedFigures, type Axis } from '../../draw/frontier-readout.ts';
import { drawing, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { frontierChart } from './frontier-chart.ts';
import { fewerPaths, ruleOfPick } from './frontier-pick.ts';
import { depthTable, leavesTable, type FrontierTrees } from './frontier-tables.ts';
import { fact, figureCell } from './parts.ts';
import { shell } from './shell.ts';

/** `/runs/:run/frontier`: every depth, drawn and as numbers, why one was picked; and every number of leaves. */
export function frontierPage(trees: FrontierTrees): Html {
  const { site, run } = trees;
  const { frontier } = run;
  const kind = frontier.fidelityKind;
  const body = html`<h1>Depth against fidelity</h1>
    <p class="lead">${frontier.pick.why}</p>
    ${chart(run, 'depth')}
    <section class="full" aria-labelledby="depths">
      <h2 id="depths">The numbers</h2>
      ${ruleOfPick(run)} ${fewerPaths(trees)} ${depthTable(trees)}
    </section>
    ${leavesSection(trees)}
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
    ${frontierChart(frontier, axis)}
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

function leavesSection(trees: FrontierTrees): Html | null {
  const { frontier } = trees.run;
  if (frontier.leaves.length === 0) return null;
  const [best, other] = [bestName(frontier, 'leaves'), bestName(frontier, 'depth')];
  return html`<section class="full" aria-labelledby="leaves">
    <h2 id="leaves">Number of leaves against fidelity</h2>
    <p class="measure">
      The best trees that were found with so many leaves, whatever their depth: few paths to read,
      some of them long. Here each is measured against ${best}, above against ${other}: the best of
      its own table on the select rows.
    </p>
    <details class="more">
      <summary>As a drawing</summary>
      ${chart(trees.run, 'leaves')}
    </details>
    ${leavesTable(trees)}
  </section>`;
}
