import { rounded } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import type { SwapQuery } from '../contract-rows.ts';
import type { AskedSwap } from '../swap-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, withQuery, type Site } from '../site.ts';
import { select } from './path-filter.ts';

/** What is asked: the favourable class, the cut-off, and what decisions are worth. */
export function swapForm(site: Site, run: LoadedRun, asked: AskedSwap, query: SwapQuery): Html {
  const address = href(site, 'runs', run.id, 'swap-set');
  const { classes } = run.manifest;
  const { question, favour } = asked;
  const by = typeof question.cutoff === 'number' ? 'cutoff' : question.cutoff;
  const rules = [
    ['own', 'by its own decision'],
    ['match', 'to as many as the teacher'],
    ['cutoff', 'from a cut-off'],
  ] as const;
  return html`<form
    class="filter plain"
    method="get"
    action="${address}"
    role="search"
    aria-label="What is asked"
  >
    ${select(
      'favour',
      'Favourable decision',
      classes.map((name, k) => [k, name] as const),
      favour,
      false,
    )}
    ${select('by', 'The tree gives it', rules, by, false)}
    ${field('cutoff', 'Cut-off, 0 to 1', query.cutoff)}
    ${field('gain', 'Gain where true', query.gain)} ${field('loss', 'Loss where not', query.loss)}
    <p class="filter-actions">
      <button type="submit">Apply</button> <a href="${address}">Reset</a>
      <a href="${withQuery(address, { ...query, favour: 1 - favour, page: null })}"
        >Look at ${classes[1 - favour]} instead</a
      >
    </p>
  </form>`;
}

function field(name: string, label: string, value: number | null): Html {
  return html`<div>
    <label for="filter-${name}">${label}</label>
    <input
      id="filter-${name}"
      name="${name}"
      inputmode="decimal"
      pattern="[0-9]*[.]?[0-9]*"
      size="8"
      autocomplete="off"
      value="${value === null ? '' : String(value)}"
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
