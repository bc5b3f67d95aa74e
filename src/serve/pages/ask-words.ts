import { DEFER } from '../../core/tree.ts';
import { listWords, visible } from '../../core/text.ts';
import { counted, grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { AskAnswer } from '../contract-ask.ts';
import { html, type Html } from '../html.ts';
import { className } from './parts.ts';

/** The answer to a question in a sentence: what the tree does, and no more than that. */
export function answerSentence(run: LoadedRun, answer: AskAnswer): Html {
  const { where, want, total, taken, paths } = answer;
  const cases = where === null ? 'A case' : `A case where ${where}`;
  if (taken === 0) {
    return html`<strong>There is no such case:</strong> nothing can meet all of this at once.`;
  }
  if (want === null) {
    return html`${cases} can take <strong>${grouped(taken)} of ${counted(total, 'path')}</strong>.`;
  }
  const decided = outcomeOf(run, answer);
  if (paths.length === 0) return never(answer, decided);
  if (paths.length === taken) {
    return html`<strong>Always.</strong> ${cases} is ${decided}, whatever else it is, by
      ${counted(paths.length, 'path')}.`;
  }
  return html`<strong>Yes.</strong> ${cases} can be ${decided}: by ${grouped(paths.length)} of the
    ${counted(taken, 'path')} that such cases take.${askingToo(answer)}`;
}

function never({ where, taken, deferred }: AskAnswer, decided: Html): Html {
  const cases = where === null ? 'No case' : `No case where ${where}`;
  if (deferred === 0) {
    return html`<strong>No.</strong> ${cases} is ever ${decided}. This holds for every such case,
      seen or not.`;
  }
  return html`<strong>Not by the tree itself.</strong> ${cases} is ${decided}, but on
    ${grouped(deferred)} of the ${counted(taken, 'path')} that such cases take the tree asks its
    teacher, which may answer so.`;
}

function askingToo({ want, deferred }: AskAnswer): string {
  if (deferred === 0 || want === DEFER) return '';
  return ` On ${grouped(deferred)} more the tree asks its teacher, which may answer so too.`;
}

/** `decided good`; of a tree that only describes its teacher: `answered good by the tree`. */
function outcomeOf({ manifest }: LoadedRun, { want, role }: AskAnswer): Html {
  const isClass = manifest.classes.includes(want!);
  if (!isClass) return html`left to the teacher`;
  const name = className(manifest, want!, null);
  return role === 'decides' ? html`decided ${name}` : html`answered ${name} by the tree`;
}

/** `The tree never asks Age or Debt`, and what follows; nothing where it asks about all of them. */
export function unaskedWords({ unasked }: AskAnswer): string | null {
  if (unasked.length === 0) return null;
  const names = listWords(unasked.map(visible), 'or');
  const values = unasked.length === 1 ? 'its value changes' : 'their values change';
  return `The tree never asks ${names}: ${values} nothing.`;
}

/** How many held-out rows are such cases, and over what numbers the question was put. */
export function evidenceWords({ rows, uncounted, paths, where, whole }: AskAnswer): string {
  const over =
    whole.length === 0
      ? ''
      : ` ${listWords(whole.map(visible), 'and')} ${whole.length === 1 ? 'is' : 'are'} taken in whole numbers: neither training nor held-out rows hold others.`;
  if (rows === null) return `${uncounted}${over}`;
  const own = paths.reduce((sum, path) => sum + (path.rows ?? 0), 0);
  const all =
    where === null
      ? counted(rows, 'held-out row')
      : counted(rows, 'held-out row of this kind', 'held-out rows of this kind');
  return `${grouped(own)} of ${all} took ${paths.length === 1 ? 'this path' : 'these paths'}.${over}`;
}
