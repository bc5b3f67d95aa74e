import { fixedFeatures } from '../../core/flips.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { rounded } from '../../draw/format.ts';
import { toleranceOf } from '../case-flips.ts';
import { askedFeatures, type CaseForm } from '../case-form.ts';
import type { CaseAnswer, CaseFlip } from '../contract-case.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { className, verdict } from './parts.ts';

/** The nearest changes of a case that flip its decision, and what is to stay as it is. */
export function flipSection(site: Site, run: LoadedRun, form: CaseForm, answer: CaseAnswer): Html {
  const items = answer.flips.map((flip) => flipItem(site, run, answer, flip));
  return html`<h3>${flipTitle(run)}</h3>
    ${
      items.length === 0
        ? html`<p>
            ${
              run.paths.length === 1
                ? 'The tree answers every case alike.'
                : 'No change of what may change leads to another decision.'
            }
          </p>`
        : html`<ol class="flips">
            ${items}
          </ol>`
    }
    ${teacherNote(answer)} ${keepFields(run, form)}`;
}

function flipTitle(run: LoadedRun): string {
  const { manifest } = run;
  const what =
    manifest.task === 'regression'
      ? `move the answer by more than ${rounded(toleranceOf(run))}`
      : 'flip the decision';
  return manifest.role === 'decides' || manifest.task === 'regression'
    ? `Nearest changes that ${what}`
    : `Nearest changes that ${what} of the tree`;
}

function flipItem(site: Site, run: LoadedRun, answer: CaseAnswer, flip: CaseFlip): Html {
  const index = run.paths.findIndex(({ leaf }) => leaf === flip.leaf);
  const changes = flip.changes.map(
    ({ feature, from, to, allowed }) =>
      html`<li>
        <b>${feature}</b> <strong>${to}</strong> instead of ${from}
        ${allowed === to ? null : html`<span class="quiet">(${allowed} will do)</span>`}
      </li>`,
  );
  return html`<li>
    <ul class="changes">
      ${changes}
    </ul>
    <p>
      Then ${verdict(run.manifest, flip)}, by
      <a href="${href(site, 'runs', run.id, 'paths', flip.pathId)}">path ${index + 1}</a>.
      ${teacherWords(run, answer, flip)}
    </p>
  </li>`;
}

/** What the teacher makes of the changed case. */
function teacherWords(run: LoadedRun, answer: CaseAnswer, flip: CaseFlip): Html | null {
  if (flip.teacher === null) return null;
  const { decision, value } = flip.teacher;
  const mark = className(run.manifest, decision, value[0] ?? null);
  if (flip.agrees === null) return html`The teacher answers ${mark}.`;
  const before = answer.teacher?.decision === decision && run.model.task === 'classification';
  if (flip.agrees) {
    return before
      ? html`The teacher answers so before the change as well.`
      : html`The teacher agrees.`;
  }
  return before
    ? html`<strong>The teacher differs:</strong> it still answers ${mark}.`
    : html`<strong>The teacher differs:</strong> it answers ${mark}.`;
}

function teacherNote({ flips, teacher }: CaseAnswer): Html | null {
  if (flips.length === 0 || teacher !== null) return null;
  return html`<p class="quiet">
    The teacher is not kept with this run, so none of this was put to it.
  </p>`;
}

/** What the changes must leave as it is. The boxes belong to the form, wherever they stand. */
function keepFields(run: LoadedRun, form: CaseForm): Html | null {
  const { features } = run.model;
  const fixed = fixedFeatures(features);
  const asked = [...askedFeatures(run.model)].toSorted((a, b) => a - b);
  if (asked.length === 0) return null;
  const boxes = asked
    .filter((f) => !fixed.has(f))
    .map((f) => keepBox(`k${f}`, features[f]!.name, form.keep.has(f)));
  const never = asked.filter((f) => fixed.has(f)).map((f) => features[f]!.name);
  return html`<fieldset class="keep">
    <legend>Leave as it is</legend>
    <div class="checks">${boxes}</div>
    ${never.length === 0 ? null : html`<p class="quiet">Never changed: ${never.join(', ')}</p>`}
    <div class="checks">
      ${keepBox('fill', 'Also change what is missing, or to missing', form.missingToo)}
      <button type="submit" form="case" class="without-script">Look again</button>
    </div>
  </fieldset>`;
}

function keepBox(name: string, label: string, checked: boolean): Html {
  return html`<label class="check"
    ><input
      type="checkbox"
      form="case"
      id="${name}"
      name="${name}"
      value="1"
      ${checked ? html`checked` : null}
    />
    ${label}</label
  >`;
}
