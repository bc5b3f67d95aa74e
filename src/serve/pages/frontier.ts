import { grouped } from '../../draw/format.ts';
import { frontierScene } from '../../draw/frontier.ts';
import { drawing, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, withQuery, type Site } from '../site.ts';
import { fact, figureCell, scrollTable } from './parts.ts';
import { shell } from './shell.ts';

/** `/runs/:run/frontier`: every depth, drawn and as numbers, and why one was picked. */
export function frontierPage(site: Site, run: LoadedRun): Html {
  const { frontier } = run;
  const kind = frontier.fidelityKind;
  const body = html`<h1>Depth against fidelity</h1>
    <p class="lead">${frontier.pick.why}</p>
    <div class="chart" tabindex="0" role="region" aria-label="Frontier chart">
      ${drawing(frontierScene(frontier))}
    </div>
    <section aria-labelledby="depths">
      <h2 id="depths">The numbers</h2>
      <p class="measure">
        The depth was
        ${frontier.pick.rule === 'given' ? 'given by the user' : 'chosen on the select rows'}. Test
        rows only report: they chose nothing.
      </p>
      ${depthTable(site, run)}
    </section>
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
  return shell(site, { title: `Frontier of ${run.id}`, run, tab: 'frontier', body });
}

function depthTable(site: Site, run: LoadedRun): Html {
  const { depths, pick, fidelityKind } = run.frontier;
  const r2 = fidelityKind === 'r2';
  const rows = depths.map((entry) => {
    const picked = entry.depth === pick.depth;
    const stored =
      entry.depth === run.manifest.student.depth ||
      Object.hasOwn(run.manifest.artifacts, `trees/${entry.depth}.json`);
    const own = entry.depth === run.manifest.student.depth;
    const address = withQuery(href(site, 'runs', run.id, 'tree'), {
      depth: own ? null : entry.depth,
    });
    return html`<tr class="${picked ? 'picked' : ''}">
      <th scope="row">
        ${stored ? html`<a href="${address}">${entry.depth}</a>` : entry.depth}${
          picked ? html` <span class="tag">picked</span>` : null
        }
      </th>
      <td class="number">${grouped(entry.leaves)}</td>
      <td class="number">${entry.meanPathLength.toFixed(2)}</td>
      <td>${figureCell(entry.select.fidelity, fidelityKind)}</td>
      <td>${figureCell(entry.fidelity, fidelityKind)}</td>
      <td>${figureCell(entry.headroomClosed, 'agreement')}</td>
      ${r2 ? null : html`<td>${figureCell(entry.balancedFidelity, 'agreement')}</td>`}
      <td>${figureCell(entry.accuracy, fidelityKind)}</td>
    </tr>`;
  });
  return scrollTable(
    'Depths',
    [
      ['Depth'],
      ['Paths', 'number'],
      ['Mean length', 'number'],
      ['Fidelity, select rows'],
      ['Fidelity, test rows'],
      ['Headroom closed'],
      ...(r2 ? [] : [['Balanced fidelity'] as const]),
      [r2 ? 'R² to the truth' : 'Accuracy'],
    ],
    rows,
  );
}
