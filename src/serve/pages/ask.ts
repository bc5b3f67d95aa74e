import { RELATIONS } from '../../core/region.ts';
import { grouped } from '../../draw/format.ts';
import { ASK_TEACHER } from '../../draw/labels.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { linesOf } from '../ask.ts';
import type { AskAnswer, AskedPath, AskQuery } from '../contract-ask.ts';
import type { FeatureDirection } from '../direction.ts';
import type { HttpProblem } from '../problem.ts';
import { html, type Html } from '../html.ts';
import type { Selection } from '../selection.ts';
import { href, withQuery, type Site } from '../site.ts';
import { answerSentence, evidenceWords, unaskedWords } from './ask-words.ts';
import { directionSection } from './directions.ts';
import { decisionMark, roleWords, ruleClauses } from './parts.ts';
import { pager } from './pager.ts';
import { namesOf } from './path-filter.ts';
import { hiddenNode } from './selection-bar.ts';
import { shell } from './shell.ts';
import { stackedTable } from './stacked-table.ts';
import { placeOf } from '../page-place.ts';

/** What became of a question: nothing was asked, it could not be read, or it is answered. */
export interface Asked {
  readonly query: AskQuery;
  readonly answer: AskAnswer | null;
  readonly problem: HttpProblem | null;
  readonly directions: readonly FeatureDirection[];
  readonly selected: Selection | null;
}

/** Paths on one page of an answer. */
const PER_PAGE = 50;
/** Names offered for the value of a category, at most. */
const OFFERED = 300;

/** `/runs/:run/ask`: questions about all cases of a kind, answered exactly. */
export function askPage(
  site: Site,
  run: LoadedRun,
  { query, answer, problem, directions, selected }: Asked,
): Html {
  const body = html`<h1>Ask the tree</h1>
    <p class="lead">
      A tree divides all possible cases into boxes. What it can decide for a kind of case is
      therefore known exactly: the answers below hold for every case, not only for those that were
      seen.
    </p>
    ${askForm(site, run, query, problem, selected)}
    ${answer === null ? null : answerSection(site, run, query, answer, selected)}
    ${directionSection(site, run, query, directions)}`;
  return shell(site, { title: `Questions to ${run.id}`, run, tab: 'ask', selected, body });
}

function askForm(
  site: Site,
  run: LoadedRun,
  query: AskQuery,
  problem: HttpProblem | null,
  selected: Selection | null,
): Html {
  const { decisions } = namesOf(run);
  const taken = new Set(run.paths.map((path) => path.decision));
  const classes = run.manifest.classes.length;
  const wanted = decisions.flatMap((name, k) => {
    if (k < classes) return [option(k, name, query.want)];
    return taken.has(name) ? [option(k, ASK_TEACHER, query.want)] : [];
  });
  return html`<form class="ask" method="get" action="${href(site, 'runs', run.id, 'ask')}">
    ${hiddenNode(selected)}
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
      <a href="${withQuery(href(site, 'runs', run.id, 'ask'), { node: selected?.node ?? null })}"
        >Reset</a
      >
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

function answerSection(
  site: Site,
  run: LoadedRun,
  query: AskQuery,
  answer: AskAnswer,
  selected: Selection | null,
): Html {
  const unasked = unaskedWords(answer);
  return html`<section aria-labelledby="answer">
    <h2 id="answer">Answer</h2>
    <p class="answer" role="status">${answerSentence(run, answer)}</p>
    ${unasked === null ? null : html`<p>${unasked}</p>`}
    <p class="quiet">${evidenceWords(answer)}</p>
    ${answer.role === 'explains' ? html`<p class="caution">${roleWords('explains').text}</p>` : null}
    ${answer.paths.length === 0 ? null : pathTable(site, run, query, answer.paths, selected)}
  </section>`;
}

function pathTable(
  site: Site,
  run: LoadedRun,
  query: AskQuery,
  paths: readonly AskedPath[],
  selected: Selection | null,
): Html {
  const records = new Map(run.paths.map((path, i) => [path.id, { path, number: i + 1 }]));
  const place = placeOf(paths.length, PER_PAGE, query.page);
  const rows = paths.slice(place.from, place.to).map((path) => {
    const example = path.example.map(({ feature, value }) => `${feature} ${value}`).join(', ');
    const { path: record, number } = records.get(path.id)!;
    return {
      head: html`<a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${number}</a>`,
      cells: [
        decisionMark(run.manifest, record),
        ruleClauses(run, record),
        html`<span class="quiet">${example === '' ? 'any case' : example}</span>`,
        path.rows === null ? 'not counted' : grouped(path.rows),
      ],
      chosen: selected?.paths.has(number - 1) ?? false,
    };
  });
  const columns = [
    ['Path'],
    ['Decision'],
    ['Rule', 'sentence'],
    ['For example', 'sentence'],
    ['Held-out rows', 'number'],
  ] as const;
  const at = (to: number): string =>
    `${withQuery(href(site, 'runs', run.id, 'ask'), { ...query, page: to })}#answer`;
  return html`${stackedTable('Paths that such cases take', columns, rows, 'asked')}
  ${pager(place, at, { label: 'Pages of paths' })}`;
}
