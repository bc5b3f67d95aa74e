import type { Condition } from '../../core/box.ts';
import type { PathRecord } from '../../core/run.ts';
import { visible } from '../../core/text.ts';
import { conditionWords } from '../../core/words.ts';
import { decisionOf, meanWords } from '../../draw/labels.ts';
import { counted, grouped, rounded } from '../../draw/format.ts';
import { rangeScene } from '../../draw/ruler.ts';
import { drawing, html, type Html } from '../html.ts';
import { heldOutRows, SELECTED_ROW } from '../contract.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { floorWords } from '../../report/deferral-words.ts';
import { href, runHref, type Site } from '../site.ts';
import { flagLabel, flagMeaning } from './flag-words.ts';
import {
  clauseOf,
  fact,
  figureCell,
  ownMark,
  protectedMark,
  roleWords,
  scrollTable,
  verdict,
  whiskerCell,
} from './parts.ts';
import type { PathFlips } from '../path-flips.ts';
import { flipsSection } from './path-flips.ts';
import { valueSection } from './path-value.ts';
import { shell } from './shell.ts';

/** `/runs/:run/paths/:id`: one path, its rule in words, its evidence, its limits, and what flips it. */
export function pathPage(
  site: Site,
  run: LoadedRun,
  index: number,
  found: PathFlips,
  keep: ReadonlySet<number>,
  rows: Html,
): Html {
  const path = run.paths[index]!;
  const body = html`<p class="eyebrow">
      <a href="${runHref(site, run, 'paths')}#${SELECTED_ROW}">Paths</a> · ${index + 1} of
      ${run.paths.length} ·
      <code>${path.id}</code>
    </p>
    <h1 class="path-title">${verdict(run.manifest, path)}</h1>
    ${deferralNote(run, path)} ${ruleSection(run, path)} ${flagSection(path)}
    ${conditionSection(run, path)} ${flipsSection(site, run, path, found, keep)}
    ${valueSection(run, path)} ${evidenceSection(run, path)} ${rows}
    ${nextSection(site, run, index)}`;
  const title = `Path ${index + 1} of ${run.id}`;
  return shell(site, { title, run, tab: 'paths', selects: 'told', body });
}

/** Why a path decides nothing, and what it would say. */
function deferralNote(run: LoadedRun, path: PathRecord): Html | null {
  const { floor } = run.manifest.deferral;
  if (path.deferredFrom === null || floor === null) return null;
  const mean = meanWords(decisionOf(run.model, path.leaf));
  return html`<p class="alert">
    This tree does not answer here. It would say ${ownMark(run.manifest, path)}
    ${mean === '' ? null : `(${mean})`}, but on the select rows that come here it agrees with the
    teacher too seldom for the floor of ${floorWords(floor)}, or none came.
  </p>`;
}

function verbOf(run: LoadedRun, { deferredFrom }: PathRecord): string {
  if (deferredFrom !== null) return 'The tree leaves the decision to its teacher';
  return run.manifest.role === 'decides'
    ? 'The tree decides this'
    : 'The tree says the teacher decides this';
}

function ruleSection(run: LoadedRun, path: PathRecord): Html {
  const verb = verbOf(run, path);
  if (path.conditions.length === 0) {
    return html`<section class="rule-block" aria-labelledby="rule">
      <h2 id="rule">Rule</h2>
      <p>${verb} for every case.</p>
    </section>`;
  }
  return html`<section class="rule-block" aria-labelledby="rule">
    <h2 id="rule">Rule</h2>
    <p>${verb} when</p>
    <ul class="rule-list">
      ${path.conditions.map((condition) => html`<li>${clauseOf(run, condition)}</li>`)}
    </ul>
    ${
      run.manifest.role === 'explains'
        ? html`<p class="caution">${roleWords('explains').text}</p>`
        : null
    }
  </section>`;
}

