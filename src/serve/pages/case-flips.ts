import { askedIndices } from '../../core/asked.ts';
import { fixedFeatures } from '../../core/flips.ts';
import { isMissing } from '../../core/table.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { rounded } from '../../draw/format.ts';
import { toleranceOf } from '../case-flips.ts';
import type { CaseForm } from '../case-form.ts';
import type { CaseAnswer, CaseFlip } from '../contract-case.ts';
import { html, type Html } from '../html.ts';
import type { RowFacts } from '../row-facts.ts';
import type { Site } from '../site.ts';
import type { CaseState } from './case.ts';
import { className, verdict } from './parts.ts';
import { pathWithRows } from './path-evidence.ts';

/** The nearest changes of a case that flip its decision, and what is to stay as it is. */
export function flipSection(
  site: Site,
  run: LoadedRun,
  { form, facts }: Pick<CaseState, 'form' | 'facts'>,
  answer: CaseAnswer,
): Html {
  const items = answer.flips.map((flip) => flipItem(site, run, answer, flip));
  const any = items.length > 0 || answer.missingFlip !== null;
  return html`<h3>${flipTitle(run)}</h3>
    ${
      items.length === 0
        ? html`<p>${noneWords(run, form)}</p>`
        : html`<ol class="flips">
            ${items}
          </ol>`
    }
    ${agreedPart(site, run, answer)} ${missingPart(site, run, form, answer)} ${teacherNote(answer)}
    ${any ? html`<p class="quiet">${nearestWords(facts)}</p>` : null} ${keepFields(run, form)}`;
}

/** That nothing flips the case, as far as changes were looked for. */
function noneWords({ model, paths }: LoadedRun, { missingToo }: CaseForm): string {
  if (paths.length === 1) return 'The tree answers every case alike.';
  const other = model.task === 'regression' ? 'another answer' : 'another decision';
  return missingToo
    ? `No change of what may change leads to ${other}.`
    : `No change of the known values that may change leads to ${other}.`;
}

/** What the order of the changes is: see `flipsOf` and `spreadsOf`. */
function nearestWords({ sets }: RowFacts): string {
  const unit =
    sets === null
      ? 'quarters of the training range'
      : 'the median distance of the held-out rows from their median (a quarter of the training range where that is 0 or not kept)';
  return `Nearest means the fewest values changed, then the smallest steps: a number’s step is counted in ${unit}; another category, or a value from or to missing, counts 1.`;
}

/** The nearest change that the teacher goes along with, where it is not among those above. */
function agreedPart(site: Site, run: LoadedRun, answer: CaseAnswer): Html | null {
  const { agreed, asked, flips } = answer;
  if (asked === 0 || flips.some(({ agrees }) => agrees)) return null;
  if (agreed === null) return html`<p>${noneAgreedWords(asked)}</p>`;
  return html`<p>The nearest with which the teacher agrees:</p>
    <ul class="flips">
      ${flipItem(site, run, answer, agreed)}
    </ul>`;
}

function noneAgreedWords(asked: number): string {
  return asked === 1
    ? 'One change was put to the teacher: it does not agree.'
    : `The ${asked} nearest changes were put to the teacher: it agrees with none.`;
}

/** What changes of missing values would add, and the way to them in one click. */
function missingPart(
  site: Site,
  run: LoadedRun,
  { values }: CaseForm,
  answer: CaseAnswer,
): Html | null {
  const { missingFlip, flips } = answer;
  if (missingFlip === null) return null;
  const fills = run.model.features.some(
    (one, f) =>
      isMissing(one, values![f]!) &&
      missingFlip.changes.some(({ feature }) => feature === one.name),
  );
  const lead = fills ? 'Filling in what is missing' : 'Leaving out what is known';
  return html`<p>${lead} ${flips.length === 0 ? 'would' : 'would be nearer'}:</p>
    <ul class="flips">
      ${flipItem(site, run, answer, missingFlip)}
    </ul>
    <p>
      <button type="submit" form="case" name="fill" value="1">Also change what is missing</button>
    </p>`;
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
  const path = run.paths.find(({ leaf }) => leaf === flip.leaf)!;
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
      Then ${verdict(run.manifest, flip)}, by ${pathWithRows(site, run, path)}.
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

function teacherNote({ flips, missingFlip, teacher }: CaseAnswer): Html | null {
  if ((flips.length === 0 && missingFlip === null) || teacher !== null) return null;
  return html`<p class="quiet">
    The teacher is not kept with this run, so none of this was put to it.
  </p>`;
}

/** What the changes must leave as it is. The boxes belong to the form, wherever they stand. */
function keepFields(run: LoadedRun, form: CaseForm): Html | null {
  const { features } = run.model;
  const fixed = fixedFeatures(features);
  const asked = [...askedIndices(run.model)];
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
