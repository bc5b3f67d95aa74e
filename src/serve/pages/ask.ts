import { RELATIONS } from '../../core/region.ts';
import { counted, grouped } from '../../draw/format.ts';
import { ASK_TEACHER } from '../../draw/labels.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { linesOf } from '../ask.ts';
import type { AskAnswer, AskedPath, AskQuery } from '../contract-ask.ts';
import type { HttpProblem } from '../problem.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { directionSection } from './directions.ts';
import { className, decisionMark, ruleClauses, scrollTable } from './parts.ts';
import { namesOf } from './path-filter.ts';
import { shell } from './shell.ts';

/** What became of a question: nothing was asked, it could not be read, or it is answered. */
export interface Asked {
  readonly query: AskQuery;
  readonly answer: AskAnswer | null;
  readonly problem: HttpProblem | null;
}

/** Names offered for the value of a category, at most. */
const OFFERED = 300;

/** `/runs/:run/ask`: questions about all cases of a kind, answered exactly. */
export function askPage(site: Site, run: LoadedRun, { query, answer, problem }: Asked): Html {
  const body = html`<h1>Ask the tree</h1>
    <p class="lead">
      A tree divides all possible cases into boxes. What it can decide for a kind of case is
      therefore known exactly: the answers below hold for every case, not only for those that were
      seen.
    </p>
    ${askForm(site, run, query, problem)}
    ${answer === null ? null : answerSection(site, run, answer)}
    ${directionSection(site, run, query.of)}`;
  return shell(site, { title: `Questions to ${run.id}`, run, tab: 'ask', body });
}

function askForm(site: Site, run: LoadedRun, query: AskQuery, problem: HttpProblem | null): Html {
  const { decisions } = namesOf(run);
  const taken = new Set(run.paths.map((path) => path.decision));
  const classes = run.manifest.classes.length;
  const wanted = decisions.flatMap((name, k) => {
    if (k < classes) return [option(k, name, query.want)];
    return taken.has(name) ? [option(k, ASK_TEACHER, query.want)] : [];
  });
  return html`<form class="ask" method="get" action="${href(site, 'runs', run.id, 'ask')}">
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
    <p class="filter-actions">
      <button class="primary" type="submit">Ask</button>
      <a href="${href(site, 'runs', run.id, 'ask')}">Reset</a>
    </p>
  </form>`;
}

function askLine(
  { model }: LoadedRun,
  { number: n, feature, relation, value }: ReturnType<typeof linesOf>[number],
  problem: HttpProblem | null,
): Html {
  const wrong = problem !== null && [`f${n}`, `r${n}`, `v${n}`].includes(problem.field ?? '');
  const nth = ['first', 'second', 'third'][n - 1]!;
  const features = model.features.flatMap((one, f) =>
    one.withheld === true ? [] : [option(f, one.name, feature)],
  );
  const relations = RELATIONS.map((one) => option(one, relationWords(one), relation));
  const described = wrong ? html`aria-invalid="true" aria-describedby="ask-error-${n}"` : null;
  return html`<div
    class="${wrong ? 'ask-line wrong' : 'ask-line'}"
    role="group"
    aria-label="The ${nth} condition"
  >
    <select name="f${n}" aria-label="Feature of the ${nth} condition">
      <option value="">${n === 1 ? 'any feature' : 'and …'}</option>
      ${features}
    </select>
    <select name="r${n}" aria-label="Relation of the ${nth} condition">
      ${relations}
    </select>
    <input
      name="v${n}"
      value="${value}"
      maxlength="200"
      autocomplete="off"
      list="ask-names"
      aria-label="Value of the ${nth} condition"
      ${described}
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

function answerSection(site: Site, run: LoadedRun, answer: AskAnswer): Html {
  return html`<section aria-labelledby="answer">
    <h2 id="answer">Answer</h2>
    <p class="answer" role="status">${sentence(run, answer)}</p>
    <p class="quiet">${evidence(answer)}</p>
    ${answer.paths.length === 0 ? null : pathTable(site, run, answer.paths)}
  </section>`;
}

function sentence(run: LoadedRun, { where, want, total, taken, paths }: AskAnswer): Html {
  const cases = where === null ? 'any case' : `a case where ${where}`;
  if (taken === 0)
    return html`<strong>There is no such case:</strong> nothing can meet all of this at once.`;
  if (want === null) {
    return html`A case where ${where ?? 'anything may be'} can take
      <strong>${grouped(taken)} of ${counted(total, 'path')}</strong>.`;
  }
  const decided = html`decided ${className(run.manifest, want, null)}`;
  if (paths.length === 0) {
    return html`<strong>No.</strong> ${where === null ? 'No case' : `No case where ${where}`} is
      ever ${decided}. This holds for every such case, seen or not.`;
  }
  if (paths.length === taken) {
    return html`<strong>Always.</strong> Whatever else it is, ${cases} is ${decided}, by
      ${counted(paths.length, 'path')}.`;
  }
  return html`<strong>Yes.</strong> ${where === null ? 'A case' : `A case where ${where}`} can be
    ${decided}: by ${grouped(paths.length)} of the ${counted(taken, 'path')} that such cases take.`;
}

function evidence({ rows, paths, where }: AskAnswer): string {
  if (rows === null)
    return 'How many held-out rows are among them cannot be counted: a column was redacted.';
  const own = paths.reduce((sum, path) => sum + (path.rows ?? 0), 0);
  const all = where === null ? 'held-out row' : 'held-out row of this kind';
  return `${counted(own, 'row')} of ${counted(rows, all)} took ${paths.length === 1 ? 'this path' : 'these paths'}.`;
}

function pathTable(site: Site, run: LoadedRun, paths: readonly AskedPath[]): Html {
  const records = new Map(run.paths.map((path) => [path.id, path]));
  const byRows = paths.toSorted((a, b) => (b.rows ?? 0) - (a.rows ?? 0));
  const rows = byRows.map((path) => {
    const example = path.example.map(({ feature, value }) => `${feature} ${value}`).join(', ');
    return html`<tr>
      <th scope="row"><a href="${href(site, 'runs', run.id, 'paths', path.id)}">${path.id}</a></th>
      <td>${decisionMark(run.manifest, records.get(path.id)!)}</td>
      <td class="rule">${ruleClauses(run, records.get(path.id)!)}</td>
      <td class="quiet">${example === '' ? 'any case' : example}</td>
      <td class="number">${path.rows === null ? 'not counted' : grouped(path.rows)}</td>
    </tr>`;
  });
  return scrollTable(
    'Paths that such cases take',
    [
      ['Path'],
      ['Decision'],
      ['Rule', 'sentence'],
      ['For example', 'sentence'],
      ['Held-out rows', 'number'],
    ],
    rows,
    'asked',
  );
}
