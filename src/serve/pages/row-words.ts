import type { RunDocument } from '../../core/run.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { RowPage, RowQuery } from '../contract-rows.ts';
import { agreeWords } from '../../report/deferral-words.ts';
import { counted, grouped, percent, rounded } from '../../draw/format.ts';
import type { HeldOutRow } from '../held-out-rows.ts';
import { html, type Html } from '../html.ts';
import { isSelected, selectedName } from '../selection.ts';
import type { Site } from '../site.ts';

/** What it is to differ from the teacher: another class, or a number too far off. */
export function differWords({ task, metrics }: RunDocument): string {
  if (task === 'classification') return 'differ';
  return `lie more than ${rounded(metrics.withinTolerance.tolerance)} apart`;
}

/** The rows a page is about. */
export function setWords(set: RowQuery['set']): string {
  return set === '' ? 'held-out rows' : `${set} rows`;
}

/** What held-out rows are: said once on every page that takes select and test rows together. */
export function heldOutWords({ manifest, frontier }: LoadedRun): string {
  const { select, test } = manifest.data.split;
  const chose = frontier.pick.rule === 'given' ? '' : ', which chose the depth';
  return `Held-out rows are the ${counted(test, 'test row')} and the ${counted(select, 'select row')}${chose}.`;
}

/** What a leaf's value holds beside the teacher's answers; empty where it is only these. */
export function truthWords({ augmentation }: RunDocument): string {
  const { truthWeight } = augmentation;
  if (truthWeight === 0) return '';
  return `Of real training rows, the row’s own label counts for ${percent(truthWeight, 0)} in it.`;
}

/** `1,782 held-out rows`, `1 test row`. */
export function countedRows(n: number, set: RowQuery['set']): string {
  const many = setWords(set);
  return counted(n, many.slice(0, -1), many);
}

/** That the tree agrees with its teacher on all rows of a set. */
export function agreeSentence(manifest: RunDocument, n: number, set: RowQuery['set']): string {
  if (n === 0) return `The run keeps no ${setWords(set)}.`;
  return `The tree ${agreeWords(manifest)} on every one of the ${countedRows(n, set)}.`;
}

/** `52 of 1,782 held-out rows, 2.9%, page 1 of 2`. */
export function countWords({ matched, total, share, page, pages }: RowPage, what: string): Html {
  return html`${grouped(matched)} of ${grouped(total)} ${what},
  ${percent(share)}${pages === 1 ? null : html`, page ${page} of ${pages}`}`;
}

/** What is said of columns whose values a run does not keep. */
export function redactedNote(redacted: readonly string[]): Html | null {
  if (redacted.length === 0) return null;
  const names = redacted.map((name, i) => html`${i === 0 ? null : ', '}<b>${name}</b>`);
  return html`<p class="quiet">
    The run was written without the values of ${names}: they were redacted.
  </p>`;
}

/** ` 3 of them come to the selected path.`, and where those stand alone. */
export function selectedRowWords(
  site: Site,
  rows: readonly HeldOutRow[],
  alone?: (node: number) => string,
): Html | null {
  const { selected = null } = site;
  if (selected === null || rows.length === 0) return null;
  const n = rows.filter(({ path }) => isSelected(site, path)).length;
  const link =
    n === 0 || alone === undefined
      ? null
      : html` <a href="${alone(selected.node)}">Show these alone</a>`;
  return html`. ${n === 0 ? 'None' : grouped(n)} of them ${n > 1 ? 'come' : 'comes'} to
  ${selectedName(selected)}.${link}`;
}
