import type { PathRecord } from '../../core/run.ts';
import { grouped, percent } from '../../draw/format.ts';
import { amongWords } from '../../draw/spoken.ts';
import { SELECTED_ROW, selectPaths, type PathQuery } from '../contract.ts';
import { html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { isSelected } from '../selection.ts';
import { href, runHref, type Site } from '../site.ts';
import { hiddenWhen } from './parts.ts';
import { pager } from './pager.ts';
import { filterForm, namesOf } from './path-filter.ts';
import { pathTable } from './path-table.ts';
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
  const selected = new Set(run.paths.filter((_, place) => isSelected(site, place)));
  const found = list.paths.filter((path) => selected.has(path));
  const home = whole ? 1 : pageOfPath(list.paths, found[0]);
  const { page, pages, from, to } = placeOf(list.matched, PER_PAGE, query.page ?? home);
  const matched = new Set(list.paths.map((path) => path.id));
  const rest = whole ? run.paths.filter((path) => !matched.has(path.id)) : [];
  const shown = whole ? list.paths : list.paths.slice(from, to);
  const rows = [...shown, ...rest].map((path) => ({
    path,
    isShown: matched.has(path.id),
    isSelected: selected.has(path),
    isOnly: selected.has(path) && selected.size === 1,
    isFirst: path === found[0],
  }));
  const isListed = rows.some(({ isOnly }) => isOnly);
  const at = (number: number): string => runHref(site, run, 'paths', { ...query, page: number });
  const body = html`<h1>Paths</h1>
    <p class="lead">
      Every way through the tree, from its root to a decision. Together they cover every case once.
    </p>
    ${filterForm(site, run, query, { isWhole: whole, isListed })}
    <p class="count" role="status">
      <span id="count"
        >${grouped(list.matched)} of ${grouped(list.total)} paths, ${percent(list.share)} of
        held-out rows${whole || pages === 1 ? null : html`, page ${page} of ${pages}`}.</span
      ><span id="among">${amongWords(found.length, selected.size)}</span>
      <a
        id="to-selected"
        href="${home === page ? '' : at(home)}#${SELECTED_ROW}"
        ${hiddenWhen(found.length === 0)}
        >To the selected path</a
      >
    </p>
    <p class="print-all">
      <a href="${href(site, 'runs', run.id, 'print')}">Print all ${grouped(list.total)} paths</a>
    </p>
    <div id="found" ${hiddenWhen(list.matched === 0)}>
      ${pathTable(site, run, rows, whole)}
      <p class="quiet">
        ${heldOutWords(run)} Fresh queries are rows drawn in the region of a path and answered by
        the teacher. Each interval is for its own path. The lowest of many paths may be low by
        chance:
        <a href="${runHref(site, run, 'disagreements')}#by-path">all paths looked at together</a>.
      </p>
    </div>
    <p class="empty" id="none" ${hiddenWhen(list.matched > 0)}>
      No path matches this filter.
      <a data-carries href="${runHref(site, run, 'paths')}">Show all ${grouped(list.total)}</a>
    </p>
    ${whole ? null : pager({ page, pages }, at)}`;
  return shell(site, {
    title: `Paths of ${run.id}`,
    run,
    tab: 'paths',
    view: 'paths',
    body,
  });
}

/** The page on which a path stands in a list; the first where it is not in it. */
function pageOfPath(paths: readonly PathRecord[], path: PathRecord | undefined): number {
  const place = path === undefined ? 0 : paths.indexOf(path);
  return Math.floor(place / PER_PAGE) + 1;
}
