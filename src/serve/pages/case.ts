import { askedIndices } from '../../core/asked.ts';
import { counted } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { CaseForm } from '../case-form.ts';
import type { CaseAnswer } from '../contract-case.ts';
import { html, type Html } from '../html.ts';
import type { RowFacts, SampleRow } from '../row-facts.ts';
import { selectedName } from '../selection.ts';
import { href, withQuery, type Site } from '../site.ts';
import { caseField } from './case-field.ts';
import { resultSection } from './case-result.ts';
import { ownMark } from './parts.ts';
import { hiddenNode } from './selection-bar.ts';
import { shell } from './shell.ts';

/** A case as far as it was entered, and what the tree makes of it. */
export interface CaseState {
  readonly form: CaseForm;
  readonly facts: RowFacts;
  readonly answer: CaseAnswer | null;
  /** Whether nothing was sent yet, a person is still typing, or the form was sent. */
  readonly stage: 'start' | 'typing' | 'sent';
  /** Whether what is selected follows from the case, as far as it was sent. */
  readonly isFixed: boolean;
  /** Rows to start from that come to what was selected; `null` where nothing was. */
  readonly samples: readonly SampleRow[] | null;
}

/** `/runs/:run/case`: a form for one case, and beside it what the tree makes of it. */
export function casePage(site: Site, run: LoadedRun, state: CaseState): Html {
  const { answer } = state;
  const body = html`<h1>Try a case</h1>
    <p class="lead">
      Nothing you enter is stored or logged, and nothing of it stands in the address of this page.
      ${
        Object.hasOwn(run.manifest.artifacts, 'predict.js')
          ? html`The exported function answers alike:
              <a href="${href(site, 'runs', run.id, 'code')}#own-run">see it run</a>.`
          : null
      }
    </p>
    ${sampleList(site, run, state)}
    <div class="case-layout">
      <div>
        ${caseForm(site, run, state)}
        <div class="case-news">
          <p class="visually-hidden" role="status" id="case-news"></p>
          <a href="#answer">To the answer</a>
        </div>
      </div>
      <div id="answer" class="case-answer" data-stage="${state.stage}">
        ${answer === null ? unanswered(run, state) : resultSection(site, run, state, answer)}
      </div>
    </div>`;
  return shell(site, {
    title: `Try a case with ${run.id}`,
    run,
    tab: 'case',
    view: 'case',
    ...(state.isFixed ? { selects: 'fixed' as const } : {}),
    body,
  });
}

/** Held-out rows to start from: a number of the data file is no personal data. */
function sampleList(site: Site, run: LoadedRun, { facts, samples: own }: CaseState): Html | null {
  const { selected = null } = site;
  const samples = own ?? facts.samples;
  const where = own === null || selected === null ? null : selectedName(selected);
  if (samples.length === 0) {
    return where === null || facts.sets === null
      ? null
      : html`<p class="quiet">No held-out row comes to ${where}.</p>`;
  }
  const items = samples.map(({ row, answer, differs }) => {
    const address = withQuery(href(site, 'runs', run.id, 'case'), { row });
    const shown = run.paths.find(({ decision }) => decision === answer);
    const what =
      shown === undefined
        ? null
        : shown.deferredFrom === null
          ? ownMark(run.manifest, shown)
          : 'left to the teacher';
    return html`<li>
      <a href="${address}">Row ${row}</a> ${what}
      ${differs ? html`<span class="quiet">the teacher differs</span>` : null}
    </li>`;
  });
  return html`<div class="samples">
    <p id="samples">
      Start from a held-out row${where === null ? null : ` that comes to ${where}`}
    </p>
    <ul aria-labelledby="samples">
      ${items}
    </ul>
    ${rowForm(site, run)}
  </div>`;
}

/** Any held-out row by its number. */
function rowForm(site: Site, run: LoadedRun): Html {
  return html`<form class="row-choice" method="get" action="${href(site, 'runs', run.id, 'case')}">
    <label for="row-number">or row number</label>
    <input
      id="row-number"
      name="row"
      inputmode="numeric"
      pattern="[0-9]{1,9}"
      size="6"
      required
      autocomplete="off"
    />
    <button type="submit">Open</button>
  </form>`;
}

/** Why there is no answer yet: each value that is wrong or still to be given, a link to its field. */
function unanswered(run: LoadedRun, { form, stage }: CaseState): Html {
  if (stage === 'start') {
    return html`<p class="empty">
      Fill in the form: the decision, the path to it and what would flip it stand here.
    </p>`;
  }
  const faulty = run.model.features.flatMap(({ name }, f) => {
    const error = form.errors[f] ?? null;
    return error === null ? [] : [{ f, name, error, blank: form.entered[f] === '' }];
  });
  if (stage === 'sent') {
    return html`<div class="alert" role="alert" id="wrong" tabindex="-1">
      <p>${counted(faulty.length, 'value')} could not be read:</p>
      ${fieldLinks(faulty)}
    </div>`;
  }
  const wrong = faulty.filter(({ blank }) => !blank);
  const blank = faulty.filter((one) => one.blank);
  return html`${
    wrong.length === 0
      ? null
      : html`<ul class="alert">
          ${wrong.map(
            ({ f, name, error }) => html`<li><a href="#v${f}">${name}</a>. ${error}</li>`,
          )}
        </ul>`
  }
  ${
    blank.length === 0
      ? null
      : html`<div class="empty">
          <p>Still to give, or to tick as missing:</p>
          ${fieldLinks(blank)}
        </div>`
  }`;
}

function fieldLinks(fields: readonly { f: number; name: string }[]): Html {
  return html`<ul class="links">
    ${fields.map(({ f, name }) => html`<li><a href="#v${f}">${name}</a></li>`)}
  </ul>`;
}

function caseForm(site: Site, run: LoadedRun, { form, facts }: CaseState): Html {
  const asked = askedIndices(run.model);
  const fields = run.model.features.map((feature, f) =>
    caseField(feature, f, form, facts.bands[f] ?? null),
  );
  const first = fields.filter((_, f) => asked.has(f));
  const others = fields.filter((_, f) => !asked.has(f));
  const opened = form.errors.some((error, f) => error !== null && !asked.has(f));
  return html`<form
    class="case"
    id="case"
    method="post"
    action="${href(site, 'runs', run.id, 'case')}#answer"
    autocomplete="off"
    novalidate
  >
    ${hiddenNode(site)}
    <fieldset>
      <legend>What the tree asks about</legend>
      <p class="hint">
        Under each number: what training saw, and where 98% of the held-out rows lie.
      </p>
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
