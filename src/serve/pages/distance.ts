import type { Figure } from '../../core/interval.ts';
import { counted, grouped, rounded } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { RowQuery } from '../contract-rows.ts';
import type { HeldOutRow } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import { distanceOf, farthestFirst, type PathDistance } from '../path-distance.ts';
import { headOf, isSelected } from '../selection.ts';
import { runHref, type Site } from '../site.ts';
import { numberCell, ownMark, ruleClauses } from './parts.ts';
import { namedPath, pathLink } from './path-link.ts';
import { countedRows } from './row-words.ts';
import { stackedTable } from './stacked-table.ts';

/** How the intervals of distances are made. */
const DISTANCE_WORDS = 'the mean ± 1.96 standard errors, the spread taken from all paths together';

/** `9.1 (5.02 to 13.2)`: a distance with its interval, in the units of the target. */
function distanceText({ value, low, high }: Figure): string {
  const interval = low === null ? '' : ` (${rounded(low)} to ${rounded(high)})`;
  return `${rounded(value)}${interval}`;
}

function chanceWords(paths: number): string {
  return `among ${grouped(paths)} paths, one would come out farthest by chance alone`;
}

/** Numbers that all lie within the tolerance: which path is farthest from the teacher all the same. */
export function farthestWords(
  site: Site,
  run: LoadedRun,
  rows: readonly HeldOutRow[],
): Html | null {
  if (run.manifest.task !== 'regression') return null;
  const all = farthestFirst(rows);
  const [first] = all;
  if (first === undefined || all.length === 1) return null;
  const others = rows.filter(({ path }) => path !== first.path);
  const mean = others.reduce((sum, row) => sum + distanceOf(row), 0) / others.length;
  const address = `${runHref(site, run, 'disagreements')}#by-path`;
  return html`That tolerance tells no path from another. By mean distance to the teacher
    ${namedPath(site, run, run.paths[first.path]!, 'path')} is shown to lie farthest (by the lower
    end of its interval): ${distanceText(first.distance)} on
    ${counted(first.distance.n, 'held-out row')}, and ${rounded(mean)} on the others
    (${DISTANCE_WORDS}; ${chanceWords(all.length)}).
    <a href="${address}">All paths by distance</a>.`;
}

/** Paths shown at once; the others stand behind a summary. */
const SHOWN = 8;

/** The paths by distance, where the tolerance tells none from another. */
export function byDistanceSection(
  site: Site,
  run: LoadedRun,
  rows: readonly HeldOutRow[],
  set: RowQuery['set'],
): Html {
  const all = farthestFirst(rows);
  const { shown, rest } = headOf(site, all, SHOWN);
  const table = (label: string, shown: readonly PathDistance[]): Html =>
    distanceTable(site, run, label, shown);
  const tolerance = rounded(run.manifest.metrics.withinTolerance.tolerance);
  return html`<section aria-labelledby="by-path">
    <h2 id="by-path">By path</h2>
    <p class="measure">
      The tolerance of ${tolerance} tells no path from another: none of the
      ${countedRows(rows.length, set)} lies beyond it. The paths are ranked by their mean distance
      to the teacher instead.
    </p>
    <p class="quiet measure">
      The path that is shown to lie farthest comes first: by the lower end of its interval,
      ${DISTANCE_WORDS}. Each interval is for its own
      path${all.length === 1 ? '' : `: ${chanceWords(all.length)}`}.
    </p>
    ${table('Distance by path', shown)}
    ${
      rest.length === 0
        ? null
        : html`<details class="more">
            <summary>The other ${counted(rest.length, 'path')} with rows</summary>
            ${table('Distance on the other paths', rest)}
          </details>`
    }
  </section>`;
}

function distanceTable(
  site: Site,
  run: LoadedRun,
  label: string,
  shown: readonly PathDistance[],
): Html {
  const columns = [
    ['Path'],
    ['Rows', 'number'],
    ['Mean distance'],
    ['Answer'],
    ['Rule', 'sentence'],
  ] as const;
  const lines = shown.map(({ path: index, distance }) => {
    const path = run.paths[index]!;
    return {
      head: pathLink(site, run, path),
      cells: [
        grouped(distance.n),
        numberCell(distance),
        ownMark(run.manifest, path),
        ruleClauses(run, path),
      ],
      selected: isSelected(site, index),
    };
  });
  return stackedTable(label, columns, lines, 'by-path');
}
