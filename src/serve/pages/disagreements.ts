import { counted, figureText, grouped } from '../../draw/format.ts';
import { ASK_TEACHER } from '../../draw/labels.ts';
import { html, type Html } from '../html.ts';
import type { RowQuery } from '../contract-rows.ts';
import { ofSet, type HeldOut, type HeldOutRow } from '../held-out-rows.ts';
import { classMatrix, differing, sideMatrix } from '../select-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { runHref, type Site } from '../site.ts';
import { matrixTable, sideTable } from './disagreement-matrix.ts';
import { rowsSection } from './disagreement-rows.ts';
import { byPathSection } from './disagreements-by-path.ts';
import { agreeSentence, countedRows, differWords } from './row-words.ts';
import { setChoice } from './set-choice.ts';
import { shell } from './shell.ts';

/** `/runs/:run/disagreements`: student against teacher on the rows nobody was trained on. */
export function disagreementsPage(
  site: Site,
  run: LoadedRun,
  heldOut: HeldOut,
  query: RowQuery,
  hasSwap: boolean,
): Html {
  const base = ofSet(heldOut, query.set).rows;
  const swap = runHref(site, run, 'swap-set', { set: query.set });
  const address = (cell: Partial<RowQuery>): string =>
    `${runHref(site, run, 'disagreements', { ...query, page: null, ...cell })}#rows`;
  const body = html`<h1>Disagreements</h1>
    <p class="lead">
      Student and teacher on the real rows held back from training: where they
      ${differWords(run.manifest)}, and who is nearer the truth.
    </p>
    ${setChoice(site, run, 'disagreements', heldOut, query)}
    ${summarySection(run, base, query, hasSwap ? swap : null)}
    ${matrixSection(run, base, query, address)}
    ${base.length === 0 ? null : byPathSection(site, run, base, query, address)}
    ${rowsSection(site, run, heldOut, { base, query, address })}`;
  const title = `Disagreements of ${run.id}`;
  return shell(site, { title, run, tab: 'disagreements', body });
}

function summarySection(
  run: LoadedRun,
  base: readonly HeldOutRow[],
  { set }: RowQuery,
  swap: string | null,
): Html {
  const differ = base.filter((row) => row.differs);
  return html`<section aria-labelledby="how-often">
    <h2 id="how-often">How often</h2>
    ${
      differ.length === 0
        ? html`<p class="measure">${agreeSentence(run.manifest, base.length, set)}</p>`
        : html`<p class="measure">
            They ${differWords(run.manifest)} on ${grouped(differ.length)} of
            ${countedRows(base.length, set)}, ${figureText(differing(base), 'agreement')}.
            ${rightWords(run, differ)} ${twinWords(differ, run)}
          </p>`
    }
    ${deferWords(run, base)}
    ${
      swap !== null && run.manifest.classes.length === 2
        ? html`<p>
            <a href="${swap}"
              >Who gains and who loses
              ${run.manifest.role === 'decides' ? 'with the tree' : 'if the tree decided'}</a
            >
          </p>`
        : null
    }
  </section>`;
}

/** Who is right where they differ; of numbers, who is nearer. */
function rightWords({ manifest }: LoadedRun, differ: readonly HeldOutRow[]): string {
  const count = (holds: (row: HeldOutRow) => boolean): number => differ.filter(holds).length;
  if (manifest.task === 'regression') {
    const off = (row: HeldOutRow, answer: number): number => Math.abs(row.truth - answer);
    const student = count((row) => off(row, row.student) < off(row, row.teacher));
    return `On ${grouped(student)} of these the student is nearer to the truth, on ${grouped(differ.length - student)} the teacher is at least as near.`;
  }
  const student = count((row) => row.student === row.truth);
  const teacher = count((row) => row.teacher === row.truth);
  const neither = differ.length - student - teacher;
  const rest = neither === 0 ? '' : `, neither on ${grouped(neither)}`;
  return `On ${grouped(student)} of these the student is right, on ${grouped(teacher)} the teacher${rest}.`;
}

/** How many of the differences a second teacher shares: those are not the student's alone. */
function twinWords(differ: readonly HeldOutRow[], { manifest }: LoadedRun): string {
  if (differ.every(({ twin }) => twin === null)) return '';
  const { tolerance } = manifest.metrics.withinTolerance;
  const sides = differ.filter(({ twin, student }) =>
    tolerance === null ? twin === student : Math.abs(twin! - student) <= tolerance,
  );
  return `A second teacher, grown from another seed, sides with the student on ${grouped(sides.length)}.`;
}

/** Rows on paths that do not answer count by what the tree would say. */
function deferWords(run: LoadedRun, base: readonly HeldOutRow[]): Html | null {
  const asks = base.filter(({ path }) => run.paths[path]!.deferredFrom !== null);
  if (!run.paths.some(({ deferredFrom }) => deferredFrom !== null)) return null;
  const differ = asks.filter((row) => row.differs).length;
  return html`<p class="measure">
    ${counted(asks.length, 'row lies', 'rows lie')} on paths that ${ASK_TEACHER}, ${grouped(differ)}
    of the disagreements among them. They count here by what the tree would say; in use the
    teacher’s answer is taken there, so these do no harm.
  </p>`;
}

function matrixSection(
  run: LoadedRun,
  base: readonly HeldOutRow[],
  query: RowQuery,
  address: (cell: Partial<RowQuery>) => string,
): Html | null {
  if (base.length === 0) return null;
  const { manifest } = run;
  const heading = `The ${countedRows(base.length, query.set)}`;
  if (manifest.task === 'regression') {
    return html`<section aria-labelledby="matrix">
      <h2 id="matrix">Above and below</h2>
      <p class="quiet">
        ${heading} by where the student’s number lies; each count leads to its rows
      </p>
      ${sideTable(manifest, sideMatrix(base), query, address)}
    </section>`;
  }
  return html`<section aria-labelledby="matrix">
    <h2 id="matrix">Class by class</h2>
    <p class="quiet">
      ${heading} by the student’s decision (down) and the teacher’s (across); each count leads to
      its rows
    </p>
    ${matrixTable(manifest, classMatrix(base, manifest.classes.length), query, address)}
  </section>`;
}
