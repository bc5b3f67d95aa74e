import type { RunDocument } from '../../core/run.ts';
import { counted, grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { html, type Html } from '../html.ts';
import { runHref, type Site } from '../site.ts';
import { className, scrollTable, type Column } from './parts.ts';
import { matrixLook, printedCells } from './printed-cells.ts';

/** Student against teacher on test rows, and the way to the rows where they differ. */
export function confusionSection(site: Site, run: LoadedRun): Html {
  const { manifest } = run;
  return html`<section aria-labelledby="confusion">
    <h2 id="confusion">Where student and teacher differ</h2>
    ${confusionTable(manifest)}
    <p>
      <a href="${runHref(site, run, 'disagreements', { set: 'test' })}"
        >The test rows where they differ</a
      >, or <a href="${runHref(site, run, 'disagreements')}">all held-out rows</a>, select rows
      among them
    </p>
  </section>`;
}

function confusionTable(manifest: RunDocument): Html | null {
  const { confusion } = manifest;
  if (confusion === null) return null;
  const rows = confusion.counts.map((counts, student) => {
    const cells = counts.map(
      (count, teacher) =>
        html`<td class="${student === teacher ? 'number agree' : 'number'}">${grouped(count)}</td>`,
    );
    return html`<tr>
      <th scope="row">${className(manifest, confusion.classes[student]!, null)}</th>
      ${cells}
    </tr>`;
  });
  return html`<p class="quiet">
      The ${counted(manifest.metrics.n, 'test row')} by the student’s decision (down) and the
      teacher’s (across)
    </p>
    ${scrollTable(
      'Student against teacher',
      [
        [''],
        ...confusion.classes.map((name): Column => [className(manifest, name, null), 'number']),
      ],
      rows,
      matrixLook(confusion.classes),
    )}
    ${printedCells(confusion.classes, confusion.counts)}`;
}
