import type { PathRecord } from '../../core/run.ts';
import { html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { clauseOf } from './parts.ts';

/** The rule of a path within a sentence, where no list can stand. */
export function ruleText(run: LoadedRun, path: PathRecord): Html {
  const clauses = path.conditions.map(
    (condition, i) => html`${i === 0 ? null : ', and '}${clauseOf(run, condition)}`,
  );
  return html`<span class="rule-text">${clauses}</span>`;
}
