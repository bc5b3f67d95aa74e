import { counted, grouped, percent } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { RowQuery } from '../contract-rows.ts';
import type { HeldOut, HeldOutRow } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import { pageOf, selectRows } from '../select-rows.ts';
import { onePath, selectedName, type Selection } from '../selection.ts';
import { href, withQuery, type Site } from '../site.ts';
import { rowFilter } from './row-filter.ts';
import { rowTable } from './row-table.ts';
import { agreeSentence, countWords, redactedNote, rowPager, setWords } from './row-words.ts';

/** The rows that the page is about, what is asked of them, and what is selected. */
interface RowList {
  readonly base: readonly HeldOutRow[];
  readonly query: RowQuery;
  readonly selected: Selection | null;
}

/** The rows one by one, filtered and in order. */
export function rowsSection(site: Site, run: LoadedRun, heldOut: HeldOut, list: RowList): Html {
  const { base, query, selected } = list;
  const address = href(site, 'runs', run.id, 'disagreements');
  const found = selectRows(base, query, run);
  const page = pageOf(found, base.length, query.page);
  return html`<section class="full" aria-labelledby="rows">
    <h2 id="rows">Rows</h2>
    ${rowFilter(site, run, query, selected)}
    <p class="count">
      ${countWords(page, setWords(query.set))}${selectedWords(address, run, found, list)}
    </p>
    ${
      page.matched === 0
        ? nothing(address, run, list)
        : rowTable(site, run, heldOut, page.shown, { label: 'The rows as a table', selected })
    }
    ${redactedNote(heldOut.redacted)} ${rowPager(address, query, page)}
  </section>`;
}

/** How many of the rows come to what is selected, and where those stand alone. */
function selectedWords(
  address: string,
  run: LoadedRun,
  found: readonly HeldOutRow[],
  { query, selected }: RowList,
): Html | null {
  if (selected === null || query.leaf !== null || found.length === 0) return null;
  const n = found.filter(({ path }) => selected.paths.has(path)).length;
  const place = onePath(selected);
  const leaf = place === null ? null : run.paths[place]!.leaf;
  const alone = html` <a href="${withQuery(address, { ...query, leaf, page: null })}#rows"
    >Show these alone</a
  >`;
  return html`. ${n === 0 ? 'None' : grouped(n)} of them ${n > 1 ? 'come' : 'comes'} to
  ${selectedName(selected)}.${n === 0 || place === null ? null : alone}`;
}

/** Why no row is shown: there is none, or the filter leaves none. */
function nothing(
  address: string,
  { manifest }: LoadedRun,
  { base, query, selected }: RowList,
): Html {
  const node = selected?.node ?? null;
  const differ = base.filter((row) => row.differs).length;
  if (differ === 0 && query.rows === '') {
    return html`<p class="empty">
      ${agreeSentence(manifest, base.length, query.set)}
      <a href="${withQuery(address, { rows: 'all', set: query.set, node })}#rows"
        >Show the rows all the same</a
      >
    </p>`;
  }
  return html`<p class="empty">
    No row matches this filter.
    <a href="${withQuery(address, { node })}#rows">Show all ${counted(differ, 'disagreement')}</a>
    <span class="quiet">${percent(base.length === 0 ? 0 : differ / base.length)}</span>
  </p>`;
}
