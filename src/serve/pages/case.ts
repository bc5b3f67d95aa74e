import type { CategoricalFeature, Feature } from '../../core/table.ts';
import { numberWords, restWords } from '../../core/words.ts';
import { counted } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { askedFeatures, LONGEST_ENTRY, OTHER, type CaseForm } from '../case-form.ts';
import type { CaseAnswer } from '../contract.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { resultSection } from './case-result.ts';
import { shell } from './shell.ts';

/** `/runs/:run/case`: a form for one case, and below it what the tree makes of it. */
export function casePage(
  site: Site,
  run: LoadedRun,
  form: CaseForm,
  answer: CaseAnswer | null,
): Html {
  const body = html`<h1>Try a case</h1>
    <p class="lead">
      Nothing you enter is stored or logged, and nothing of it stands in the address of this page.
    </p>
    ${wrongFields(run, form)} ${answer === null ? null : resultSection(site, run, answer)}
    ${caseForm(site, run, form)}`;
  return shell(site, { title: `Try a case with ${run.id}`, run, tab: 'case', view: 'case', body });
}

/** What could not be read, each a link to its field. */
function wrongFields(run: LoadedRun, form: CaseForm): Html | null {
  const links = run.model.features.flatMap((feature, f) =>
    form.errors[f] === null ? [] : [html`<li><a href="#v${f}">${feature.name}</a></li>`],
  );
  if (links.length === 0) return null;
  return html`<div class="alert" role="alert" id="wrong" tabindex="-1">
    <p>${counted(links.length, 'value')} could not be read:</p>
    <ul class="links">
      ${links}
    </ul>
  </div>`;
}

function caseForm(site: Site, run: LoadedRun, form: CaseForm): Html {
  const asked = askedFeatures(run.model);
  const field = (feature: Feature, f: number): Html => caseField(feature, f, form);
  const fields = run.model.features.map(field);
  const first = fields.filter((_, f) => asked.has(f));
  const others = fields.filter((_, f) => !asked.has(f));
  const opened = form.errors.some((error, f) => error !== null && !asked.has(f));
  return html`<form
    class="case"
    method="post"
    action="${href(site, 'runs', run.id, 'case')}"
    autocomplete="off"
    novalidate
  >
    <fieldset>
      <legend>What the tree asks about</legend>
      <div class="fields">${first}</div>
    </fieldset>
    ${
      others.length === 0
        ? null
        : html`<details class="others" ${opened ? html`open` : null}>
            <summary>${counted(others.length, 'feature')} the tree never asks about</summary>
            <div class="fields">${others}</div>
          </details>`
    }
    <p><button type="submit" class="primary">Follow the case</button></p>
  </form>`;
}

function caseField(feature: Feature, f: number, form: CaseForm): Html {
  const error = form.errors[f] ?? null;
  const notes = [`v${f}-hint`, ...(error === null ? [] : [`v${f}-error`])].join(' ');
  const invalid = error === null ? null : html`aria-invalid="true"`;
  const control =
    feature.kind === 'numeric'
      ? html`<input
          id="v${f}"
          name="v${f}"
          inputmode="${feature.format === 'date' ? 'text' : 'decimal'}"
          maxlength="${LONGEST_ENTRY}"
          value="${form.entered[f]}"
          aria-describedby="${notes}"
          ${invalid}
        />`
      : html`<select id="v${f}" name="v${f}" aria-describedby="${notes}" ${invalid}>
          ${categoryOptions(feature, form.entered[f]!)}
        </select>`;
  return html`<div class="${error === null ? 'field' : 'field wrong'}">
    <label for="v${f}">${feature.name}</label>
    ${control}
    <p class="hint" id="v${f}-hint">${hintWords(feature)}</p>
    ${error === null ? null : html`<p class="error" id="v${f}-error">${error}</p>`}
    <label class="check"
      ><input
        type="checkbox"
        name="m${f}"
        value="1"
        data-missing="v${f}"
        ${form.missing[f] === true ? html`checked` : null}
      />
      missing<span class="visually-hidden">: ${feature.name}</span></label
    >
  </div>`;
}

function categoryOptions(feature: CategoricalFeature, entered: string): Html[] {
  const option = (value: string, text: string): Html =>
    value === entered
      ? html`<option value="${value}" selected>${text}</option>`
      : html`<option value="${value}">${text}</option>`;
  const { categories, rest } = feature;
  const named = categories.flatMap((name, code) =>
    name === rest ? [] : [option(String(code), name)],
  );
  const last =
    rest === null
      ? option(OTHER, '(a value not seen in training)')
      : option(String(categories.indexOf(rest)), restWords(rest));
  return [option('', 'choose'), ...named, last];
}

function hintWords(feature: Feature): string {
  const about = feature.description === undefined ? '' : `${feature.description}. `;
  if (feature.kind === 'categorical') {
    const { categories, rest } = feature;
    return rest === null
      ? `${about}${counted(categories.length, 'value')} seen in training`
      : `${about}${counted(categories.length - 1, 'value')} by name; any other counts as “${rest}”`;
  }
  return `${about}${numberWords(feature, feature.min)} to ${numberWords(feature, feature.max)} in training`;
}
