import { counted, grouped, rounded } from '../../draw/format.ts';
import type { PathFlow } from '../contract-compare.ts';
import { html, type Html } from '../html.ts';
import type { Site } from '../site.ts';
import type { Compared } from './compare.ts';
import { partOf } from './compare-parts.ts';
import { pathLink, sideCell } from './compare-sides.ts';
import { pager } from './pager.ts';
import { scrollTable } from './parts.ts';

/** Paths of a tree, at most, for the matrix to be read. */
const WIDEST = 16;

/** Held-out rows by the path they take in each tree. */
export function pathSection(site: Site, compared: Compared): Html | null {
  const { comparison } = compared;
  if (comparison.flows.length === 0) return null;
  const small = comparison.a.leaves <= WIDEST && comparison.b.leaves <= WIDEST;
  const table = small ? matrix(site, compared) : flowTable(site, compared);
  return html`<section class="full" aria-labelledby="matrix">
    <h2 id="matrix">Path by path</h2>
    ${table}
  </section>`;
}

function matrix(site: Site, { a, b, comparison: { flows, tolerance } }: Compared): Html {
  const across = [...new Set(flows.map(({ pathB }) => pathB))];
  const down = [...new Set(flows.map(({ pathA }) => pathA))];
  const cell = (pathA: string, pathB: string): Html => {
    const flow = flows.find((one) => one.pathA === pathA && one.pathB === pathB);
    if (flow === undefined) return html`<td class="number quiet">0</td>`;
    const look = flow.kind === 'decision' ? 'number differs' : 'number';
    return html`<td class="${look}">${grouped(flow.rows)}</td>`;
  };
  const rows = down.map(
    (pathA) =>
      html`<tr>
        <th scope="row">${pathLink(site, a, pathA)}</th>
        ${across.map((pathB) => cell(pathA, pathB))}
      </tr>`,
  );
  return html`<p class="measure">
      Held-out rows by the path they take: down in ${a.name}, across in ${b.name}. Where both
      decide, ${tolerance === null ? 'differently' : `more than ${rounded(tolerance)} apart`}, the
      number is set off.
    </p>
    ${scrollTable(
      'Paths of both trees',
      [[''], ...across.map((pathB) => [pathLink(site, b, pathB), 'number'] as const)],
      rows,
      'asked',
    )}`;
}

function flowTable(site: Site, compared: Compared): Html {
  const { a, b, comparison } = compared;
  const part = partOf(site, compared, comparison.flows, 'pairs', 'matrix');
  const row = (flow: PathFlow): Html =>
    html`<tr>
      <td>${sideCell(site, a, flow.decisionA, flow.pathA)}</td>
      <td>${sideCell(site, b, flow.decisionB, flow.pathB)}</td>
      <td class="number">${grouped(flow.rows)}</td>
    </tr>`;
  return html`<p class="measure">
      The pairs of paths that held-out rows take, most rows first:
      ${counted(comparison.flows.length, 'pair')}.
    </p>
    <p class="count">${part.words}</p>
    ${scrollTable('Pairs of paths', [[a.name], [b.name], ['Rows', 'number']], part.shown.map(row), 'asked')}
    ${pager(part, part.at, { label: 'Pages of pairs' })}`;
}
