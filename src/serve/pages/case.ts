import type { CategoricalFeature, Feature } from '../../core/table.ts';
import { isLeaf, pathTo } from '../../core/tree.ts';
import { numberWords, restWords } from '../../core/words.ts';
import { counted, percent } from '../../draw/format.ts';
import { nodeShares, shownWords } from '../../draw/layout.ts';
import { treeScene } from '../../draw/tree.ts';
import { askedFeatures, OTHER, type CaseForm } from '../case.ts';
import type { CaseAnswer } from '../contract.ts';
import { drawing, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, withQuery, type Site } from '../site.ts';
import { className, flagLabel, flagMeaning, roleWords, whiskerCell } from './parts.ts';
import { shell } from './shell.ts';

/** `/runs/:run/case`: a form for one case, and below it what the tree makes of it. */
export function casePage(
  site: Site,
  run: LoadedRun,
  form: CaseForm,
  answer: CaseAnswer | null,
): Html {
  const wrong = form.errors.filter((error) => error !== null).length;
  const body = html`<h1>Try a case</h1>
    <p class="lead">
      Nothing you enter is stored or logged, and nothing of it stands in the address of this page.
    </p>
    ${
      wrong === 0
        ? null
        : html`<p class="alert" role="alert">
            ${counted(wrong, 'value')} could not be read. See below.
          </p>`
    }
    ${answer === null ? null : resultSection(site, run, answer)} ${caseForm(site, run, form)}`;
  return shell(site, { title: `Try a case with ${run.id}`, run, tab: 'case', view: 'case', body });
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
          maxlength="60"
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

function resultSection(site: Site, run: LoadedRun, answer: CaseAnswer): Html {
  const path = run.paths.find((one) => one.leaf === answer.leaf)!;
  const address = href(site, 'runs', run.id, 'paths', path.id);
  const steps = answer.steps.map(
    (step) =>
      html`<li>
        <span class="step-value"><strong>${step.feature}</strong> ${step.value}</span>
        <span class="step-met">${step.met}</span>
      </li>`,
  );
  return html`<section class="result" id="result" aria-labelledby="result-title">
    <h2 id="result-title">
      ${className(run.manifest, answer.decision, answer.value[0] ?? null)}
      ${strengthOf(run, answer)}
    </h2>
    ${noticeList(answer)} ${teacherLine(run, answer)}
    <ol class="steps">
      ${steps}
    </ol>
    ${
      run.manifest.role === 'explains'
        ? html`<p class="quiet">${roleWords('explains').text}</p>`
        : null
    }
    <h3>How far to trust this path</h3>
    <p class="trust">
      ${whiskerCell(path.fidelity, 'Fidelity was not measured: no held-out row came here.')}
      <span class="quiet">on ${counted(path.fidelity.n, 'held-out row')}</span>
    </p>
    ${path.flags.map(
      (flag) => html`<p><strong>${flagLabel(flag)}.</strong> ${flagMeaning(flag)}</p>`,
    )}
    <p>
      <a class="button" href="${address}">Open path ${run.paths.indexOf(path) + 1}</a>
    </p>
    ${litTree(site, run, answer)}
  </section>`;
}

function noticeList(answer: CaseAnswer): Html | null {
  if (answer.notices.length === 0) return null;
  return html`<ul class="alert">
    ${answer.notices.map(
      (notice) => html`<li><strong>${notice.feature}.</strong> ${notice.message}</li>`,
    )}
  </ul>`;
}

function strengthOf(run: LoadedRun, answer: CaseAnswer): Html | null {
  if (run.manifest.task === 'regression') return null;
  const share = Math.max(...answer.value);
  return html`<span class="quiet">at ${percent(share, 0)}</span>`;
}

function teacherLine(run: LoadedRun, answer: CaseAnswer): Html | null {
  if (answer.teacher === null) return null;
  const mark = className(run.manifest, answer.teacher.decision, answer.teacher.value[0] ?? null);
  if (run.manifest.task === 'regression') return html`<p>The teacher answers ${mark}.</p>`;
  const agrees = answer.teacher.decision === answer.decision;
  return agrees
    ? html`<p>The teacher decides the same: ${mark}.</p>`
    : html`<p class="alert">The teacher decides otherwise: ${mark}.</p>`;
}

/** The case's path with everything beside it folded, and how much that is. */
function litTree(site: Site, run: LoadedRun, answer: CaseAnswer): Html {
  const { model } = run;
  const lit = new Set(pathTo(model.tree, answer.leaf));
  const beside = Array.from(model.tree.feature.keys()).filter(
    (id) => !isLeaf(model.tree, id) && !lit.has(id),
  );
  const folded = new Set(beside);
  const scene = treeScene({
    model,
    shares: nodeShares(model.tree, run.paths),
    folded,
    lit,
    selected: answer.leaf,
    focus: answer.leaf,
  });
  const whole = withQuery(href(site, 'runs', run.id, 'tree'), { node: answer.leaf });
  return html`<div class="lit-tree">
    <h3>Its way through the tree</h3>
    <div class="tree-box" tabindex="0" role="region" aria-label="The case in the tree">
      ${drawing(scene)}
    </div>
    <p class="quiet">
      ${shownWords(model.tree, folded)}. <a href="${whole}">Show it in the whole tree</a>
    </p>
  </div>`;
}
