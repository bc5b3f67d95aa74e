import { counted, grouped, percent } from '../../draw/format.ts';
import type { ChangedPath } from '../contract-compare.ts';
import { html, type Html } from '../html.ts';
import { isSelected, selectedPlace } from '../selection.ts';
import type { Site } from '../site.ts';
import type { Compared } from './compare.ts';
import { compareAddress, partOf } from './compare-parts.ts';
import { pathLink, sideMark } from './compare-sides.ts';
import { pager } from './pager.ts';
import { ruleClauses } from './parts.ts';
import { stackedTable, type StackedRow } from './stacked-table.ts';

/** What becomes of each path of the first tree, those with most changed rows first. */
export function changedSection(site: Site, compared: Compared): Html | null {
  const { a, b, comparison } = compared;
  const paths = comparison.changedPaths;
  if (paths === null || paths.length === 0) return null;
  const part = partOf(site, compared, paths, 'paths', 'changed');
  return html`<section class="full" aria-labelledby="changed">
    <h2 id="changed">Which paths change</h2>
    <p class="measure">
      ${b.name} decides otherwise somewhere on ${grouped(paths.length)} of the
      ${counted(a.places.size, 'path')} of ${a.name}${seenWords(paths)}.
      ${(comparison.asks.regions ?? 0) > 0 ? 'Where just one of them asks its teacher counts as well.' : null}
      ${selectedWords(site, compared, paths)}
    </p>
    <p class="count">${part.words}</p>
    ${stackedTable(
      'Paths that change',
      [[a.name, 'sentence'], ['Decision'], ['Decided otherwise'], ['Regions', 'number']],
      part.shown.map((path) => changedRow(site, compared, path)),
      'changed',
    )}
    ${pager(part, part.at, { label: 'Pages of paths' })}
  </section>`;
}

/** What becomes of what is selected. */
function selectedWords(site: Site, compared: Compared, paths: readonly ChangedPath[]): Html | null {
  const { selected = null } = site;
  if (selected === null) return null;
  const changing = paths.filter((one) => isSelected(site, placeIn(compared, one)));
  const place = selectedPlace(site);
  if (place === null) {
    return html`Of the ${grouped(selected.places.size)} selected paths ${grouped(changing.length)}
    ${changing.length === 1 ? 'changes' : 'change'}.`;
  }
  const [path] = changing;
  const name = `Path ${place + 1}, which is selected,`;
  if (path === undefined) return html`${name} is decided as before.`;
  const { regions, rows, changed } = path;
  const address = compareAddress(site, compared, { path: path.path, page: null });
  const where =
    regions === null
      ? 'somewhere'
      : html`in <a href="${address}#regions">${counted(regions, 'region')}</a>`;
  const seen =
    rows === null || changed === null
      ? null
      : `, on ${grouped(changed)} of its ${counted(rows, 'held-out row')}`;
  return html`${name} changes ${where}${seen}.`;
}

/** The place of a path in the list of the first run. */
function placeIn({ a }: Compared, { path }: ChangedPath): number {
  return a.places.get(path)!.number - 1;
}

/** `, and held-out rows show it on 31`. */
function seenWords(paths: readonly ChangedPath[]): string {
  if (paths[0]!.changed === null) return '';
  const seen = paths.filter(({ changed }) => changed! > 0).length;
  return seen === paths.length ? '' : `, and held-out rows show it on ${grouped(seen)}`;
}

function changedRow(site: Site, compared: Compared, path: ChangedPath): StackedRow {
  const { a } = compared;
  const regions =
    path.regions === null
      ? 'not worked out'
      : html`<a href="${compareAddress(site, compared, { path: path.path, page: null })}#regions"
          >${grouped(path.regions)}</a
        >`;
  return {
    head: html`${ruleClauses(a, a.places.get(path.path)!)}
      <span class="quiet">${pathLink(site, a, path.path)}</span>`,
    cells: [sideMark(a, path.decision), changeWords(compared, path), regions],
    selected: isSelected(site, placeIn(compared, path)),
  };
}

/** `11 of 35 31.4% bad`. */
function changeWords({ b, comparison }: Compared, { rows, changed, becomes }: ChangedPath): Html {
  const marks =
    comparison.tolerance !== null
      ? null
      : becomes.map(
          ({ decision, rows: n }) =>
            html` ${sideMark(b, decision)}${becomes.length > 1 && n !== null ? ` ${grouped(n)}` : null}`,
        );
  if (rows === null || changed === null) return html`not counted${marks}`;
  if (rows === 0) return html`no held-out row${marks}`;
  return html`${grouped(changed)} of ${grouped(rows)}
    <span class="quiet">${percent(changed / rows)}</span>${marks}`;
}
