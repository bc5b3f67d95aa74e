import { counted, percent } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { RowQuery } from '../contract-rows.ts';
import type { HeldOut, HeldOutRow } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import { pageOf, selectRows } from '../select-rows.ts';
import { runHref, type Site } from '../site.ts';
import { pager } from './pager.ts';
import { rowFilter } from './row-filter.ts';
import { rowTable } from './row-table.ts';
import {
  agreeSentence,
  countWords,
  redactedNote,
  selectedRowWords,
  setWords,
} from './row-words.ts';

/** The rows that the page is about, what is asked of them, and the address of another question. */
interface RowList {
  readonly base: readonly HeldOutRow[];
  readonly query: RowQuery;
  readonly address: (other: Partial<RowQuery>) => string;
}

/** The rows one by one, filtered and in order. */
export function rowsSection(site: Site, run: LoadedRun, heldOut: HeldOut, list: RowList): Html {
  const { base, query, address } = list;
  const found = selectRows(base, query, run);
  const page = pageOf(found, base.length, query.page);
  return html`<section class="full" aria-labelledby="rows">
    <h2 id="rows">Rows</h2>
    ${rowFilter(site, run, query)}
    <p class="count">
      ${countWords(page, setWords(query.set))}${query.leaf === null ? selectedRowWords(site, found, (leaf) => address({ leaf })) : null}
    </p>
    ${
      page.matched === 0
        ? nothing(site, run, list)
        : rowTable(site, run, heldOut, page.shown, { label: 'The rows as a table' })
    }
    ${redactedNote(heldOut.redacted)} ${pager(page, (number) => address({ page: number }))}
  </section>`;
}

/** Why no row is shown: there is none, or the filter leaves none. */
function nothing(site: Site, run: LoadedRun, { base, query }: RowList): Html {
  const differ = base.filter((row) => row.differs).length;
  const own = (other: Partial<RowQuery>): string =>
    `${runHref(site, run, 'disagreements', other)}#rows`;
  if (differ === 0 && query.rows === '') {
    return html`<p class="empty">
      ${agreeSentence(run.manifest, base.length, query.set)}
      <a href="${own({ rows: 'all', set: query.set })}">Show the rows all the same</a>
    </p>`;
  }
  return html`<p class="empty">
    No row matches this filter.
    <a href="${own({})}">Show all ${counted(differ, 'disagreement')}</a>
    <span class="quiet">${percent(base.length === 0 ? 0 : differ / base.length)}</span>
  </p>`;
}
