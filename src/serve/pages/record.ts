import type { RunDocument } from '../../core/run.ts';
import { counted, grouped, percent } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { html, type Html } from '../html.ts';
import { holdsRows } from '../library.ts';
import { href, type Site } from '../site.ts';
import { fact, scrollTable } from './parts.ts';

/** Who taught, and how the student was fitted to it. */
export function teacherSection(manifest: RunDocument): Html {
  const { teacher, augmentation } = manifest;
  const settings = Object.entries(teacher.settings);
  const synthetic =
    augmentation.syntheticRows === 0
      ? 'no synthetic rows'
      : `${counted(augmentation.syntheticRows, 'synthetic row')} (${augmentation.method}); real rows keep ${percent(augmentation.realMass, 0)} of the weight`;
  return html`<section aria-labelledby="teacher">
    <h2 id="teacher">Teacher</h2>
    <p class="measure">${sentence(teacher.description)}</p>
    <dl class="facts wide">
      ${fact('Kind', teacher.kind)} ${settings.map(([name, value]) => fact(name, String(value)))}
      ${fact('Answers on its own training rows', teacher.outOfBag ? 'out of bag' : 'in sample')}
      ${fact('Student was fitted on', synthetic)}
      ${
        augmentation.settled === null
          ? null
          : fact(
              'Trees of three levels on two halves of the synthetic rows',
              augmentation.settled ? 'nearly the same' : 'different',
            )
      }
      ${
        augmentation.truthWeight > 0
          ? fact('Weight of the original labels', percent(augmentation.truthWeight, 0))
          : null
      }
    </dl>
  </section>`;
}

/** A description as a sentence of its own. */
function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

export /** Which rows, split how, and what was made of each column. */
function dataSection(manifest: RunDocument): Html {
  const { data } = manifest;
  const { split } = data;
  const how = { random: 'at random', time: 'by time', group: 'by group', column: 'by a column' };
  const rows = data.columns.map(
    (column) =>
      html`<tr>
        <th scope="row">${column.name}</th>
        <td>${column.type}</td>
        <td>${column.role}</td>
        <td class="number">${grouped(column.distinct)}</td>
        <td class="number">${grouped(column.missing)}</td>
        <td>${column.note}</td>
      </tr>`,
  );
  return html`<section aria-labelledby="data">
    <h2 id="data">Data</h2>
    <dl class="facts wide">
      ${fact('File', data.file)} ${fact('Rows', grouped(data.rows))}
      ${
        data.rowsWithoutTarget > 0
          ? fact('Left out, no target', grouped(data.rowsWithoutTarget))
          : null
      }
      ${fact('Fitted on', counted(split.train, 'row'))}
      ${fact('Depth chosen on', counted(split.select, 'row'))}
      ${fact('Reported on', counted(split.test, 'row'))}
      ${fact('Split', `${how[split.kind]}${split.column === null ? '' : `: ${split.column}`}`)}
    </dl>
    <details>
      <summary>${counted(data.columns.length, 'column')}</summary>
      ${scrollTable(
        'Columns',
        [['Column'], ['Type'], ['Role'], ['Distinct', 'number'], ['Missing', 'number'], ['Note']],
        rows,
      )}
    </details>
  </section>`;
}

/** Every file of the run with its hash. */
export function filesSection(site: Site, run: LoadedRun): Html {
  const names = ['run.json', ...Object.keys(run.manifest.artifacts)];
  const items = names.map((name) => {
    const hash = run.manifest.artifacts[name];
    const address = href(site, 'runs', run.id, 'files', ...name.split('/'));
    return html`<li>
      ${
        holdsRows(name)
          ? html`<span
              >${name} <span class="quiet">holds rows of data: not served as a file</span></span
            >`
          : html`<a href="${address}" download>${name}</a>`
      }
      ${hash === undefined ? null : html`<code title="SHA-256 ${hash}">${hash.slice(0, 12)}</code>`}
    </li>`;
  });
  return html`<section aria-labelledby="files">
    <h2 id="files">Files</h2>
    <p class="measure">
      Every hash was recomputed when this run was loaded.
      ${
        run.flagsRecomputed
          ? 'Flags are worked out by this version; the files of this run hold those of the version that wrote it.'
          : null
      }
    </p>
    <ul class="files">
      ${items}
    </ul>
  </section>`;
}
