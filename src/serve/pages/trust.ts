import type { PathRecord } from '../../core/run.ts';
import { counted, figureText, grouped, percent } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import { looksAt, tallyOf, trustOf, worstFirst, type Trust } from '../../core/path-trust.ts';
import { agreeWords } from '../../report/deferral-words.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { HeldOutRow } from '../held-out-rows.ts';
import { perRun } from '../per-run.ts';
import { runHref, type Site } from '../site.ts';
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
  const all = heldOutTrust(run);
  const [worst] = worstAnswering(run, all);
  if (worst === undefined || worst.elsewhere === null) return null;
  if (worst.differ === 0) {
    const whole = all.every(({ differ }) => differ === 0);
    return html`<p class="measure">
      No path is trusted less than another: the tree ${agreeWords(run.manifest)} on every held-out
      row${whole ? html`. ${farthestWords(site, run, rows)}` : ' that it answers.'}
    </p>`;
  }
  return html`<p class="measure">
    ${namedPath(site, run, run.paths[worst.path]!)} is trusted least: the tree
    ${agreeWords(run.manifest)} on ${grouped(worst.rows - worst.differ)} of
    ${counted(worst.rows, 'held-out row')} there, ${agreementText(worst)}, and on
    ${percent(1 - worst.elsewhere)} of the others${chanceEnd(worst, looksAt(all))}
  </p>`;
}

/** The paths on which the tree itself answers, the one first that is shown to differ most. */
function worstAnswering({ paths }: LoadedRun, all: readonly Trust[]): Trust[] {
  return worstFirst(all).filter(({ path }) => paths[path]!.deferredFrom === null);
}

/** `44.9% (25.0% to 66.1%)`: agreement, with the interval that holds for all paths at once. */
function agreementText({ share: { value, low, high, n } }: Trust): string {
  return figureText({ value: 1 - value!, low: 1 - high!, high: 1 - low!, n }, 'agreement');
}

function chanceEnd({ beyondChance }: Trust, looks: number): string {
  return beyondChance
    ? `: lower than chance would explain, also with ${looks} paths looked at together.`
    : `; with ${looks} paths looked at together, chance may explain that.`;
}

/** The path that falls shortest on fresh queries, where that is beyond chance. */
function freshSentence(site: Site, run: LoadedRun): Html | null {
  const all = freshTrust(run);
  const worst = worstAnswering(run, all).find(({ beyondChance }) => beyondChance);
  if (worst === undefined) return null;
  return html`<p class="measure">
    On fresh queries (rows drawn in the region of a path and answered by the teacher)
    ${namedPath(site, run, run.paths[worst.path]!, 'path')} is trusted least: the tree
    ${agreeWords(run.manifest)} on ${grouped(worst.rows - worst.differ)} of ${grouped(worst.rows)}
    there, ${agreementText(worst)}, and on ${percent(1 - worst.elsewhere!)} of those on other
    paths${chanceEnd(worst, looksAt(all))}
  </p>`;
}

// Thousands of joint intervals take a second: they follow from the run alone.
const heldOutTrust = perRun(({ paths }) => trustOf(paths.map((path) => tallyOf(path.fidelity))));
const freshTrust = perRun(({ paths }) => trustOf(paths.map((path) => tallyOf(path.freshFidelity))));

/** What fresh queries say of the paths that no held-out row reached; the lowest first. */
function unseenSentence(site: Site, run: LoadedRun): Html | null {
  const unseen = run.paths.filter(({ fidelity }) => fidelity.n === 0);
  if (unseen.length === 0) return null;
  const asked = unseen
    .filter(({ freshFidelity }) => freshFidelity.n > 0)
    .toSorted((a, b) => a.freshFidelity.value! - b.freshFidelity.value!);
  const address = runHref(site, run, 'paths', {
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
  const all = freshTrust(run);
  const figures = asked
    .slice(0, NAMED)
    .map(
      (path, i) =>
        html`${i === 0 ? null : ', '}${agreementText(all[run.paths.indexOf(path)]!)} of the
        ${grouped(path.freshFidelity.n)} on ${pathLink(site, run, path, 'path')}`,
    );
  return html`${figures}${restWords(asked)}${widenedWords(looksAt(all))}`;
}

function widenedWords(looks: number): string {
  return looks === 1 ? '' : ` (intervals widened for looking at ${looks} paths at once)`;
}

/** How the paths that are not named fare: none is below the next one. */
function restWords(asked: readonly PathRecord[]): string {
  const next = asked[NAMED];
  if (next === undefined) return '';
  const least =
    next.freshFidelity.value === 1 ? 'all' : `${percent(next.freshFidelity.value)} or more`;
  return `, and on ${least} on the other ${grouped(asked.length - NAMED)}`;
}
