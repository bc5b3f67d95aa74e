import type { PathRecord } from '../../core/run.ts';
import { counted, grouped, percent } from '../../draw/format.ts';
import { decisionOf, meanWords } from '../../draw/labels.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { heldOutRows } from '../contract.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { flagLabel } from './flag-words.ts';
import { decisionMark, figureCell, ruleClauses, toleranceWords, whiskerCell } from './parts.ts';
import { chosenMark } from './selection-bar.ts';

/** A path as it stands in the list. */
export interface ListedPath {
  readonly path: PathRecord;
  readonly isShown: boolean;
  /** Whether it is of what is selected, all of that, and the first of it. */
  readonly isChosen: boolean;
  readonly isOnly: boolean;
  readonly isFirst: boolean;
}

/** The place in the list of what is selected. */
export const CHOSEN = 'chosen';

export function hiddenWhen(hidden: boolean): Html | null {
  return hidden ? html`hidden` : null;
}

/** The list as a table; `whole` where the browser has all of it, and may filter it in place. */
export function pathTable(
  site: Site,
  run: LoadedRun,
  listed: readonly ListedPath[],
  whole: boolean,
): Html {
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
    <tbody role="rowgroup" id="paths" ${whole ? html`data-whole` : null}>
      ${listed.map((one) => pathRow(site, run, one))}
    </tbody>
  </table>`;
}

function pathRow(
  site: Site,
  run: LoadedRun,
  { path, isShown, isChosen, isOnly, isFirst }: ListedPath,
): Html {
  const flags = path.flags.map((flag) => html`<span class="tag">${flagLabel(flag)}</span> `);
  const mean = meanWords(decisionOf(run.model, path.leaf));
  const number = run.paths.indexOf(path) + 1;
  return html`<tr
    role="row"
    data-leaf="${path.leaf}"
    ${hiddenWhen(!isShown)}
    ${isFirst ? html`id="${CHOSEN}"` : null}
    ${chosenMark(isChosen)}
  >
    <th role="rowheader" scope="row">
      <label class="path-choice"
        ><input
          type="radio"
          name="node"
          value="${path.leaf}"
          form="filter"
          aria-label="Select path ${number}"
          ${isOnly ? html`checked` : null}
      /></label>
      <a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${number}</a>
    </th>
    <td role="cell" class="rule">
      ${ruleClauses(run, path)}
      ${flags.length > 0 ? html`<span class="tags">${flags}</span>` : null}
    </td>
    <td role="cell" class="decision-cell">
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
