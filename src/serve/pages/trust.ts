import type { PathRecord } from '../../core/run.ts';
import { counted, grouped, percent } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import { heldOutRows } from '../contract.ts';
import { looksAt, trustOf, worstFirst, type Trust } from '../../core/path-trust.ts';
import { agreeWords } from '../../report/deferral-words.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, type Site } from '../site.ts';
import { verdict } from './parts.ts';

/** Rows of a path, and how many the student does not answer as the teacher does. */
function tallyOf(path: PathRecord): { rows: number; differ: number } {
  const rows = heldOutRows(path);
  return { rows, differ: rows - Math.round((path.fidelity.value ?? 1) * rows) };
}

/** The path that is trusted least, and why, in a sentence; for the overview. */
export function trustSentence(site: Site, run: LoadedRun): Html | null {
  const all = trustOf(run.paths.map(tallyOf));
  const [worst] = worstFirst(all);
  if (worst === undefined || worst.elsewhere === null) return null;
  if (worst.differ === 0) {
    return html`<p class="measure">
      No path is trusted less than another: the tree ${agreeWords(run.manifest)} on every held-out
      row. ${unseenWords(all)}
    </p>`;
  }
  const path = run.paths[worst.path]!;
  return html`<p class="measure">
    <a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${worst.path + 1}</a>
    (${verdict(run.manifest, path)}) is trusted least: the tree ${agreeWords(run.manifest)} on
    ${grouped(worst.rows - worst.differ)} of ${counted(worst.rows, 'held-out row')} there, and on
    ${percent(1 - worst.elsewhere)} of the others${chanceEnd(worst, looksAt(all))}
    ${unseenWords(all)}
  </p>`;
}

function chanceEnd({ beyondChance }: Trust, looks: number): string {
  return beyondChance
    ? `: less than chance explains, also with ${looks} paths looked at together.`
    : `; with ${looks} paths looked at together, chance may explain that.`;
}

function unseenWords(all: readonly Trust[]): string {
  const unseen = all.filter(({ rows }) => rows === 0).length;
  if (unseen === 0) return '';
  return `Of ${counted(unseen, 'path')} without held-out rows nothing is measured.`;
}
