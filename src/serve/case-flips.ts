import { askedIndices } from '../core/asked.ts';
import { fixedFeatures, flipsOf, type Flip } from '../core/flips.ts';
import { outcomesFrom, slackOf } from '../core/slack.ts';
import type { Spreads } from '../core/spread.ts';
import { isMissing } from '../core/table.ts';
import { leafOf } from '../core/tree.ts';
import { valueWords } from '../core/words.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type { CaseFlip, CaseSlack, TeacherAnswer } from './contract-case.ts';
import { allowedWords } from './value-words.ts';

/** What a person says about how a case may change. */
export interface Wishes {
  readonly spreads: Spreads;
  /** Features to leave as they are, besides those that nobody can change. */
  readonly keep: ReadonlySet<number>;
  /** Whether a missing value may be given, and a value become missing. */
  readonly missingToo: boolean;
}

/** The nearest changes that are told. */
export const MOST_FLIPS = 3;

/** Those that are put to the teacher, in search of one to which it agrees. */
const MOST_ASKED = 50;

/** The difference between two numbers that still counts as the same answer. */
export function toleranceOf({ manifest }: LoadedRun): number {
  return manifest.metrics.withinTolerance.tolerance ?? 0;
}

/** The nearest changes that give a case another decision. */
export function nearestFlips(
  run: LoadedRun,
  values: readonly number[],
  wishes: Omit<Wishes, 'missingToo'> & { readonly missingToo: boolean | 'fill' },
  most = MOST_ASKED,
): Flip[] {
  const { model } = run;
  const own = leafOf(model.tree, (feature) => values[feature]!);
  return flipsOf(model, values, {
    ...wishes,
    locked: new Set([...fixedFeatures(model.features), ...wishes.keep]),
    outcomeOf: outcomesFrom(model, own, toleranceOf(run)),
    most,
  });
}

/**
 * What changes of missing values would add where they were not asked for: the nearest of all
 * changes, if it gives a missing value; where nothing else flips the case, one to missing as well.
 */
export function missingFlip(
  run: LoadedRun,
  values: readonly number[],
  wishes: Wishes,
  found: readonly Flip[],
): Flip | null {
  if (wishes.missingToo) return null;
  const [filled] = nearestFlips(run, values, { ...wishes, missingToo: 'fill' }, 1);
  const fills = filled?.changes.some(({ feature }) =>
    isMissing(run.model.features[feature]!, values[feature]!),
  );
  if (fills === true && isNearer(filled!, found[0])) return filled!;
  if (found.length > 0) return null;
  return nearestFlips(run, values, { ...wishes, missingToo: true }, 1)[0] ?? null;
}

/** Whether a flip takes fewer changes than another, or as many and smaller ones. */
function isNearer(one: Flip, other: Flip | undefined): boolean {
  if (other === undefined) return true;
  const fewer = one.changes.length - other.changes.length;
  return fewer < 0 || (fewer === 0 && one.distance < other.distance);
}

/** The case as a flip changes it. */
export function changedValues(values: readonly number[], { changes }: Flip): number[] {
  const next = [...values];
  for (const { feature, to } of changes) next[feature] = to;
  return next;
}

/** A flip in words, with what the teacher makes of the changed case. */
export function flipWords(
  run: LoadedRun,
  values: readonly number[],
  flip: Flip,
  teacher: TeacherAnswer | null,
): CaseFlip {
  const record = run.paths.find(({ leaf }) => leaf === flip.leaf)!;
  const { decision, deferredFrom, value, leaf, id } = record;
  const changes = flip.changes.map(({ feature, to, bound }) => {
    const one = run.model.features[feature]!;
    return {
      feature: one.name,
      from: valueWords(one, values[feature]!),
      to: valueWords(one, to),
      allowed: allowedWords(one, bound),
    };
  });
  const agrees = teacher === null ? null : agreesWith(run, record, teacher);
  return { decision, deferredFrom, value, leaf, pathId: id, changes, teacher, agrees };
}

/** Whether the teacher answers what the tree does; `null` where the tree leaves it to the teacher. */
export function agreesWith(
  run: LoadedRun,
  tree: Pick<CaseFlip, 'decision' | 'deferredFrom' | 'value'>,
  teacher: TeacherAnswer,
): boolean | null {
  if (tree.deferredFrom !== null) return null;
  if (run.model.task === 'classification') return teacher.decision === tree.decision;
  return Math.abs(teacher.value[0]! - tree.value[0]!) <= toleranceOf(run);
}

/** How far each value that the tree asks about may move alone. */
export function slacksOf(run: LoadedRun, values: readonly number[]): CaseSlack[] {
  const { model } = run;
  const own = leafOf(model.tree, (feature) => values[feature]!);
  const outcomeOf = outcomesFrom(model, own, toleranceOf(run));
  return [...askedIndices(model)].map((f) => {
    const feature = model.features[f]!;
    const slack = slackOf(model, values, f, outcomeOf);
    const value = Number.isFinite(values[f]) ? values[f]! : null;
    const shared = { feature: feature.name, now: valueWords(feature, values[f]!) };
    const { missing } = slack;
    if (slack.kind === 'categorical') {
      return { ...shared, value: null, intervals: null, categories: slack.keeps, missing };
    }
    const intervals = slack.keeps.map(({ low, high }) => ({
      over: Number.isFinite(low) ? low : null,
      upTo: Number.isFinite(high) ? high : null,
    }));
    return { ...shared, value, intervals, categories: null, missing };
  });
}
