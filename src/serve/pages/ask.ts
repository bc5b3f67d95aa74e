import { grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { AskAnswer, AskedPath, AskQuery } from '../contract-ask.ts';
import type { FeatureDirection } from '../direction.ts';
import type { HttpProblem } from '../problem.ts';
import { html, type Html } from '../html.ts';
import { isSelected } from '../selection.ts';
import { href, runHref, type Site } from '../site.ts';
import { askForm } from './ask-form.ts';
import { answerSentence, evidenceWords, unaskedWords } from './ask-words.ts';
import { directionSection } from './directions.ts';
import { decisionMark, roleWords, ruleClauses } from './parts.ts';
import { pager } from './pager.ts';
import { shell } from './shell.ts';
import { stackedTable } from './stacked-table.ts';
import { placeOf } from '../page-place.ts';

/** What became of a question: nothing was asked, it could not be read, or it is answered. */
export interface Asked {
  readonly query: AskQuery;
  readonly answer: AskAnswer | null;
  readonly problem: HttpProblem | null;
  readonly directions: readonly FeatureDirection[];
}

/** Paths on one page of an answer. */
const PER_PAGE = 50;

/** `/runs/:run/ask`: questions about all cases of a kind, answered exactly. */
export function askPage(site: Site, run: LoadedRun, asked: Asked): Html {
  const { query, answer, directions } = asked;
  const body = html`<h1>Ask the tree</h1>
    <p class="lead">
      A tree divides all possible cases into boxes. What it can decide for a kind of case is
      therefore known exactly: the answers below hold for every case, not only for those that were
      seen.
    </p>
    ${askForm(site, run, asked)} ${answer === null ? null : answerSection(site, run, query, answer)}
    ${directionSection(site, run, query, directions)}`;
  return shell(site, { title: `Questions to ${run.id}`, run, tab: 'ask', body });
}

function answerSection(site: Site, run: LoadedRun, query: AskQuery, answer: AskAnswer): Html {
  const unasked = unaskedWords(answer);
  return html`<section aria-labelledby="answer">
    <h2 id="answer">Answer</h2>
    <p class="answer" role="status">${answerSentence(run, answer)}</p>
    ${unasked === null ? null : html`<p>${unasked}</p>`}
    <p class="quiet">${evidenceWords(answer)}</p>
    ${answer.role === 'explains' ? html`<p class="caution">${roleWords('explains').text}</p>` : null}
    ${answer.paths.length === 0 ? null : pathTable(site, run, query, answer.paths)}
  </section>`;
}

function pathTable(site: Site, run: LoadedRun, query: AskQuery, paths: readonly AskedPath[]): Html {
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
      selected: isSelected(site, number - 1),
    };
  });
  const columns = [
    ['Path'],
    ['Decision'],
    ['Rule', 'sentence'],
    ['For example', 'sentence'],
    ['Held-out rows', 'number'],
  ] as const;
  const at = (to: number): string => `${runHref(site, run, 'ask', { ...query, page: to })}#answer`;
  return html`${stackedTable('Paths that such cases take', columns, rows, 'asked')}
  ${pager(place, at, { label: 'Pages of paths' })}`;
}
