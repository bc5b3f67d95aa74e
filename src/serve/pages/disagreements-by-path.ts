import { counted, figureText, grouped, percent } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import type { RowQuery } from '../contract-rows.ts';
import type { HeldOutRow } from '../held-out-rows.ts';
import { looksAt, trustOf, worstFirst, type Trust } from '../path-trust.ts';
import { sideOf } from '../select-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, withQuery, type Site } from '../site.ts';
import {
  className,
  decisionMark,
  ownMark,
  ruleClauses,
  ruleText,
  scrollTable,
  whiskerCell,
} from './parts.ts';
import { differWords, setWords } from './row-words.ts';

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
  const all = pathTrust(run, rows);
  const worst = worstFirst(all);
  const line = (trust: Trust): Html => pathRow(site, run, trust, address);
  const rest = worst.slice(SHOWN);
  const unseen = all.length - worst.length;
  const table = (label: string, shown: readonly Trust[]): Html =>
    scrollTable(
      label,
      [
        ['Path'],
        ['Rule', 'sentence'],
        ['Decision'],
        ['Rows', 'number'],
        ['Differ', 'number'],
        ['Share, interval'],
      ],
      shown.map(line),
      'by-path',
    );
  return html`<section aria-labelledby="by-path">
    <h2 id="by-path">By path</h2>
    ${worstSentence(run, rows, worst, query)}
    <p class="quiet measure">
      The path that is shown to differ most comes first: by the lower end of its interval.
      ${intervalWords(looksAt(all))}
    </p>
    ${table('Disagreements by path', worst.slice(0, SHOWN))}
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
            none of these ${setWords(query.set)}:
            <a href="${withQuery(href(site, 'runs', run.id, 'paths'), { flag: 'no-real-rows' })}"
              >paths without held-out rows</a
            >.
          </p>`
    }
  </section>`;
}

/** How intervals of several paths are to be read. */
export function intervalWords(looks: number): string {
  if (looks <= 1) return 'The interval is the exact one of 95%.';
  return `Intervals are widened for looking at ${looks} paths at once: in 95% of samples all ${looks} hold together (exact intervals with Bonferroni’s correction).`;
}

/** The worst path as a sentence: where, who says what, how often, and whether that may be chance. */
function worstSentence(
  run: LoadedRun,
  rows: readonly HeldOutRow[],
  worst: readonly Trust[],
  { set }: RowQuery,
): Html | null {
  const [first] = worst;
  if (first === undefined || first.differ === 0) return null;
  const path = run.paths[first.path]!;
  const where =
    path.conditions.length === 0 ? html`In every case` : html`Where ${ruleText(run, path)}`;
  const mine = rows.filter((row) => row.path === first.path && row.differs);
  return html`<p class="measure worst">
    ${where}, ${clashWords(run, first, mine, setWords(set))}
    ${path.deferredFrom === null ? null : html` This path asks the teacher, whose answer is used.`}
    ${chanceWords(first, worst.length)}
  </p>`;
}

function clashWords(
  run: LoadedRun,
  { rows: n, differ, share, path }: Trust,
  mine: readonly HeldOutRow[],
  what: string,
): Html {
  const own = ownMark(run.manifest, run.paths[path]!);
  const figure = figureText(share, 'agreement');
  if (run.manifest.task === 'regression') {
    const above = mine.filter((row) => sideOf(row) === 'above').length;
    return html`the student says ${own}, and the teacher’s answers ${differWords(run.manifest)} from
    it on ${grouped(differ)} of ${counted(n, what.slice(0, -1), what)}, ${figure}: the student is
    above on ${grouped(above)}, below on ${grouped(differ - above)}.`;
  }
  const [top, count] = mostFrequent(mine.map((row) => row.teacher));
  const other = className(run.manifest, run.manifest.classes[top]!, null);
  const inAll =
    count === differ ? figure : html`in all they differ on ${grouped(differ)}, ${figure}`;
  return html`the student says ${own} and the teacher ${other} on ${grouped(count)} of
  ${counted(n, what.slice(0, -1), what)}${count === differ ? ', ' : '; '}${inAll}.`;
}

function mostFrequent(values: readonly number[]): [value: number, count: number] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((top, one) => (one[1] > top[1] ? one : top));
}

/** Whether the worst of so many paths may be the worst by chance. */
function chanceWords({ beyondChance, elsewhere }: Trust, looks: number): Html | null {
  if (elsewhere === null) return null;
  const rest = html` On the other paths it is ${percent(elsewhere)}`;
  return beyondChance
    ? html`${rest}: more than chance explains, also with ${looks} paths looked at.`
    : html`${rest}; with ${looks} paths looked at, chance may explain that.`;
}

function pathRow(
  site: Site,
  run: LoadedRun,
  { path: index, rows, differ, share }: Trust,
  address: (cell: Partial<RowQuery>) => string,
): Html {
  const path = run.paths[index]!;
  const none = { student: null, teacher: null, side: '', rows: '' } as const;
  return html`<tr>
    <th scope="row">
      <a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${index + 1}</a>
    </th>
    <td>${ruleClauses(run, path)}</td>
    <td>${decisionMark(run.manifest, path)}</td>
    <td class="number">${grouped(rows)}</td>
    <td class="number">
      ${
        differ === 0
          ? '0'
          : html`<a href="${address({ ...none, leaf: path.leaf })}"
              >${grouped(differ)}<span class="visually-hidden"> rows of path ${index + 1}</span></a
            >`
      }
    </td>
    <td>${whiskerCell(share, 'no rows')}</td>
  </tr>`;
}
