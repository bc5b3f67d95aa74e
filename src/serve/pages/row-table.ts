import type { RunDocument } from '../../core/run.ts';
import { percent } from '../../draw/format.ts';
import { pathValues, type HeldOut, type HeldOutRow } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, type Site } from '../site.ts';
import { className, decisionMark, scrollTable, type Column } from './parts.ts';

/** What a table of rows leaves out: on the card of a path all rows have one path. */
interface RowTableOptions {
  readonly label: string;
  readonly onePath?: boolean;
}

/** Held-out rows, each with its path, the three decisions and the values its path asks for. */
export function rowTable(
  site: Site,
  run: LoadedRun,
  rows: HeldOut,
  shown: readonly HeldOutRow[],
  { label, onePath = false }: RowTableOptions,
): Html {
  const own: Column[] = onePath ? [] : [['Path'], ['Student']];
  const columns: Column[] = [
    ['Row'],
    ...own,
    ['Teacher'],
    ['Truth'],
    ...(onePath ? [['Student and teacher'] as const] : []),
    ['Values the path asks for'],
  ];
  return scrollTable(
    label,
    columns,
    shown.map(
      (row) =>
        html`<tr>
          <th scope="row">${row.source} <span class="quiet">${row.set}</span></th>
          ${onePath ? null : pathCells(site, run, row)}
          <td>${answer(run.manifest, row.teacher, row.asked)}</td>
          <td>${answer(run.manifest, row.truth, null)}</td>
          ${onePath ? html`<td>${row.differs ? differTag(run.manifest) : 'agree'}</td>` : null}
          <td class="values">${valueList(run, rows, row)}</td>
        </tr>`,
    ),
    'rows',
  );
}

function pathCells(site: Site, run: LoadedRun, { path: index, sure }: HeldOutRow): Html {
  const path = run.paths[index]!;
  return html`<td>
      <a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${index + 1}</a>
    </td>
    <td>${decisionMark(run.manifest, path)} ${strength(run.manifest, sure)}</td>`;
}

function answer(manifest: RunDocument, given: number, soft: number | null): Html {
  const name = manifest.classes[given];
  if (manifest.task === 'classification' && name === undefined) {
    return html`<span class="quiet">not known</span>`;
  }
  return html`${className(manifest, name ?? '', given)}
  ${soft === null ? null : strength(manifest, soft)}`;
}

/** The soft value of a class; nothing for numbers, which are their own. */
function strength({ task }: RunDocument, soft: number): Html | null {
  return task === 'regression' ? null : html`<span class="quiet">${percent(soft, 0)}</span>`;
}

function differTag({ task }: RunDocument): Html {
  return html`<span class="tag">${task === 'regression' ? 'too far apart' : 'differ'}</span>`;
}

function valueList(run: LoadedRun, rows: HeldOut, row: HeldOutRow): Html {
  const values = pathValues(run, rows, row);
  if (values.length === 0) return html`<span class="quiet">asks nothing</span>`;
  const redacted = html`<span class="quiet">redacted</span>`;
  return html`<ul class="clauses">
    ${values.map(({ feature, text }) => html`<li><b>${feature}</b> ${text ?? redacted}</li>`)}
  </ul>`;
}
