import { html, type Html } from '../html.ts';
import type { RowQuery } from '../contract-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, runHref, type Site } from '../site.ts';
import { select } from './path-filter.ts';
import { hiddenNode } from './selection-bar.ts';

type Option = readonly [value: string | number, text: string];

/** Filter and order of the rows, as a plain form. */
export function rowFilter(site: Site, run: LoadedRun, query: RowQuery): Html {
  const address = href(site, 'runs', run.id, 'disagreements');
  const numbers = run.manifest.task === 'regression';
  const paths = run.paths.map((path, i): Option => [path.leaf, `Path ${i + 1}`]);
  const { selected = null } = site;
  if (selected !== null && selected.places.size > 1) {
    paths.unshift([selected.node, 'the selected paths']);
  }
  const which: Option[] = [
    ['', numbers ? 'too far apart' : 'that differ'],
    ['agree', numbers ? 'within the tolerance' : 'that agree'],
    ['all', 'all'],
  ];
  const orders: Option[] = [
    ['sure', numbers ? 'Farthest apart first' : 'Surest teacher first'],
    ['path', 'By path'],
    ['row', 'By row number'],
  ];
  const sets: Option[] = [
    ['select', 'select rows'],
    ['test', 'test rows'],
  ];
  return html`<form
    class="filter plain"
    method="get"
    action="${address}#rows"
    role="search"
    aria-label="Rows"
  >
    ${hiddenNode(site)} ${select('rows', 'Rows', which, query.rows, false)}
    ${numbers ? sideSelect(query) : classSelects(run, query)}
    ${select('leaf', 'Path', paths, query.leaf)} ${select('set', 'Set', sets, query.set)}
    ${select('sort', 'Order', orders, query.sort === '' ? 'sure' : query.sort, false)}
    <p class="filter-actions">
      <button type="submit">Apply</button>
      <a href="${runHref(site, run, 'disagreements')}#rows">Reset</a>
    </p>
  </form>`;
}

function classSelects({ manifest }: LoadedRun, query: RowQuery): Html {
  const classes = manifest.classes.map((name, k): Option => [k, name]);
  return html`${select('student', 'Student says', classes, query.student)}
  ${select('teacher', 'Teacher says', classes, query.teacher)}`;
}

function sideSelect(query: RowQuery): Html {
  const sides: Option[] = [
    ['above', 'above the teacher'],
    ['below', 'below the teacher'],
    ['equal', 'the same number'],
  ];
  return select('side', 'Student lies', sides, query.side);
}
