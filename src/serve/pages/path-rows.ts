import { counted, grouped } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import type { HeldOut } from '../held-out-rows.ts';
import { pageOf, selectRows } from '../select-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { RowQuery } from '../contract-rows.ts';
import { href, runHref, withQuery, type Site } from '../site.ts';
import { pager } from './pager.ts';
import { rowTable } from './row-table.ts';
import { countWords, differWords, redactedNote } from './row-words.ts';

/** What the address of a path asks for. */
interface PathView {
  /** Of the held-out rows. */
  readonly page: number | null;
  /** Features that the changes must leave alone. */
  readonly keep: ReadonlySet<number>;
}

/** The real held-out rows that reach a path, disagreements first; or why they cannot be shown. */
export function pathRows(
  site: Site,
  run: LoadedRun,
  index: number,
  heldOut: HeldOut | string,
  view: PathView,
): Html {
  return html`<section class="full" aria-labelledby="rows">
    <h2 id="rows">Held-out rows</h2>
    ${
      typeof heldOut === 'string'
        ? html`<p class="empty">They cannot be shown. ${heldOut}</p>`
        : rowsOfPath(site, run, index, heldOut, view)
    }
  </section>`;
}

function rowsOfPath(
  site: Site,
  run: LoadedRun,
  index: number,
  heldOut: HeldOut,
  { page: asked, keep }: PathView,
): Html {
  const { id, leaf } = run.paths[index]!;
  const query: RowQuery = { ...RowQuery.parse({}), leaf, rows: 'all' };
  const all = selectRows(heldOut.rows, query, run).toSorted(
    (a, b) => Number(b.differs) - Number(a.differs),
  );
  const page = pageOf(all, heldOut.rows.length, asked);
  if (page.matched === 0) {
    return html`<p class="empty">None of ${grouped(page.total)} held-out rows came here.</p>`;
  }
  const apart = run.manifest.task === 'regression' ? 'too far apart' : 'differ';
  const tag = html`<span class="tag">${apart}</span>`;
  const differ = all.filter((row) => row.differs).length;
  const own = href(site, 'runs', run.id, 'paths', id);
  const those = runHref(site, run, 'disagreements', { leaf });
  return html`<p class="count">${countWords(page, 'held-out rows')}</p>
    <p class="measure">
      ${
        differ === 0
          ? 'Student and teacher agree on all of them.'
          : html`Student and teacher ${differWords(run.manifest)} on
              <a href="${those}#rows">${counted(differ, 'row')}</a>; these come first.`
      }
    </p>
    ${rowTable(site, run, heldOut, page.shown, {
      label: 'Held-out rows here',
      onePath: true,
      remark: { heading: 'Student and teacher', of: ({ differs }) => (differs ? tag : 'agree') },
    })}
    ${redactedNote(heldOut.redacted)}
    ${pager(page, (number) => `${withQuery(own, { lock: [...keep], page: number })}#rows`)}`;
}
