import type { PathRecord } from '../../core/run.ts';
import { counted, grouped, percent } from '../../draw/format.ts';
import { decisionOf, meanWords } from '../../draw/labels.ts';
import { heldOutRows, selectPaths, type PathQuery } from '../contract.ts';
import { html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, withQuery, type Site } from '../site.ts';
import { flagLabel } from './flag-words.ts';
import { decisionMark, figureCell, ruleClauses, toleranceWords, whiskerCell } from './parts.ts';
import { pager } from './pager.ts';
import { filterForm, namesOf } from './path-filter.ts';
import { heldOutWords } from './row-words.ts';
import { shell } from './shell.ts';
import { placeOf } from '../page-place.ts';

/** Lists up to this long are sent whole, so that the browser can filter them in place. */
const WHOLE_LIST = 200;
const PER_PAGE = 100;

/** `/runs/:run/paths`: every path, filtered and ordered by the query; it always says "n of N". */
export function pathsPage(site: Site, run: LoadedRun, query: PathQuery): Html {
  const names = namesOf(run);
  const list = selectPaths(run.paths, query, names);
  const whole = run.paths.length <= WHOLE_LIST;
  const { page, pages, from, to } = placeOf(list.matched, PER_PAGE, query.page);
  const matched = new Set(list.paths.map((path) => path.id));
  const rest = whole ? run.paths.filter((path) => !matched.has(path.id)) : [];
  const shown = whole ? list.paths : list.paths.slice(from, to);
  const rows = [...shown, ...rest].map((path) => pathRow(site, run, path, matched.has(path.id)));
  const at = (number: number): string =>
    withQuery(href(site, 'runs', run.id, 'paths'), { ...query, page: number });
  const body = html`<h1>Paths</h1>
    <p class="lead">
      Every way through the tree, from its root to a decision. Together they cover every case once.
    </p>
    ${filterForm(site, run, query)}
    <p class="count" role="status" id="count">
      ${grouped(list.matched)} of ${grouped(list.total)} paths, ${percent(list.share)} of held-out
      rows${whole || pages === 1 ? null : html`, page ${page} of ${pages}`}
    </p>
    <p class="print-all">
      <a href="${href(site, 'runs', run.id, 'print')}">Print all ${grouped(list.total)} paths</a>
    </p>
    <div id="found" ${hiddenWhen(list.matched === 0)}>
      ${pathTable(run, rows)}
      <p class="quiet">
        ${heldOutWords(run)} Fresh queries are rows drawn in the region of a path and answered by
        the teacher. Each interval is for its own path. The lowest of many paths may be low by
        chance:
        <a href="${href(site, 'runs', run.id, 'disagreements')}#by-path"
          >all paths looked at together</a
        >.
      </p>
    </div>
    <p class="empty" id="none" ${hiddenWhen(list.matched > 0)}>
      No path matches this filter.
      <a href="${href(site, 'runs', run.id, 'paths')}">Show all ${grouped(list.total)}</a>
    </p>
    ${whole ? null : pager({ page, pages }, at)}`;
  return shell(site, {
    title: `Paths of ${run.id}`,
    run,
    tab: 'paths',
    ...(whole ? { view: 'paths' as const } : {}),
    body,
  });
}

function hiddenWhen(hidden: boolean): Html | null {
  return hidden ? html`hidden` : null;
}

function pathTable(run: LoadedRun, rows: readonly Html[]): Html {
  const { manifest } = run;
  const measured = manifest.task === 'regression' ? toleranceWords(manifest) : 'Fidelity';
  return html`<table class="paths" role="table" aria-describedby="count">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Path</th>
        <th role="columnheader" scope="col">Rule</th>
        <th role="columnheader" scope="col">Decision</th>
        <th role="columnheader" scope="col" class="number">Held-out rows</th>
        <th role="columnheader" scope="col">${measured} on held-out rows, 95% interval</th>
      </tr>
    </thead>
    <tbody role="rowgroup" id="paths">
      ${rows}
    </tbody>
  </table>`;
}

function pathRow(site: Site, run: LoadedRun, path: PathRecord, matched: boolean): Html {
  const flags = path.flags.map((flag) => html`<span class="tag">${flagLabel(flag)}</span> `);
  const mean = meanWords(decisionOf(run.model, path.leaf));
  const number = run.paths.indexOf(path) + 1;
  return html`<tr
    role="row"
    data-path="${path.id}"
    data-leaf="${path.leaf}"
    ${hiddenWhen(!matched)}
  >
    <th role="rowheader" scope="row">
      <a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${number}</a>
    </th>
    <td role="cell" class="rule">
      ${ruleClauses(run, path)}
      ${flags.length > 0 ? html`<span class="tags">${flags}</span>` : null}
    </td>
    <td role="cell">
      ${decisionMark(run.manifest, path)}
      ${mean === '' ? null : html`<span class="quiet mean">${mean}</span>`}
    </td>
    <td role="cell" class="number">
      ${grouped(heldOutRows(path))}
      <span class="quiet">${percent(path.coverage.value)}</span>
    </td>
    <td role="cell">
      ${whiskerCell(path.fidelity, 'no held-out row')}
      <span class="fresh">${freshWords(path)}</span>
    </td>
  </tr>`;
}

/** The same on rows drawn in the path's region and answered by the teacher. */
function freshWords({ freshFidelity }: PathRecord): Html | string {
  if (freshFidelity.n === 0) return 'no fresh query';
  return html`${figureCell(freshFidelity, 'agreement')} on
  ${counted(freshFidelity.n, 'fresh query', 'fresh queries')}`;
}
