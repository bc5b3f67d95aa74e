import { html, type Html } from '../html.ts';
import { selectedMark } from './selection-bar.ts';

/** A column: its heading, and how it is set. */
export type StackedColumn = readonly [heading: string, look?: 'number' | 'sentence'];

/** One row: the cell that heads it, and the others. */
export interface StackedRow {
  readonly head: Html;
  readonly cells: readonly (Html | string)[];
  readonly selected?: boolean;
}

/**
 * A table whose rows become blocks of labelled lines on a phone. Roles are written out, as a browser
 * drops them where a table is laid out as something else.
 */
export function stackedTable(
  label: string,
  columns: readonly StackedColumn[],
  rows: readonly StackedRow[],
  look: string,
): Html {
  const headings = columns.map(
    ([heading, kind]) =>
      html`<th role="columnheader" scope="col" class="${kind ?? ''}">${heading}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table class="stacked ${look}" role="table" aria-label="${label}">
      <thead role="rowgroup">
        <tr role="row">
          ${headings}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map((row) => stackedRow(columns, row))}
      </tbody>
    </table>
  </div>`;
}

function stackedRow(
  columns: readonly StackedColumn[],
  { head, cells, selected = false }: StackedRow,
): Html {
  const others = cells.map((cell, i) => {
    const [heading, kind] = columns[i + 1]!;
    return html`<td role="cell" class="${kind ?? ''}" data-label="${heading}">
      <div>${cell}</div>
    </td>`;
  });
  return html`<tr role="row" ${selectedMark(selected)}>
    <th role="rowheader" scope="row">${head}</th>
    ${others}
  </tr>`;
}
