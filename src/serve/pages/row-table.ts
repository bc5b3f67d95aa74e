import type { RunDocument } from '../../core/run.ts';
import { percent } from '../../draw/format.ts';
import { pathValues, type HeldOut, type HeldOutRow } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { isSelected } from '../selection.ts';
import { href, withQuery, type Site } from '../site.ts';
import { className, decisionMark } from './parts.ts';
import { stackedTable, type StackedColumn, type StackedRow } from './stacked-table.ts';

interface RowTableOptions {
  readonly label: string;
  /** On the card of a path all rows have one path, and one answer of the student. */
  readonly onePath?: boolean;
  /** A column that only one page has. */
  readonly remark?: { readonly heading: string; readonly of: (row: HeldOutRow) => Html | string };
}

/** Held-out rows, each with its path, the three decisions and the values its path asks for. */
export function rowTable(
  site: Site,
  run: LoadedRun,
  rows: HeldOut,
  shown: readonly HeldOutRow[],
  { label, onePath = false, remark }: RowTableOptions,
): Html {
  const [student, teacher] =
    run.manifest.task === 'regression'
      ? ['Student', 'Teacher']
      : ['Student, mean probability', 'Teacher, probability'];
  const columns: StackedColumn[] = [
    ['Row'],
    ...(onePath ? [] : [['Path'] as const, [student] as const]),
    [teacher],
    ['Truth'],
    ...(remark === undefined ? [] : [[remark.heading] as const]),
    ['Values the path asks for', 'sentence'],
  ];
  const lines = shown.map((row): StackedRow => {
    const cells = [
      ...(onePath ? [] : pathCells(site, run, row)),
      answer(run.manifest, row.teacher, row.asked),
      answer(run.manifest, row.truth, null),
      ...(remark === undefined ? [] : [remark.of(row)]),
      valueList(run, rows, row),
    ];
    const address = withQuery(href(site, 'runs', run.id, 'case'), { row: row.source });
    const head = html`<a href="${address}">Row ${row.source}</a>
      <span class="quiet">${row.set} set</span>`;
    return { head, cells, selected: !onePath && isSelected(site, row.path) };
  });
  return stackedTable(label, columns, lines, 'rows');
}

function pathCells(site: Site, run: LoadedRun, { path: index, sure }: HeldOutRow): Html[] {
  const path = run.paths[index]!;
  const address = href(site, 'runs', run.id, 'paths', path.id);
  return [
    html`<a href="${address}">Path ${index + 1}</a>`,
    html`${decisionMark(run.manifest, path)} ${strength(run.manifest, sure)}`,
  ];
}

function answer(manifest: RunDocument, given: number, soft: number | null): Html {
  const name = manifest.classes[given];
  if (manifest.task === 'classification' && name === undefined) {
    return html`<span class="quiet">not known</span>`;
  }
  return html`${className(manifest, name ?? '', given)}
  ${soft === null ? null : strength(manifest, soft)}`;
}

/** The probability of a class; nothing for numbers, which are their own. */
function strength({ task }: RunDocument, soft: number): Html | null {
  return task === 'regression' ? null : html`<span class="quiet">${percent(soft, 0)}</span>`;
}

function valueList(run: LoadedRun, rows: HeldOut, row: HeldOutRow): Html {
  const values = pathValues(run, rows, row);
  if (values.length === 0) return html`<span class="quiet">asks nothing</span>`;
  const redacted = html`<span class="quiet">redacted</span>`;
  return html`<ul class="clauses values">
    ${values.map(({ feature, text }) => html`<li><b>${feature}</b> ${text ?? redacted}</li>`)}
  </ul>`;
}
