import type { PathRecord } from '../../core/run.ts';
import { grouped, percent } from '../../draw/format.ts';
import { amongWords } from '../../draw/spoken.ts';
import { selectPaths, type PathQuery } from '../contract.ts';
import { html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { Selection } from '../selection.ts';
import { href, withQuery, type Site } from '../site.ts';
import { pager } from './pager.ts';
import { filterForm, namesOf } from './path-filter.ts';
import { CHOSEN, hiddenWhen, pathTable } from './path-table.ts';
import { heldOutWords } from './row-words.ts';
import { shell } from './shell.ts';
import { placeOf } from '../page-place.ts';

/** Lists up to this long are sent whole, so that the browser can filter them in place. */
const WHOLE_LIST = 200;
const PER_PAGE = 100;

/** `/runs/:run/paths`: every path, filtered and ordered by the query; it always says "n of N". */
export function pathsPage(
  site: Site,
  run: LoadedRun,
  query: PathQuery,
  selected: Selection | null,
): Html {
  const names = namesOf(run);
  const list = selectPaths(run.paths, query, names);
  const whole = run.paths.length <= WHOLE_LIST;
  const chosen = new Set(Array.from(selected?.paths ?? [], (place) => run.paths[place]!));
  const found = list.paths.filter((path) => chosen.has(path));
  const home = whole ? 1 : pageOfPath(list.paths, found[0]);
  const { page, pages, from, to } = placeOf(list.matched, PER_PAGE, query.page ?? home);
  const matched = new Set(list.paths.map((path) => path.id));
  const rest = whole ? run.paths.filter((path) => !matched.has(path.id)) : [];
  const shown = whole ? list.paths : list.paths.slice(from, to);
  const rows = [...shown, ...rest].map((path) => ({
    path,
    isShown: matched.has(path.id),
    isChosen: chosen.has(path),
    isOnly: chosen.has(path) && chosen.size === 1,
    isFirst: path === found[0],
  }));
  const node = selected?.node ?? null;
  const at = (number: number): string =>
    withQuery(href(site, 'runs', run.id, 'paths'), { ...query, node, page: number });
  const body = html`<h1>Paths</h1>
    <p class="lead">
      Every way through the tree, from its root to a decision. Together they cover every case once.
    </p>
    ${filterForm(site, run, query, selected)}
    <p class="count" role="status">
      <span id="count"
        >${grouped(list.matched)} of ${grouped(list.total)} paths, ${percent(list.share)} of
        held-out rows${whole || pages === 1 ? null : html`, page ${page} of ${pages}`}.</span
      ><span id="among">${amongWords(found.length, chosen.size)}</span>
      <a
        id="to-chosen"
        href="${home === page ? '' : at(home)}#${CHOSEN}"
        ${hiddenWhen(found.length === 0)}
        >To the selected row</a
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
        <a href="${href(site, 'runs', run.id, 'disagreements')}#by-path"
          >all paths looked at together</a
        >.
      </p>
    </div>
    <p class="empty" id="none" ${hiddenWhen(list.matched > 0)}>
      No path matches this filter.
      <a data-carries href="${withQuery(href(site, 'runs', run.id, 'paths'), { node })}"
        >Show all ${grouped(list.total)}</a
      >
    </p>
    ${whole ? null : pager({ page, pages }, at)}`;
  return shell(site, {
    title: `Paths of ${run.id}`,
    run,
    tab: 'paths',
    view: 'paths',
    selected,
    body,
  });
}

/** The page on which a path stands in a list; the first where it is not in it. */
function pageOfPath(paths: readonly PathRecord[], path: PathRecord | undefined): number {
  const place = path === undefined ? 0 : paths.indexOf(path);
  return Math.floor(place / PER_PAGE) + 1;
}
