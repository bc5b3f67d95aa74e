import type { PathRecord } from '../../core/run.ts';
import { counted, grouped, percent } from '../../draw/format.ts';
import { decisionOf, meanWords } from '../../draw/labels.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { heldOutRows, SELECTED_ROW } from '../contract.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { flagLabel } from './flag-words.ts';
import {
  decisionMark,
  figureCell,
  hiddenWhen,
  ruleClauses,
  toleranceWords,
  whiskerCell,
} from './parts.ts';
import { selectedMark } from './selection-bar.ts';

/** A path as it stands in the list. */
export interface ListedPath {
  readonly path: PathRecord;
  readonly isShown: boolean;
  readonly isSelected: boolean;
  /** Whether it is all that is selected. */
  readonly isOnly: boolean;
  /** Whether it is the first of what is selected and shown. */
  readonly isFirst: boolean;
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
  { path, isShown, isSelected, isOnly, isFirst }: ListedPath,
): Html {
  const flags = path.flags.map((flag) => html`<span class="tag">${flagLabel(flag)}</span> `);
  const mean = meanWords(decisionOf(run.model, path.leaf));
  const number = run.paths.indexOf(path) + 1;
  return html`<tr
    role="row"
    data-leaf="${path.leaf}"
    ${hiddenWhen(!isShown)}
    ${isFirst ? html`id="${SELECTED_ROW}"` : null}
    ${selectedMark(isSelected)}
  >
    <th role="rowheader" scope="row">
      <label class="path-choice"
        ><input
          type="radio"
          name="node"
          value="${path.leaf}"
          form="filter"
          autocomplete="off"
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
