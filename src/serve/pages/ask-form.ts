import { RELATIONS } from '../../core/region.ts';
import { ASK_TEACHER } from '../../draw/labels.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { linesOf } from '../ask.ts';
import { html, type Html } from '../html.ts';
import type { HttpProblem } from '../problem.ts';
import { href, runHref, type Site } from '../site.ts';
import type { Asked } from './ask.ts';
import { namesOf } from './path-filter.ts';
import { hiddenNode } from './selection-bar.ts';

/** Names offered for the value of a category, at most. */
const OFFERED = 300;

/** The question as a form; it works without a script. */
export function askForm(site: Site, run: LoadedRun, { query, problem }: Asked): Html {
  const { decisions } = namesOf(run);
  const taken = new Set(run.paths.map((path) => path.decision));
  const classes = run.manifest.classes.length;
  const wanted = decisions.flatMap((name, k) => {
    if (k < classes) return [option(k, name, query.want)];
    return taken.has(name) ? [option(k, ASK_TEACHER, query.want)] : [];
  });
  return html`<form class="ask" method="get" action="${href(site, 'runs', run.id, 'ask')}">
    ${hiddenNode(site)}
    ${
      wanted.length === 0
        ? html`<p class="ask-lead">Which paths can a case take where</p>`
        : html`<p class="ask-lead">
            <label for="ask-want">Can a case be decided</label>
            <select id="ask-want" name="want">
              <option value="">anything</option>
              ${wanted}
            </select>
            where
          </p>`
    }
    ${problem?.field === 'want' ? html`<p class="error" role="alert">${problem.message}</p>` : null}
    ${linesOf(query).map((line) => askLine(run, line, problem))} ${categoryNames(run)}
    ${query.of === null ? null : html`<input type="hidden" name="of" value="${query.of}" />`}
    <p class="filter-actions">
      <button class="primary" type="submit">Ask</button>
      <a href="${runHref(site, run, 'ask')}">Reset</a>
    </p>
  </form>`;
}

function askLine(
  { model }: LoadedRun,
  { number: n, feature, relation, value }: ReturnType<typeof linesOf>[number],
  problem: HttpProblem | null,
): Html {
  const field = problem?.field ?? '';
  const wrong = problem !== null && [`f${n}`, `r${n}`, `v${n}`].includes(field);
  const nth = ['first', 'second', 'third'][n - 1]!;
  const features = model.features.flatMap((one, f) =>
    one.withheld === true ? [] : [option(f, one.name, feature)],
  );
  const relations = RELATIONS.map((one) => option(one, relationWords(one), relation));
  const described = (name: string): Html | null =>
    field === name ? html`aria-invalid="true" aria-describedby="ask-error-${n}"` : null;
  return html`<div
    class="${wrong ? 'ask-line wrong' : 'ask-line'}"
    role="group"
    aria-label="The ${nth} condition"
  >
    <select name="f${n}" aria-label="Feature of the ${nth} condition" ${described(`f${n}`)}>
      <option value="">${n === 1 ? 'any feature' : 'and …'}</option>
      ${features}
    </select>
    <select name="r${n}" aria-label="Relation of the ${nth} condition" ${described(`r${n}`)}>
      ${relations}
    </select>
    <input
      name="v${n}"
      value="${value}"
      maxlength="200"
      autocomplete="off"
      list="ask-names"
      aria-label="Value of the ${nth} condition"
      ${described(`v${n}`)}
    />
    ${wrong ? html`<p class="error" id="ask-error-${n}" role="alert">${problem.message}</p>` : null}
  </div>`;
}

function relationWords(relation: (typeof RELATIONS)[number]): string {
  return relation.startsWith('is') || relation === 'missing'
    ? relation.replace('missing', 'is missing')
    : `is ${relation}`;
}

function option(value: number | string, text: string, chosen: number | string | null): Html {
  return value === chosen
    ? html`<option value="${value}" selected>${text}</option>`
    : html`<option value="${value}">${text}</option>`;
}

function categoryNames({ model }: LoadedRun): Html {
  const names = new Set(
    model.features.flatMap((one) => (one.kind === 'categorical' ? one.categories : [])),
  );
  return html`<datalist id="ask-names">
    ${[...names].slice(0, OFFERED).map((name) => html`<option value="${name}"></option>`)}
  </datalist>`;
}
