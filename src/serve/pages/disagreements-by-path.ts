import { counted, grouped } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import type { RowQuery } from '../contract-rows.ts';
import type { HeldOutRow } from '../held-out-rows.ts';
import { looksAt, trustOf, worstFirst, type Trust } from '../../core/path-trust.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { headOf, isSelected } from '../selection.ts';
import { href, runHref, type Site } from '../site.ts';
import { byDistanceSection } from './distance.ts';
import { decisionMark, ruleClauses, whiskerCell } from './parts.ts';
import { countedRows, setWords } from './row-words.ts';
import { stackedTable, type StackedRow } from './stacked-table.ts';
import { worstSentence } from './worst-path.ts';

/** Paths shown at once; the others stand behind a summary. */
const SHOWN = 8;

/** Rows of each path and how many of them differ, in the order of the run's paths. */
export function pathTrust(run: LoadedRun, rows: readonly HeldOutRow[]): Trust[] {
  const tallies = run.paths.map(() => ({ rows: 0, differ: 0 }));
  for (const { path, differs } of rows) {
    tallies[path]!.rows += 1;
    if (differs) tallies[path]!.differ += 1;
  }
  return trustOf(tallies);
}

/** Where they differ most, as a sentence and as a table. */
export function byPathSection(
  site: Site,
  run: LoadedRun,
  rows: readonly HeldOutRow[],
  query: RowQuery,
  address: (cell: Partial<RowQuery>) => string,
): Html {
  if (run.manifest.task === 'regression' && !rows.some(({ differs }) => differs)) {
    return byDistanceSection(site, run, rows, query.set);
  }
  const all = pathTrust(run, rows);
  const worst = worstFirst(all);
  const line = (trust: Trust): StackedRow => ({
    ...pathRow(site, run, trust, address),
    selected: isSelected(site, trust.path),
  });
  const { shown, rest } = headOf(site, worst, SHOWN);
  const unseen = all.length - worst.length;
  const table = (label: string, shown: readonly Trust[]): Html =>
    stackedTable(
      label,
      [['Path'], ['Differ', 'number'], ['Share that differ'], ['Decision'], ['Rule', 'sentence']],
      shown.map(line),
      'by-path',
    );
  return html`<section aria-labelledby="by-path">
    <h2 id="by-path">By path</h2>
    ${worstSentence(run, rows, worst, query)}
    <p class="quiet measure">
      On the ${countedRows(rows.length, query.set)}. The path that is shown to differ most comes
      first: by the lower end of its interval. ${intervalWords(looksAt(all))}
    </p>
    ${table('Disagreements by path', shown)}
    ${
      rest.length === 0
        ? null
        : html`<details class="more">
            <summary>The other ${counted(rest.length, 'path')} with rows</summary>
            ${table('Disagreements on the other paths', rest)}
          </details>`
    }
    ${
      unseen === 0
        ? null
        : html`<p class="quiet">
            ${counted(unseen, 'path')} of ${grouped(all.length)} ${unseen === 1 ? 'has' : 'have'}
            none of these ${setWords(query.set)}${query.set === '' ? unseenLink(site, run) : null}.
          </p>`
    }
  </section>`;
}

/** Of one set alone there are more: the flag is about both. */
function unseenLink(site: Site, run: LoadedRun): Html {
  const address = runHref(site, run, 'paths', { flag: 'no-real-rows' });
  return html`: <a href="${address}">paths without held-out rows</a>`;
}

/** How intervals of several paths are to be read. */
function intervalWords(looks: number): string {
  if (looks <= 1) return 'The interval is the exact one of 95%.';
  return `Intervals are widened for looking at ${looks} paths at once: in 95% of samples all ${looks} hold together (exact intervals with Bonferroni’s correction). Whether chance may explain the worst is told by Fisher’s exact test against all other paths, with the same correction.`;
}

function pathRow(
  site: Site,
  run: LoadedRun,
  { path: index, rows, differ, share }: Trust,
  address: (cell: Partial<RowQuery>) => string,
): StackedRow {
  const path = run.paths[index]!;
  const none = { student: null, teacher: null, side: '', rows: '' } as const;
  const count =
    differ === 0
      ? html`0`
      : html`<a href="${address({ ...none, leaf: path.leaf })}"
          >${grouped(differ)}<span class="visually-hidden">
            ${differ === 1 ? 'row' : 'rows'} of path ${index + 1}</span
          ></a
        >`;
  return {
    head: html`<a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${index + 1}</a>`,
    cells: [
      html`${count} <span class="quiet">of ${grouped(rows)}</span>`,
      whiskerCell(share, 'no rows'),
      decisionMark(run.manifest, path),
      ruleClauses(run, path),
    ],
  };
}
