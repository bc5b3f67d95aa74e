import type {
  FrontierDocument,
  PathFlag,
  PathRecord,
  RunDocument,
  RunRecord,
} from '../core/run.ts';
import { visible } from '../core/text.ts';
import { deferralSection, groupSections } from './card-sections.ts';
import { escapeMarkdown } from './markdown.ts';
import { figureWords, measureWords, percentWords, roleSentence, settledSentence } from './words.ts';

/** `MODEL_CARD.md` (after Mitchell et al. 2019): purpose, data, teacher, fidelity and limits. */
export function modelCard(
  run: RunRecord,
  frontier: FrontierDocument,
  paths: readonly PathRecord[],
): string {
  const sections = [
    `# Model card: ${escapeMarkdown(run.name)}`,
    purpose(run),
    fidelity(run),
    deferralSection(run),
    ...groupSections(run),
    dataSection(run),
    teacherSection(run),
    studentSection(run, frontier),
    limits(run, paths),
    `## Identity\n\n- Model hash (SHA-256 of tree.json): \`${run.modelHash}\`\n- Data hash: \`${run.data.sha256}\`\n- Made by espalier ${run.version}, seed ${run.seed}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

type Run = RunRecord;

function purpose(run: Run): string {
  const target = escapeMarkdown(run.target);
  const answers =
    run.task === 'classification'
      ? `one of ${run.classes.length} classes of **${target}**: ${run.classes.map(escapeMarkdown).join(', ')}`
      : `a number, **${target}**`;
  return `## Purpose and role\n\nOne decision tree that answers ${answers}. ${roleSentence(run)}`;
}

function fidelity(run: Run): string {
  const kind = run.fidelityKind;
  const headline =
    kind === 'agreement'
      ? `On test rows that chose nothing, student and teacher agree on ${figureWords(run.fidelity)}. Always giving the teacher's most frequent answer would agree on ${percentWords(run.majority.value)}.`
      : `On test rows that chose nothing, the student's R² to the teacher's answers is ${measureWords(run.fidelity, kind)}. ${toleranceSentence(run)}`;
  const lines = [
    `- Headroom closed: ${figureWords(run.headroomClosed)}`,
    ...(kind === 'agreement'
      ? [
          `- Balanced fidelity (mean over the teacher's classes): ${figureWords(run.balancedFidelity)}`,
          `- Cohen's kappa: ${run.metrics.kappa.value?.toFixed(3) ?? 'not defined'}`,
        ]
      : []),
    `- ${measureName(kind)} of the teacher against the truth: ${measureWords(run.accuracy.teacher, kind)}`,
    `- ${measureName(kind)} of the student against the truth: ${measureWords(run.accuracy.student, kind)}`,
    `- Share of the teacher's ${kind === 'agreement' ? 'accuracy' : 'R²'} retained: ${figureWords(run.accuracy.retained)}`,
    `- Agreement of two teachers that differ only in their seed: ${measureWords(run.twinAgreement, kind)}`,
  ];
  return `## Fidelity\n\n${headline}\n\n${lines.join('\n')}`;
}

const measureName = (kind: RunDocument['fidelityKind']): string =>
  kind === 'agreement' ? 'Accuracy' : 'R²';

function toleranceSentence(run: Run): string {
  const { tolerance, share } = run.metrics.withinTolerance;
  return `Within ${tolerance?.toPrecision(3)} of the teacher's answer: ${figureWords(share)}.`;
}

function dataSection({ data }: Run): string {
  const { split } = data;
  const features = data.columns.filter((column) => column.role === 'feature').length;
  const how =
    split.column === null ? split.kind : `${split.kind} by ${escapeMarkdown(split.column)}`;
  const without =
    data.rowsWithoutTarget > 0
      ? ` ${data.rowsWithoutTarget} of them have no target and were left out.`
      : '';
  return `## Data\n\n\`${visible(data.file).replaceAll('`', "'")}\`: ${data.rows} rows, ${features} features.${without} Split (${how}): ${split.train} rows to train, ${split.select} to choose the depth, ${split.test} to report.`;
}

function teacherSection(run: Run): string {
  const { teacher } = run;
  const leafSize =
    teacher.kind === 'forest'
      ? ` Its smallest leaf is ${teacher.settings['minLeaf']} rows: leaves of one row were measured to gain about a point of accuracy over seven data sets and to cost 2 to 16 points of fidelity at depth 4.`
      : '';
  const labels = teacher.outOfBag ? ' Its answers for its own training rows are out-of-bag.' : '';
  return `## Teacher\n\nThe teacher is ${escapeMarkdown(teacher.description)}.${leafSize}${labels}`;
}

function studentSection(run: Run, frontier: FrontierDocument): string {
  const { student, augmentation } = run;
  const rows =
    augmentation.method === 'none'
      ? 'It was fitted on real rows only.'
      : `It was fitted on the training rows and ${augmentation.syntheticRows} synthetic rows (${augmentation.method}), real rows having ${percentWords(augmentation.realMass)} of the mass. ${settledSentence(augmentation)}`.trimEnd();
  return `## Student\n\nA tree of depth ${student.depth} with ${student.leaves} ${student.leaves === 1 ? 'path' : 'paths'}; a row is asked ${student.meanPathLength.toFixed(1)} questions on average. ${rows} ${searchWords(run)} ${frontier.pick.why}`;
}

function searchWords({ student: { kind, search }, task }: Run): string {
  if (kind === 'ml-cart') return 'Its splits are those of ml-cart.';
  const score =
    task === 'classification'
      ? 'the decisions that differ and the squared distance of the answers; siblings of one decision were merged'
      : 'the squared distance of the answers';
  return search === 'greedy'
    ? 'Its splits were chosen greedily, one at a time.'
    : `Its splits were searched (${search}): scored by ${score}.`;
}

function limits(run: Run, paths: readonly PathRecord[]): string {
  const few = paths.filter((path) => path.flags.some((flag) => flag.endsWith('real-rows'))).length;
  const flagged = (name: PathFlag): number =>
    paths.filter(({ flags }) => flags.includes(name)).length;
  const lines = [
    `- ${few} of ${paths.length} paths rest on fewer than 20 real held-out rows.`,
    `- ${flagged('low-fidelity')} of ${paths.length} paths agree with the teacher less often on held-out rows than the other paths together, beyond what chance explains; on fresh queries (rows drawn in the region of a path and answered by the teacher) ${flagged('low-fresh-fidelity')}. Both by Fisher's exact test, corrected for how many paths were looked at.`,
    '- Fidelity is agreement with the teacher, not correctness; the figures hold for rows like the held-out ones.',
    '- Outside the ranges of the training rows the tree extrapolates flat.',
    ...run.warnings.map((warning) => `- ${warning.code}: ${escapeMarkdown(warning.message)}`),
  ];
  return `## Limits and warnings\n\n${lines.join('\n')}`;
}
