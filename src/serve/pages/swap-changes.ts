import { grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { SwapQuery } from '../contract-rows.ts';
import type { HeldOut } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import { pageOf } from '../select-rows.ts';
import type { Selection } from '../selection.ts';
import { href, withQuery, type Site } from '../site.ts';
import type { AskedSwap } from '../swap-rows.ts';
import { rowTable } from './row-table.ts';
import { countWords, rowPager, setWords } from './row-words.ts';
import { voiceOf } from './swap-words.ts';

/** What was asked and what came of it, and what is selected. */
interface SwapAnswered {
  readonly asked: AskedSwap;
  readonly query: SwapQuery;
  readonly selected: Selection | null;
}

/** The rows that gain or lose the class, one by one. */
export function changedRows(
  site: Site,
  run: LoadedRun,
  { asked, query, selected }: SwapAnswered,
): Html {
  const voice = voiceOf(run.manifest.role);
  const address = href(site, 'runs', run.id, 'swap-set');
  const { heldOut, set } = asked;
  const page = swappedRows(asked, query);
  const gains = new Set(set.gainedRows.map((row) => heldOut.rows[row]!));
  const link = (swap: SwapQuery['swap'], text: string, n: number): Html => {
    const to = `${withQuery(address, { ...query, swap, page: null })}#rows`;
    const label = html`${text} (${grouped(n)})`;
    return query.swap === swap
      ? html`<li><a href="${to}" aria-current="true">${label}</a></li>`
      : html`<li><a href="${to}">${label}</a></li>`;
  };
  return html`<section class="full" aria-labelledby="rows">
    <h2 id="rows">Rows that change</h2>
    <ul class="choices">
      ${link('', 'All that change', set.gained.n + set.lost.n)}
      ${link('gained', voice.gained, set.gained.n)} ${link('lost', voice.lost, set.lost.n)}
    </ul>
    <p class="count">${countWords(page, setWords(query.set))}</p>
    ${
      page.matched === 0
        ? html`<p class="empty">
            None of these ${setWords(query.set)} changes its decision this way.
          </p>`
        : rowTable(site, run, heldOut, page.shown, {
            label: 'The rows as a table',
            selected,
            remark: {
              heading: 'Change',
              of: (row) => (gains.has(row) ? voice.gains : voice.loses),
            },
          })
    }
    ${rowPager(address, query, page)}
  </section>`;
}

/** The rows that change, of one kind or both; the surest teacher first. */
export function swappedRows(
  { heldOut: { rows }, set: { gainedRows, lostRows } }: Pick<AskedSwap, 'heldOut' | 'set'>,
  { swap, page }: SwapQuery,
): ReturnType<typeof pageOf<HeldOut['rows'][number]>> {
  const chosen = [...(swap === 'lost' ? [] : gainedRows), ...(swap === 'gained' ? [] : lostRows)];
  const sorted = chosen
    .map((row) => rows[row]!)
    .toSorted((a, b) => b.asked - a.asked || a.source - b.source);
  return pageOf(sorted, rows.length, page);
}
