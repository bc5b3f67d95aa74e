import type { RunDocument } from '../../core/run.ts';
import { grouped, rounded } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import { SIDES, type RowQuery, type Side, type SideCounts } from '../contract-rows.ts';
import { className, scrollTable, type Column } from './parts.ts';
import { matrixLook, printedCells } from './printed-cells.ts';

/** The address of the rows of one cell. */
type CellAddress = (cell: Partial<RowQuery>) => string;

/** Student (down) against teacher (across); every count leads to its rows. */
export function matrixTable(
  manifest: RunDocument,
  counts: readonly (readonly number[])[],
  query: RowQuery,
  address: CellAddress,
): Html {
  const rows = counts.map((cells, student) => {
    const row = cells.map((count, teacher) =>
      countCell(count, {
        look: student === teacher ? 'number agree' : 'number',
        current: query.student === student && query.teacher === teacher,
        address: address({ student, teacher, side: '', rows: '', leaf: null }),
        label: `student ${manifest.classes[student]}, teacher ${manifest.classes[teacher]}`,
      }),
    );
    return html`<tr>
      <th scope="row">${className(manifest, manifest.classes[student]!, null)}</th>
      ${row}
    </tr>`;
  });
  const columns = manifest.classes.map((name): Column => [
    className(manifest, name, null),
    'number',
  ]);
  const { classes } = manifest;
  return html`${scrollTable('Student against teacher', [[''], ...columns], rows, matrixLook(classes))}
  ${printedCells(classes, counts)}`;
}

const SIDE_WORDS: Readonly<Record<Side, string>> = {
  above: 'Student above the teacher',
  below: 'Student below the teacher',
  equal: 'The same number',
};

/** Where the student's numbers lie, within the tolerance of the teacher's and beyond. */
export function sideTable(
  { metrics }: RunDocument,
  counts: Readonly<Record<Side, SideCounts>>,
  query: RowQuery,
  address: CellAddress,
): Html {
  const shown = SIDES.filter((side) => side !== 'equal' || counts.equal.within > 0);
  const rows = shown.map((side) => {
    const cell = (count: number, rowsAsked: RowQuery['rows']): Html =>
      countCell(count, {
        look: rowsAsked === 'agree' ? 'number agree' : 'number',
        current: query.side === side && query.rows === rowsAsked,
        address: address({ side, rows: rowsAsked, student: null, teacher: null, leaf: null }),
        label: `${SIDE_WORDS[side]}, ${rowsAsked === 'agree' ? 'within' : 'beyond'} the tolerance`,
      });
    return html`<tr>
      <th scope="row">${SIDE_WORDS[side]}</th>
      ${cell(counts[side].within, 'agree')} ${cell(counts[side].beyond, '')}
    </tr>`;
  });
  const tolerance = rounded(metrics.withinTolerance.tolerance);
  return scrollTable(
    'Student against teacher',
    [[''], [`Within ${tolerance}`, 'number'], [`More than ${tolerance} apart`, 'number']],
    rows,
    'confusion',
  );
}

interface CountCell {
  readonly look: string;
  readonly current: boolean;
  readonly address: string;
  readonly label: string;
}

/** A count as a link to its rows; a zero leads nowhere. */
function countCell(count: number, { look, current, address, label }: CountCell): Html {
  if (count === 0) return html`<td class="${look}">0</td>`;
  const text = html`${grouped(count)}<span class="visually-hidden"> rows: ${label}</span>`;
  return html`<td class="${look}">
    ${
      current
        ? html`<a href="${address}" aria-current="true">${text}</a>`
        : html`<a href="${address}">${text}</a>`
    }
  </td>`;
}
