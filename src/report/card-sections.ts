import type { FeatureGroups, RunRecord } from '../core/run.ts';
import { agreeWords, deferralSentence, floorRows } from './deferral-words.ts';
import { groupReason, outcomeText } from './group-words.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';
import { figureWords } from './words.ts';

/** What the tree leaves to its teacher, and what other floors would give. */
export function deferralSection(run: RunRecord): string {
  const own =
    deferralSentence(run) ??
    'Every path answers. With `--defer <floor>` paths that agree with the teacher too seldom ask it instead.';
  const head = [
    'Floor',
    'Paths that ask',
    'Test rows answered',
    `Of these, the tree ${agreeWords(run)}`,
  ];
  const text = 'Paths are chosen on the select rows; the figures are on test rows.';
  return `## Deferral\n\n${own} ${text}\n\n${markdownTable(head, floorRows(run.deferral))}`;
}

/** Fidelity and outcomes by group; empty where no feature is protected or withheld. */
export function groupSections(run: RunRecord): string[] {
  if (run.groups.length === 0) return [];
  const intro =
    'Test rows by each protected feature and each feature withheld from the tree. Groups of fewer than 10 rows are joined; the tree’s own decisions count, also where it defers. Intervals of 95%.';
  return [`## Groups\n\n${intro}\n\n${run.groups.map((one) => groupTable(run, one)).join('\n\n')}`];
}

function groupTable(run: RunRecord, one: FeatureGroups): string {
  const outcomes = one.groups[0]?.outcomes ?? [];
  const given = outcomes.flatMap(({ answer }) =>
    (['Teacher', 'Tree'] as const).map((who) =>
      answer === null ? `${who} on average` : `${who} gives ${escapeMarkdown(answer)}`,
    ),
  );
  const head = ['Group', 'Rows', `Tree ${agreeWords(run)}`, ...given];
  const rows = one.groups.map(({ name, n, fidelity, outcomes: found }) => [
    escapeMarkdown(name),
    String(n),
    figureWords(fidelity),
    ...found.flatMap(({ answer, teacher, student }) =>
      [teacher, student].map((figure) => outcomeText(figure, answer)),
    ),
  ]);
  return `### ${escapeMarkdown(one.feature)} (${groupReason(one)})\n\n${markdownTable(head, rows)}`;
}
