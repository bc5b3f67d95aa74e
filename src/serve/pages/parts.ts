import type { Condition } from '../../core/box.ts';
import type { Figure } from '../../core/interval.ts';
import type { PathRecord, RunDocument } from '../../core/run.ts';
import type { Feature } from '../../core/table.ts';
import { visible } from '../../core/text.ts';
import { conditionWords } from '../../core/words.ts';
import { intervalText, measure, rounded, type FidelityKind } from '../../draw/format.ts';
import { ASK_TEACHER } from '../../draw/labels.ts';
import { classChip, classStyles, DEFER_STYLE } from '../../draw/palette.ts';
import { whiskerScene } from '../../draw/ruler.ts';
import { drawing, html, type Html } from '../html.ts';

/** The attribute that hides an element, where it is to be hidden. */
export function hiddenWhen(hidden: boolean): Html | null {
  return hidden ? html`hidden` : null;
}

/** A figure with its interval and the rows behind it, or why there is none. */
export function figureCell(figure: Figure, kind: FidelityKind, unmeasured = 'not measured'): Html {
  if (figure.value === null) return html`<span class="quiet">${unmeasured}</span>`;
  const interval = intervalText(figure, kind);
  return html`<span class="figure"
    >${measure(figure.value, kind)}${
      interval === '' ? null : html` <span class="interval">${interval}</span>`
    }</span
  >`;
}

/** A number in the units of the target with its interval. */
export function numberCell({ value, low, high }: Figure): Html {
  const interval = low === null || high === null ? '' : `${rounded(low, 4)} to ${rounded(high, 4)}`;
  return html`<span class="figure"
    >${rounded(value, 4)} <span class="interval">${interval}</span></span
  >`;
}

/** A share with its interval drawn beside the numbers. */
export function whiskerCell(figure: Figure, unmeasured: string): Html {
  if (figure.value === null) return html`<span class="quiet">${unmeasured}</span>`;
  return html`<span class="whisker-pair"
    >${drawing(whiskerScene(figure))} ${figureCell(figure, 'agreement')}</span
  >`;
}

/** What a path (or a case on it) comes to. */
type Answered = Pick<PathRecord, 'decision' | 'deferredFrom' | 'value'>;

/** `Status is` and the decision with its mark, or that the teacher is asked: a path in one line. */
export function verdict(manifest: RunDocument, answered: Answered): Html {
  return answered.deferredFrom === null
    ? html`${manifest.target} is ${ownMark(manifest, answered)}`
    : html`${manifest.target}: ${deferMark()}`;
}

/** What the path decides with its mark; where it asks the teacher, also what it would decide. */
export function decisionMark(manifest: RunDocument, path: Answered): Html {
  const own = ownMark(manifest, path);
  return path.deferredFrom === null
    ? own
    : html`${deferMark()} <span class="quiet">would be</span> ${own}`;
}

/** The decision with its mark, deferred or not: the class, or the number the path answers. */
export function ownMark(manifest: RunDocument, { decision, deferredFrom, value }: Answered): Html {
  return className(manifest, deferredFrom ?? decision, value[0] ?? null);
}

/** The mark of a path that does not decide. */
export function deferMark(): Html {
  return html`<span class="decision">${drawing(classChip(DEFER_STYLE))} ${ASK_TEACHER}</span>`;
}

/** A class name with its mark; for regression the number itself. */
export function className(manifest: RunDocument, name: string, number: number | null): Html {
  if (manifest.task === 'regression') {
    return html`<span class="decision exact">${rounded(number, 5)}</span>`;
  }
  const style = classStyles(manifest.classes)[manifest.classes.indexOf(name)];
  return html`<span class="decision"
    >${style === undefined ? null : drawing(classChip(style))} ${name}</span
  >`;
}

/** What has the features that a rule names. */
interface WithFeatures {
  readonly model: { readonly features: readonly Feature[] };
}

/** A rule with the names of its features set off: "always" where it has no condition. */
export function ruleClauses(
  of: WithFeatures,
  { conditions }: { readonly conditions: readonly Condition[] },
): Html {
  if (conditions.length === 0) return html`<span>always</span>`;
  return html`<ul class="clauses">
    ${conditions.map((condition) => html`<li>${clauseOf(of, condition)}</li>`)}
  </ul>`;
}

/** A condition in words, its feature set off, and said to be protected where it is. */
export function clauseOf({ model }: WithFeatures, condition: Condition): Html {
  const feature = model.features.find((one) => one.name === condition.feature);
  const name = visible(condition.feature);
  const words = conditionWords(condition, feature).slice(name.length);
  return html`<b>${name}</b>${protectedMark(feature)}${words}`;
}

/** ` (protected)` after the name of a protected feature. */
export function protectedMark(feature: Pick<Feature, 'protected'> | undefined): Html | null {
  if (feature?.protected !== true) return null;
  return html` <span class="quiet">(protected)</span>`;
}

/** A column of a table: its heading, and how it is set. An empty heading heads nothing. */
export type Column = readonly [heading: Html | string, look?: 'number' | 'optional' | 'sentence'];

/** A table that scrolls by itself where it is wider than the page, also by keyboard. */
export function scrollTable(
  label: string,
  columns: readonly Column[],
  rows: readonly Html[],
  look = '',
): Html {
  const headings = columns.map(([heading, kind]) =>
    heading === '' ? html`<td></td>` : html`<th scope="col" class="${kind ?? ''}">${heading}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table class="${look}">
      <thead>
        <tr>
          ${headings}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** One term and its text in a list of facts. */
export function fact(term: string, text: Html | string | number): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${text}</dd>
  </div>`;
}

/** `Within 0.4 of the teacher`: what counts as agreement for numbers. */
export function toleranceWords({ metrics }: RunDocument): string {
  const { tolerance } = metrics.withinTolerance;
  return `Within ${tolerance === null ? 'tolerance' : rounded(tolerance)} of the teacher`;
}

/** What the run's paths are, which depends on who decides. */
export function roleWords(role: RunDocument['role']): { title: string; text: string } {
  return role === 'decides'
    ? {
        title: 'This tree decides',
        text: 'The student replaces its teacher. The path a case takes is the reason for its decision.',
      }
    : {
        title: 'The teacher decides; this tree describes it',
        text: 'A path is a description of what the teacher usually does. It is not the teacher’s own reason, and must not be given as the reason for a decision.',
      };
}
