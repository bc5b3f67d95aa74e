import { visible } from '../../core/text.ts';
import { counted } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';

/** A matrix of more classes does not fit a sheet of paper. */
const MOST_PRINTED = 12;

/** How a matrix of classes is set: a wide one is not printed, {@link printedCells} stands for it. */
export function matrixLook(classes: readonly string[]): string {
  return classes.length > MOST_PRINTED ? 'confusion unprinted' : 'confusion';
}

/** On paper alone: where student and teacher differ, in words, the most rows first. */
export function printedCells(
  classes: readonly string[],
  counts: readonly (readonly number[])[],
): Html | null {
  if (classes.length <= MOST_PRINTED) return null;
  const cells = counts.flatMap((row, student) =>
    row.map((count, teacher) => ({ count, student, teacher })),
  );
  const agreed = cells.filter(({ student, teacher }) => student === teacher);
  const apart = cells
    .filter(({ count, student, teacher }) => count > 0 && student !== teacher)
    .toSorted((a, b) => b.count - a.count);
  const name = (k: number): string => visible(classes[k]!);
  return html`<div class="printed">
    <p>
      On paper the matrix is a list. Student and teacher agree on
      ${counted(
        agreed.reduce((sum, { count }) => sum + count, 0),
        'row',
      )}${apart.length === 0 ? '.' : '; they differ on these:'}
    </p>
    <ul>
      ${apart.map(
        ({ count, student, teacher }) =>
          html`<li>
            student ${name(student)}, teacher ${name(teacher)}: ${counted(count, 'row')}
          </li>`,
      )}
    </ul>
  </div>`;
}
