import { shorten, visible } from '../core/text.ts';
import type { StabilityLevel } from '../evaluate/stability-verdict.ts';
import type { SplitStability, StabilityDocument } from './stability.ts';

/** A question with many categories is cut to this many characters; the JSON has all of it. */
const QUESTION_LENGTH = 100;

type Found = Omit<StabilityDocument, 'verdict'>;

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;
const precise = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** The verdict for somebody who has to vouch for the tree: what it means for its reasons. */
export function verdictWords(found: Found, level: StabilityLevel): string {
  return [levelWords(found, level), reasonWords(found, level), answerWords(found)].join(' ');
}

function levelWords({ splits, thresholds }: Found, level: StabilityLevel): string {
  const root = splits[0]!;
  const least = percent(thresholds.recurs);
  if (root.feature === null) {
    const share = percent(root.sameSplit);
    return level === 'stable'
      ? `Stable: the tree asks nothing, and so do ${share} of the redraws.`
      : `Not stable: the tree asks nothing, but only ${share} of the redraws do the same (stable needs ${least}).`;
  }
  const first = `the first question (${visible(root.feature)})`;
  const below = splits.filter((split) => split !== root);
  const varying = below.filter(({ sameSplit }) => sameSplit < thresholds.recurs);
  switch (level) {
    case 'stable':
      return `Stable: every question of the first ${thresholds.levels} levels comes back at its place in at least ${least} of the redraws.`;
    case 'top-stable':
      return `The top is stable, the lower splits vary: ${first} comes back in ${percent(root.sameSplit)} of the redraws, but ${varying.length} of the ${below.length} questions on the next two levels come back in fewer than ${least}.`;
    case 'not-stable':
      return `Not stable: ${first} comes back in only ${percent(root.sameSplit)} of the redraws (stable needs ${least}).${movedWords(root, thresholds.recurs)}`;
  }
}

/** An unsteady split of a steady feature is better news than an unsteady feature. */
function movedWords({ sameFeature, featureOnTop }: SplitStability, least: number): string {
  if (sameFeature >= least)
    return ` ${percent(sameFeature)} ask the same feature first, at another limit.`;
  return featureOnTop >= least
    ? ` ${percent(featureOnTop)} ask that feature somewhere on their first three levels.`
    : '';
}

function reasonWords({ role, redrawn }: Found, level: StabilityLevel): string {
  const draw = redrawn === 'synthetic-rows' ? 'synthetic rows' : 'training rows';
  const stays =
    role === 'decides'
      ? 'The paths remain the true reasons of this tree’s own decisions, but'
      : 'The tree describes the teacher, and';
  switch (level) {
    case 'stable':
      return `Reasons that rest on these questions come from the teacher and the data, not from the chance of the draw.`;
    case 'top-stable':
      return `Reasons may be read off the questions that come back. ${stays} the others are one way among several to say the same: another draw of ${draw} would have given other reasons there.`;
    case 'not-stable':
      return `${stays} another draw of ${draw} would have given a tree with other reasons: do not present a path as the one reason behind an answer.`;
  }
}

function answerWords({ agreement }: Found): string {
  const { pairs, rows, tolerance } = agreement;
  const alike = tolerance === null ? 'the same' : `within ${tolerance.toPrecision(3)}`;
  return `Two redrawn trees answer ${alike} on ${precise(pairs.mean)} of ${rows} held-out rows on average (${precise(pairs.lowest)} to ${precise(pairs.highest)}).`;
}

/** The whole result for a person at a terminal. */
export function stabilityText(found: StabilityDocument): string {
  const { structures, draws, agreement, thresholds, splits } = found;
  const { mean, lowest, highest } = agreement.withRun;
  return [
    `${visible(found.run)}: ${methodWords(found)}`,
    '',
    ...splits.flatMap(splitLines),
    '',
    `A question comes back when the same feature is asked at the same place, and at most ${percent(thresholds.nearlySame)} of the training rows would be sent another way.`,
    `The first ${thresholds.levels} levels of the ${draws} redraws: ${counted(structures.byFeature, 'pattern')} of features, ${counted(structures.bySplit, 'pattern')} of questions.`,
    `The redraws answer like the run’s own tree on ${precise(mean)} of the held-out rows (${precise(lowest)} to ${precise(highest)}).`,
    '',
    found.verdict.words,
  ].join('\n');
}

const counted = (n: number, name: string): string => `${n} ${name}${n === 1 ? '' : 's'}`;

function methodWords({ draws, depth, redrawn, teacher }: StabilityDocument): string {
  const drawn =
    redrawn === 'synthetic-rows'
      ? 'synthetic rows drawn afresh'
      : 'the training rows drawn with replacement (this run has no synthetic rows)';
  const kept =
    teacher === 'kept'
      ? 'the teacher was kept: what another teacher would change is not in these figures'
      : 'the teacher was trained anew each time, with another seed';
  return `the student of depth ${depth} was fitted anew ${draws} times on ${drawn}; ${kept}.`;
}

function splitLines(split: SplitStability): string[] {
  const { place, question, sameFeature, sameSplit, asked, feature } = split;
  const others = asked.filter((other) => other.feature !== feature).slice(0, 3);
  const words = others.map(
    (other) =>
      `${other.feature === null ? 'nothing' : visible(other.feature)} ${percent(other.share)}`,
  );
  const shares = `comes back in ${percent(sameSplit)}, its feature in ${percent(sameFeature)}`;
  const instead = words.length === 0 ? '' : `; else ${words.join(', ')}`;
  return [
    `  ${place.padEnd(12)}${shorten(question ?? 'asks nothing', QUESTION_LENGTH)}`,
    `${' '.repeat(14)}${shares}${instead}`,
  ];
}
