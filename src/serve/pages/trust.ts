import type { PathRecord } from '../../core/run.ts';
import { counted, figureText, grouped, percent } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import {
  looksAt,
  shareElsewhere,
  tallyOf,
  totalOf,
  trustOf,
  worstFirst,
  type Trust,
} from '../../core/path-trust.ts';
import { agreeWords } from '../../report/deferral-words.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { HeldOutRow } from '../held-out-rows.ts';
import { href, withQuery, type Site } from '../site.ts';
import { farthestWords } from './distance.ts';
import { namedPath, pathLink } from './path-link.ts';

/** Paths without held-out rows that are named. */
const NAMED = 3;

/**
 * The paths that are trusted least, on held-out rows and on fresh queries, and why; for the overview.
 * `rows` are wanted where the tolerance tells no path from another.
 */
export function trustSentences(site: Site, run: LoadedRun, rows: readonly HeldOutRow[]): Html {
  return html`${leastSentence(site, run, rows)} ${freshSentence(site, run)}
  ${unseenSentence(site, run)}`;
}

function leastSentence(site: Site, run: LoadedRun, rows: readonly HeldOutRow[]): Html | null {
  const all = trustOf(run.paths.map(({ fidelity }) => tallyOf(fidelity)));
  const [worst] = worstFirst(all);
  if (worst === undefined || worst.elsewhere === null) return null;
  if (worst.differ === 0) {
    return html`<p class="measure">
      No path is trusted less than another: the tree ${agreeWords(run.manifest)} on every held-out
      row. ${farthestWords(site, run, rows)}
    </p>`;
  }
  const path = run.paths[worst.path]!;
  return html`<p class="measure">
    ${namedPath(site, run, path)} is trusted least: the tree ${agreeWords(run.manifest)} on
    ${grouped(worst.rows - worst.differ)} of ${counted(worst.rows, 'held-out row')} there,
    ${figureText(path.fidelity, 'agreement')}, and on ${percent(1 - worst.elsewhere)} of the
    others${chanceEnd(worst, looksAt(all))}
  </p>`;
}

function chanceEnd({ beyondChance }: Trust, looks: number): string {
  return beyondChance
    ? `: less than chance explains, also with ${looks} paths looked at together.`
    : `; with ${looks} paths looked at together, chance may explain that.`;
}

/** The path that falls shortest on fresh queries, where that is beyond chance. */
function freshSentence(site: Site, run: LoadedRun): Html | null {
  const [worst] = run.paths
    .filter(({ flags }) => flags.includes('low-fresh-fidelity'))
    .toSorted((a, b) => a.freshFidelity.high! - b.freshFidelity.high!);
  if (worst === undefined) return null;
  const tallies = run.paths.map(({ freshFidelity }) => tallyOf(freshFidelity));
  const own = tallyOf(worst.freshFidelity);
  const elsewhere = shareElsewhere(own, totalOf(tallies))!;
  return html`<p class="measure">
    On fresh queries (rows drawn in the region of a path and answered by the teacher)
    ${namedPath(site, run, worst, 'path')} is trusted least: the tree ${agreeWords(run.manifest)} on
    ${grouped(own.rows - own.differ)} of ${grouped(own.rows)} there,
    ${figureText(worst.freshFidelity, 'agreement')}, and on ${percent(1 - elsewhere)} of those on
    other paths: less than chance explains, also with ${looksAt(tallies)} paths looked at together.
  </p>`;
}

/** What fresh queries say of the paths that no held-out row reached; the lowest first. */
function unseenSentence(site: Site, run: LoadedRun): Html | null {
  const unseen = run.paths.filter(({ fidelity }) => fidelity.n === 0);
  if (unseen.length === 0) return null;
  const asked = unseen
    .filter(({ freshFidelity }) => freshFidelity.n > 0)
    .toSorted((a, b) => a.freshFidelity.value! - b.freshFidelity.value!);
  const address = withQuery(href(site, 'runs', run.id, 'paths'), {
    flag: 'no-real-rows',
    sort: 'fresh',
  });
  const has = unseen.length === 1 ? 'has' : 'have';
  const silent = unseen.length - asked.length;
  return html`<p class="measure">
    <a href="${address}">${counted(unseen.length, 'path')}</a> ${has} no held-out row.
    ${
      asked.length === 0
        ? null
        : html`On rows drawn there and answered by the teacher (fresh queries) the tree
          ${agreeWords(run.manifest)} on ${freshFigures(site, run, asked)}.`
    }
    ${silent === 0 ? null : `Of ${counted(silent, 'path')} nothing is measured at all.`}
  </p>`;
}

function freshFigures(site: Site, run: LoadedRun, asked: readonly PathRecord[]): Html {
  const queries = asked.reduce((sum, { freshFidelity }) => sum + freshFidelity.n, 0);
  if (asked[0]!.freshFidelity.value === 1) return html`every one of ${grouped(queries)}`;
  const figures = asked
    .slice(0, NAMED)
    .map(
      (path, i) =>
        html`${i === 0 ? null : ', '}${figureText(path.freshFidelity, 'agreement')} of
        ${grouped(path.freshFidelity.n)} on ${pathLink(site, run, path, 'path')}`,
    );
  return html`${figures}${restWords(asked)}`;
}

/** How the paths that are not named fare: none is below the next one. */
function restWords(asked: readonly PathRecord[]): string {
  const next = asked[NAMED];
  if (next === undefined) return '';
  const least =
    next.freshFidelity.value === 1 ? 'all' : `${percent(next.freshFidelity.value)} or more`;
  return `, and on ${least} on the other ${grouped(asked.length - NAMED)}`;
}
