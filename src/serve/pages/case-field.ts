import type { CategoricalFeature, Feature } from '../../core/table.ts';
import { numberWords, restWords } from '../../core/words.ts';
import { counted } from '../../draw/format.ts';
import { LONGEST_ENTRY, OTHER, type CaseForm } from '../case-form.ts';
import { html, type Html } from '../html.ts';

/** Where 1 and 99% of the numbers lie. */
type Band = readonly [low: number, high: number];

/** One feature of the form: its value, what may stand there, and whether it is missing. */
export function caseField(feature: Feature, f: number, form: CaseForm, band: Band | null): Html {
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
    <label for="v${f}">${feature.name}${unitWords(feature)}</label>
    ${control}
    <p class="hint" id="v${f}-hint">${hintWords(feature, band)}</p>
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

function unitWords({ unit }: Feature): Html | null {
  return unit === undefined ? null : html` <span class="unit">in ${unit}</span>`;
}

/** What a field takes, and what is usual. */
function hintWords(feature: Feature, band: Band | null): string {
  const about = feature.description === undefined ? '' : `${feature.description}. `;
  if (feature.kind === 'categorical') {
    const { categories, rest } = feature;
    return rest === null
      ? `${about}${counted(categories.length, 'value')} seen in training`
      : `${about}${counted(categories.length - 1, 'value')} by name; any other counts as “${rest}”`;
  }
  const range = (low: number, high: number): string =>
    `${numberWords(feature, low)} to ${numberWords(feature, high)}`;
  const most = band === null ? '' : `, mostly ${range(...band)}`;
  return `${about}${range(feature.min, feature.max)}${most}`;
}
