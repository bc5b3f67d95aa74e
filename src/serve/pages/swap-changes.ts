import { grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { SwapQuery } from '../contract-rows.ts';
import type { HeldOut } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import { pageOf } from '../select-rows.ts';
import { runHref, type Site } from '../site.ts';
import type { AskedSwap } from '../swap-rows.ts';
import { pager } from './pager.ts';
import { rowTable } from './row-table.ts';
import { countWords, selectedRowWords, setWords } from './row-words.ts';
import { voiceOf } from './swap-words.ts';

/** The rows that gain or lose the class, one by one. */
export function changedRows(site: Site, run: LoadedRun, asked: AskedSwap, query: SwapQuery): Html {
  const voice = voiceOf(run.manifest.role);
  const at = (other: Partial<SwapQuery>): string =>
    `${runHref(site, run, 'swap-set', { ...query, ...other })}#rows`;
  const { heldOut, set } = asked;
  const page = swappedRows(asked, query);
  const gains = new Set(set.gainedRows.map((row) => heldOut.rows[row]!));
  const link = (swap: SwapQuery['swap'], text: string, n: number): Html => {
    const to = at({ swap, page: null });
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
    <p class="count">
      ${countWords(page, setWords(query.set))}${selectedRowWords(site, rowsThatChange(asked, query))}
    </p>
    ${
      page.matched === 0
        ? html`<p class="empty">
            None of these ${setWords(query.set)} changes its decision this way.
          </p>`
        : rowTable(site, run, heldOut, page.shown, {
            label: 'The rows as a table',
            remark: {
              heading: 'Change',
              of: (row) => (gains.has(row) ? voice.gains : voice.loses),
            },
          })
    }
    ${pager(page, (number) => at({ page: number }))}
  </section>`;
}

/** The rows that change, of one kind or both, a page of them. */
export function swappedRows(
  asked: SwapOfRows,
  query: SwapQuery,
): ReturnType<typeof pageOf<HeldOut['rows'][number]>> {
  return pageOf(rowsThatChange(asked, query), asked.heldOut.rows.length, query.page);
}

type SwapOfRows = Pick<AskedSwap, 'heldOut' | 'set'>;

/** The surest teacher first. */
function rowsThatChange(
  { heldOut: { rows }, set: { gainedRows, lostRows } }: SwapOfRows,
  { swap }: SwapQuery,
): HeldOut['rows'] {
  const places = [...(swap === 'lost' ? [] : gainedRows), ...(swap === 'gained' ? [] : lostRows)];
  return places
    .map((row) => rows[row]!)
    .toSorted((a, b) => b.asked - a.asked || a.source - b.source);
}
