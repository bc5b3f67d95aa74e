import { grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { RowQuery, SwapQuery } from '../contract-rows.ts';
import { ofSet, type HeldOut } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import { runHref, type Site } from '../site.ts';
import { heldOutWords } from './row-words.ts';

const SETS: readonly (readonly [set: RowQuery['set'], text: string])[] = [
  ['', 'All held-out rows'],
  ['test', 'Test rows only'],
  ['select', 'Select rows only'],
];

/** Which rows the whole page is about: both sets, or one of them. */
export function setChoice(
  site: Site,
  run: LoadedRun,
  page: 'disagreements' | 'swap-set',
  heldOut: HeldOut,
  query: RowQuery | SwapQuery,
): Html {
  const items = SETS.map(([set, text]) => {
    const n = ofSet(heldOut, set).rows.length;
    const to = runHref(site, run, page, { ...query, set, page: null });
    const label = html`${text} (${grouped(n)})`;
    return set === query.set
      ? html`<li><a href="${to}" aria-current="true">${label}</a></li>`
      : html`<li><a href="${to}">${label}</a></li>`;
  });
  return html`<nav class="set-choice" aria-label="Rows of this page">
      <ul class="choices">
        ${items}
      </ul>
    </nav>
    <p class="quiet measure">
      ${heldOutWords(run)} The overview’s fidelity is that of the test rows alone.
    </p>`;
}
