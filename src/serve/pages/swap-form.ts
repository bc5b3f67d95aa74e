import { rounded } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import { AMOUNT, type SwapQuery } from '../contract-rows.ts';
import { HttpProblem } from '../problem.ts';
import { favourOf, type AskedSwap } from '../swap-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, runHref, type Site } from '../site.ts';
import { select } from './path-filter.ts';
import { hiddenNode } from './selection-bar.ts';

const RULES = [
  ['own', 'by its own decision'],
  ['match', 'to as many as the teacher'],
  ['cutoff', 'from a cut-off'],
] as const;

/** What is asked: the favourable class, the cut-off, and what decisions are worth. */
export function swapForm(
  site: Site,
  run: LoadedRun,
  asked: AskedSwap | HttpProblem,
  query: SwapQuery,
): Html {
  const address = href(site, 'runs', run.id, 'swap-set');
  const { classes } = run.manifest;
  const favour = favourOf(run, query);
  const problem = asked instanceof HttpProblem ? asked : null;
  const by = query.cutoff === null ? query.by : 'cutoff';
  return html`<form
    class="filter plain"
    method="get"
    action="${address}"
    role="search"
    aria-label="What is asked"
  >
    ${hiddenNode(site)}
    ${query.set === '' ? null : html`<input type="hidden" name="set" value="${query.set}" />`}
    ${select(
      'favour',
      'Favourable decision',
      classes.map((name, k) => [k, name] as const),
      favour,
      false,
    )}
    ${select('by', 'The tree gives it', RULES, by === '' ? 'own' : by, false)}
    ${field('cutoff', 'Cut-off, 0 to 1', query.cutoff, problem)}
    ${field('gain', 'Gain where true', query.gain, problem)}
    ${field('loss', 'Loss where not', query.loss, problem)}
    ${problem === null ? typedNote(site, run, query) : html`<p class="error" id="swap-error" role="alert">${problem.message}</p>`}
    <p class="filter-actions">
      <button type="submit">Apply</button>
      <a href="${runHref(site, run, 'swap-set')}">Reset</a>
      <a href="${runHref(site, run, 'swap-set', { ...query, favour: 1 - favour, page: null })}"
        >Look at ${classes[1 - favour]} instead</a
      >
    </p>
  </form>`;
}

/** That the cut-off in the form was applied although another rule is chosen there. */
function typedNote(site: Site, run: LoadedRun, query: SwapQuery): Html | null {
  const other = RULES.find(([rule]) => rule === query.by && rule !== 'cutoff');
  if (query.cutoff === null || other === undefined) return null;
  const without = runHref(site, run, 'swap-set', { ...query, cutoff: null, page: null });
  return html`<p class="note" role="status">
    The cut-off that was typed goes before “${other[1]}”. <a href="${without}">Leave it out</a>
  </p>`;
}

function field(
  name: string,
  label: string,
  value: number | null,
  problem: HttpProblem | null,
): Html {
  const wrong =
    problem?.field === name ? html`aria-invalid="true" aria-describedby="swap-error"` : null;
  return html`<div class="${wrong === null ? '' : 'wrong'}">
    <label for="filter-${name}">${label}</label>
    <input
      id="filter-${name}"
      name="${name}"
      inputmode="decimal"
      pattern="${AMOUNT}"
      title="A number such as 12 or 0.7"
      size="8"
      autocomplete="off"
      value="${value === null ? '' : String(value)}"
      ${wrong}
    />
  </div>`;
}

/** From where on the tree gives the class. */
export function cutoffWords({ manifest }: LoadedRun, { set, favour, question }: AskedSwap): string {
  const name = manifest.classes[favour]!;
  if (set.cutoff === null) return 'The tree goes by its own decisions.';
  const isNone = set.cutoff >= (set.cutoffs[0]?.cutoff ?? Infinity);
  const from = isNone
    ? `The tree gives ${name} to no row that it answers itself`
    : `The tree gives ${name} from a soft value of ${rounded(set.cutoff, 4)} on`;
  return question.cutoff === 'match'
    ? `${from}: of all cut-offs the one nearest to the teacher’s number of rows.`
    : `${from}.`;
}
