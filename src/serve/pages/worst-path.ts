import { figureText, grouped, percent, rounded } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import type { RowQuery } from '../contract-rows.ts';
import type { HeldOutRow } from '../held-out-rows.ts';
import type { Trust } from '../../core/path-trust.ts';
import { sideOf } from '../select-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { className, ownMark } from './parts.ts';
import { countedRows } from './row-words.ts';
import { ruleText } from './rule-text.ts';

/** The worst path as a sentence: where, who says what, how often, and whether that may be chance. */
export function worstSentence(
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
    ${where}, ${clashWords(run, first, mine, set)}
    ${path.deferredFrom === null ? null : html` This path asks the teacher, whose answer is used.`}
    ${chanceWords(first, worst.length)}
  </p>`;
}

function clashWords(
  run: LoadedRun,
  { rows: n, differ, share, path }: Trust,
  mine: readonly HeldOutRow[],
  set: RowQuery['set'],
): Html {
  const own = ownMark(run.manifest, run.paths[path]!);
  const figure = figureText(share, 'agreement');
  if (run.manifest.task === 'regression') {
    const above = mine.filter((row) => sideOf(row) === 'above').length;
    const tolerance = rounded(run.manifest.metrics.withinTolerance.tolerance);
    return html`the student says ${own}, and the teacher’s answers lie more than ${tolerance} from
    it on ${grouped(differ)} of ${countedRows(n, set)}, ${figure}: the student is above on
    ${grouped(above)}, below on ${grouped(differ - above)}.`;
  }
  const [top, count] = mostFrequent(mine.map((row) => row.teacher));
  const other = className(run.manifest, run.manifest.classes[top]!, null);
  const inAll =
    count === differ ? figure : html`in all they differ on ${grouped(differ)}, ${figure}`;
  return html`the student says ${own} and the teacher ${other} on ${grouped(count)} of
  ${countedRows(n, set)}${count === differ ? ', ' : '; '}${inAll}.`;
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