function flagSection(path: PathRecord): Html | null {
  if (path.flags.length === 0) return null;
  const items = path.flags.map(
    (flag) => html`<li><strong>${flagLabel(flag)}.</strong> ${flagMeaning(flag)}</li>`,
  );
  return html`<section class="warnings" aria-labelledby="flags">
    <h2 id="flags">To mind</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}

function conditionSection(run: LoadedRun, path: PathRecord): Html | null {
  if (path.conditions.length === 0) return null;
  const byName = featuresByName(run);
  const rows = path.conditions.map((condition) => {
    const feature = byName.get(condition.feature);
    return html`<tr>
      <th scope="row">${condition.feature}${protectedMark(feature)}</th>
      <td>${allowedWords(condition, conditionWords({ ...condition, missing: false }, feature))}</td>
      <td class="optional">${drawing(rangeScene(condition, feature))}</td>
      <td>${condition.missing ? 'comes here too' : 'goes elsewhere'}</td>
    </tr>`;
  });
  return html`<section aria-labelledby="conditions">
    <h2 id="conditions">Conditions</h2>
    ${scrollTable(
      'Conditions, one a row',
      [['Feature'], ['Allowed'], ['Within what was seen', 'optional'], ['If missing']],
      rows,
    )}
    <p class="quiet">Features not named here may have any value, or none.</p>
  </section>`;
}

/** The clause without the feature's name, as that stands in its own column. */
function allowedWords(condition: Condition, words: string): string {
  if (condition.kind === 'numeric' && !condition.present) return 'no value';
  if (condition.kind === 'categorical' && condition.categories.length === 0) return 'no seen value';
  return words.slice(visible(condition.feature).length + 1).replace(/^is /, '');
}

function evidenceSection(run: LoadedRun, path: PathRecord): Html {
  const { realRows } = path;
  const within = run.manifest.task === 'regression';
  const tolerance = rounded(run.manifest.metrics.withinTolerance.tolerance);
  const agrees = within ? `within ${tolerance} of the teacher` : 'student agrees with teacher';
  const truth = within ? `within ${tolerance} of the truth` : 'student agrees with the truth';
  return html`<section aria-labelledby="evidence">
    <h2 id="evidence">Evidence</h2>
    <dl class="evidence">
      ${fact(
        `Real rows held back, ${agrees}`,
        html`${whiskerCell(path.fidelity, 'not measured')}
          <span class="quiet">${counted(path.fidelity.n, 'row')}</span>`,
      )}
      ${fact(
        `Rows drawn afresh in this region and put to the teacher, ${agrees}`,
        html`${whiskerCell(path.freshFidelity, 'not asked')}
          <span class="quiet">${counted(path.freshFidelity.n, 'query', 'queries')}</span>`,
      )}
      ${fact(
        `Real rows held back, ${truth}`,
        html`${whiskerCell(path.accuracy, 'not measured')}
          <span class="quiet">${counted(path.accuracy.n, 'row')}</span>`,
      )}
    </dl>
    <dl class="facts wide">
      ${fact('Share of held-out rows', figureCell(path.coverage, 'agreement'))}
      ${fact('Held-out rows', grouped(heldOutRows(path)))}
      ${fact('of these, test rows', grouped(realRows.test))}
      ${fact('of these, select rows', grouped(realRows.select))}
      ${fact('Training rows', grouped(realRows.train))} ${fact('Questions asked', path.depth)}
    </dl>
  </section>`;
}

function nextSection(site: Site, run: LoadedRun, index: number): Html {
  const before = run.paths[index - 1];
  const after = run.paths[index + 1];
  const at = (one: PathRecord): string => href(site, 'runs', run.id, 'paths', one.id);
  return html`<nav class="pager" aria-label="Other paths">
    ${before === undefined ? null : html`<a rel="prev" href="${at(before)}">Previous path</a>`}
    <a href="${runHref(site, run, 'tree')}">Show in the tree</a>
    ${after === undefined ? null : html`<a rel="next" href="${at(after)}">Next path</a>`}
  </nav>`;
}

function featuresByName(run: LoadedRun): Map<string, LoadedRun['model']['features'][number]> {
  return new Map(run.model.features.map((feature) => [feature.name, feature]));
}
