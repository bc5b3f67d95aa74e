import type { EqualityDocument, RunDocument } from '../core/run.ts';
import type { Figure } from '../core/interval.ts';
import { shorten, visible } from '../core/text.ts';
import { deferralSentence } from '../report/deferral-words.ts';
import { groupSentence } from '../report/group-words.ts';
import { figureWords, percentWords, r2Words } from '../report/words.ts';

/** Names of one type that are listed before the rest is counted. */
const MOST_NAMES = 10;

/** What a run found, for a person at a terminal who has never seen one. */
export function summaryText(
  run: RunDocument,
  equality: EqualityDocument,
  directory: string,
): string {
  const lines = [
    ...headline(run),
    '',
    ...columnLines(run),
    ...(run.fidelityKind === 'agreement' ? agreementLines(run) : r2Lines(run)),
    ...deferralLines(run),
    ...groupLines(run),
    ...settledLines(run),
    `  Code       predict.ts is the tree: ${proofWords(equality)}`,
    ...run.warnings.map(
      ({ code, message }, i) =>
        `  ${i === 0 ? 'Warnings ' : '         '}  ${code} ${visible(message)}`,
    ),
    '',
    `Written to ${visible(directory)}: read MODEL_CARD.md first; predict.ts is the function.`,
  ];
  return lines.join('\n');
}

function headline(run: RunDocument): string[] {
  const { data, teacher, student } = run;
  return [
    `${visible(data.file)}: ${data.rows} rows, target ${visible(run.target)} (${targetWords(run)}).`,
    `The teacher is ${visible(teacher.description)}.`,
    studentSentence(student),
  ];
}

function studentSentence({ leaves, depth }: RunDocument['student']): string {
  if (leaves === 1) return 'The student is a single leaf: it gives every row the same answer.';
  const questions = depth === 1 ? '1 question' : `${depth} questions`;
  return `The student is one tree of ${leaves} paths, each at most ${questions} long.`;
}

/** What was inferred: the features by type, and the columns that are none. */
function columnLines({ data }: RunDocument): string[] {
  const groups = new Map<string, string[]>();
  for (const { name, type, role } of data.columns) {
    if (role === 'target') continue;
    const group = role === 'feature' ? type : role;
    groups.set(group, [...(groups.get(group) ?? []), shorten(name, 30)]);
  }
  const lines = Array.from(groups, ([group, names]) => {
    const more = names.length > MOST_NAMES ? `, … ${names.length} in all` : '';
    return `${group}: ${names.slice(0, MOST_NAMES).join(', ')}${more}`;
  });
  return lines.map((line, i) => `  ${i === 0 ? 'Columns ' : '        '}   ${line}`);
}

function targetWords(run: RunDocument): string {
  if (run.task === 'regression') return 'a number';
  const shown = run.classes.slice(0, 5).map(visible).join(', ');
  return run.classes.length > 5 ? `${shown}, … ${run.classes.length} classes` : shown;
}

function agreementLines({ fidelity, majority, headroomClosed, accuracy }: RunDocument): string[] {
  return [
    `  Fidelity   the student answers like the teacher on ${figureWords(fidelity)};`,
    `             always giving the teacher's most frequent answer would on ${percentWords(majority.value)}, so ${headroomWords(headroomClosed)}`,
    `  Accuracy   teacher ${percentWords(accuracy.teacher.value)}, student ${percentWords(accuracy.student.value)}: ${percentWords(accuracy.retained.value)} retained`,
  ];
}

function headroomWords({ value }: Figure): string {
  return value === null
    ? 'there is no headroom to close'
    : `${percentWords(value)} of the headroom is closed`;
}

/** Whether another draw of synthetic rows gave another small tree. */
function settledLines({ augmentation: { settled, syntheticRows } }: RunDocument): string[] {
  if (settled === null) return [];
  const trees = `trees of three levels on two halves of the ${syntheticRows} synthetic rows`;
  return settled
    ? [`  Draw       settled: ${trees} ask nearly the same`]
    : [
        `  Draw       not settled: ${trees} ask different questions;`,
        '             espalier stability says how much that matters, --max-rows draws more',
      ];
}

const r2 = ({ value }: Figure): string => value?.toFixed(3) ?? 'not defined';

function r2Lines({ fidelity, metrics, accuracy }: RunDocument): string[] {
  const { tolerance, share } = metrics.withinTolerance;
  return [
    `  Fidelity   R² of the student to the teacher's answers is ${r2Words(fidelity)};`,
    `             ${percentWords(share.value)} of the rows are within ${tolerance?.toPrecision(3)} of the teacher`,
    `  Accuracy   R² to the truth: teacher ${r2(accuracy.teacher)}, student ${r2(accuracy.student)}`,
  ];
}

function deferralLines(run: RunDocument): string[] {
  const sentence = deferralSentence(run);
  return sentence === null ? [] : [`  Deferral   ${sentence}`];
}

function groupLines(run: RunDocument): string[] {
  return run.groups.map(
    (one, i) => `  ${i === 0 ? 'Groups  ' : '        '}   ${groupSentence(run, one)}`,
  );
}

function proofWords({ targets }: EqualityDocument): string {
  const all = Object.values(targets);
  const vectors = all.reduce((sum, target) => sum + target.vectors, 0);
  const mutants = all.reduce((sum, target) => sum + target.mutants.caught, 0);
  return `read back node for node, ${vectors} boundary vectors run, ${mutants} of ${mutants} planted faults caught`;
}
