import type { RunDocument } from '../../core/run.ts';
import { counted, grouped, percent } from '../../draw/format.ts';
import { frontierScene } from '../../draw/frontier.ts';
import { rulerScene } from '../../draw/ruler.ts';
import { drawing, html, type Html } from '../html.ts';
import { holdsRows } from '../library.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, type Site } from '../site.ts';
import { headline } from './headline.ts';
import { className, fact, figureCell, roleWords, sizeWords } from './parts.ts';
import { shell } from './shell.ts';

/** `/runs/:run`: what the run is, how faithful it is, and what to mind. */
export function overviewPage(site: Site, run: LoadedRun): Html {
  const { manifest } = run;
  const body = html`<p class="eyebrow">
      ${sizeWords(manifest.student.depth, manifest.student.leaves)}
    </p>
    <h1>${manifest.name}</h1>
    ${fidelitySection(site, run)} ${roleSection(manifest)} ${keyFigures(manifest)}
    ${warningsSection(manifest)} ${frontierSection(site, run)} ${confusionSection(manifest)}
    ${teacherSection(manifest)} ${dataSection(manifest)} ${filesSection(site, run)}`;
  return shell(site, { title: run.id, run, tab: 'overview', body });
}

function fidelitySection(site: Site, run: LoadedRun): Html {
  const { manifest } = run;
  const words = headline(manifest);
  const marks = [
    { name: 'constant answer', value: manifest.majority.value },
    { name: 'twin teachers', value: manifest.twinAgreement.value },
  ];
  return html`<section class="headline" aria-labelledby="fidelity">
    <h2 id="fidelity" class="visually-hidden">Fidelity</h2>
    <p class="headline-figure">
      <strong>${words.figure}</strong>
      <span>${words.caption}</span>
    </p>
    <div class="headline-words">
      ${drawing(rulerScene(manifest.fidelity, marks, manifest.fidelityKind))}
      ${words.sentences.map((sentence) => html`<p>${sentence}</p>`)}
      <p class="actions">
        <a class="button" href="${href(site, 'runs', run.id, 'paths')}"
          >Read ${run.paths.length === 1 ? 'the path' : `all ${grouped(run.paths.length)} paths`}</a
        >
        <a class="button" href="${href(site, 'runs', run.id, 'tree')}">See the tree</a>
        <a class="button" href="${href(site, 'runs', run.id, 'case')}">Try a case</a>
      </p>
    </div>
  </section>`;
}

function roleSection(manifest: RunDocument): Html {
  const words = roleWords(manifest.role);
  return html`<section class="role" aria-labelledby="role">
    <h2 id="role">${words.title}</h2>
    <p>${words.text}</p>
  </section>`;
}

function keyFigures(manifest: RunDocument): Html {
  const kind = manifest.fidelityKind;
  const r2 = kind === 'r2';
  const { accuracy, metrics } = manifest;
  const facts: [string, Html][] = [
    [r2 ? 'Teacher’s R² to the truth' : 'Teacher’s accuracy', figureCell(accuracy.teacher, kind)],
    [r2 ? 'Student’s R² to the truth' : 'Student’s accuracy', figureCell(accuracy.student, kind)],
    ['Of the teacher’s accuracy kept', figureCell(accuracy.retained, 'agreement')],
    ['Headroom closed', figureCell(manifest.headroomClosed, 'agreement')],
    ...(r2
      ? ([
          ['Within tolerance of teacher', figureCell(metrics.withinTolerance.share, 'agreement')],
          ['Mean distance to teacher', figureCell(metrics.mae.teacher, 'r2')],
        ] as [string, Html][])
      : ([
          ['Balanced fidelity', figureCell(manifest.balancedFidelity, 'agreement')],
          ['Cohen’s κ with the teacher', figureCell(metrics.kappa, 'r2')],
        ] as [string, Html][])),
  ];
  return html`<section aria-labelledby="figures">
    <h2 id="figures">On the same ${counted(metrics.n, 'test row')}</h2>
    <dl class="figures">${facts.map(([term, cell]) => fact(term, cell))}</dl>
  </section>`;
}

function warningsSection(manifest: RunDocument): Html | null {
  if (manifest.warnings.length === 0) return null;
  const items = manifest.warnings.map(
    (warning) =>
      html`<li>
        <p>${warning.message}</p>
        <code>${warning.code}</code>
      </li>`,
  );
  return html`<section class="warnings" aria-labelledby="warnings">
    <h2 id="warnings">${counted(manifest.warnings.length, 'warning')}</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}

function frontierSection(site: Site, run: LoadedRun): Html {
  return html`<section aria-labelledby="frontier">
    <h2 id="frontier">Depth against fidelity</h2>
    <p class="measure">${run.frontier.pick.why}</p>
    <div class="chart" tabindex="0" role="region" aria-label="Frontier chart">
      ${drawing(frontierScene(run.frontier))}
    </div>
    <p><a href="${href(site, 'runs', run.id, 'frontier')}">All depths as a table</a></p>
  </section>`;
}

function confusionSection(manifest: RunDocument): Html | null {
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
  return html`<section aria-labelledby="confusion">
    <h2 id="confusion">Where student and teacher differ</h2>
    <p class="quiet">Test rows by the student’s decision (down) and the teacher’s (across)</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Student against teacher">
      <table class="confusion">
        <thead>
          <tr>
            <td></td>
            ${confusion.classes.map(
              (name) =>
                html`<th scope="col" class="number">${className(manifest, name, null)}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function teacherSection(manifest: RunDocument): Html {
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
      <div class="scroll" tabindex="0" role="region" aria-label="Columns">
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Type</th>
              <th scope="col">Role</th>
              <th scope="col" class="number">Distinct</th>
              <th scope="col" class="number">Missing</th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function filesSection(site: Site, run: LoadedRun): Html {
  const names = ['run.json', ...Object.keys(run.manifest.artifacts)];
  const items = names.map((name) => {
    const hash = run.manifest.artifacts[name];
    const address = href(site, 'runs', run.id, 'files', ...name.split('/'));
    return html`<li>
      ${
        holdsRows(name)
          ? html`<span>${name} <span class="quiet">holds rows of data: not served</span></span>`
          : html`<a href="${address}" download>${name}</a>`
      }
      ${hash === undefined ? null : html`<code title="SHA-256 ${hash}">${hash.slice(0, 12)}</code>`}
    </li>`;
  });
  return html`<section aria-labelledby="files">
    <h2 id="files">Files</h2>
    <p class="measure">Every hash was recomputed when this run was loaded.</p>
    <ul class="files">
      ${items}
    </ul>
  </section>`;
}
