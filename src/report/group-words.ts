import type { Figure } from '../core/interval.ts';
import {
  FEWEST_GROUP_ROWS,
  type FeatureGroups,
  type GroupRecord,
  type RunRecord,
} from '../core/run.ts';
import { visible } from '../core/text.ts';
import { agreeWords } from './deferral-words.ts';
import { percentWords } from './words.ts';

type Run = Pick<RunRecord, 'task' | 'metrics'>;

/** More groups than this are told by the lowest and the highest of them. */
const MOST_NAMED = 4;

/** How the groups of one feature fare, in a sentence: fidelity, then what tree and teacher give. */
export function groupSentence(run: Run, { feature, groups: all }: FeatureGroups): string {
  const enough = all.filter(({ n }) => n >= FEWEST_GROUP_ROWS);
  const groups = enough.length > 0 ? enough : all;
  const agreement = `the tree ${agreeWords(run)} on ${spread(groups, ({ fidelity }) => fidelity, percentWords)}`;
  return `${visible(feature)}: ${agreement}${outcomeWords(groups)}`;
}

/** Why a feature's groups are shown. */
export function groupReason({ protected: marked, forbidden }: FeatureGroups): string {
  if (!forbidden) return 'protected';
  return marked ? 'protected, withheld from the tree' : 'withheld from the tree';
}

/** What a group is given, as a share or as a mean. */
export function outcomeText({ value }: Figure, answer: string | null): string {
  if (answer !== null) return percentWords(value);
  return value === null ? 'not defined' : String(Number(value.toPrecision(4)));
}

function outcomeWords(groups: readonly GroupRecord[]): string {
  const first = groups[0]?.outcomes ?? [];
  const [only] = first;
  if (only === undefined || first.length > 1) return '';
  const { answer } = only;
  const text = (value: number | null): string =>
    outcomeText({ value, low: null, high: null, n: 0 }, answer);
  const [tree, teacher] = (['student', 'teacher'] as const).map((who) =>
    groups.length > MOST_NAMED
      ? spread(groups, ({ outcomes }) => outcomes[0]![who], text)
      : groups.map(({ outcomes }) => text(outcomes[0]![who].value)).join(' / '),
  );
  const gives =
    answer === null ? `answers ${tree} on average` : `gives ${visible(answer)} to ${tree}`;
  return `; ${gives} (teacher ${teacher})`;
}

/** Each group by name, or the lowest and the highest of many. */
function spread(
  groups: readonly GroupRecord[],
  of: (group: GroupRecord) => Figure,
  text: (value: number | null) => string,
): string {
  const named = (group: GroupRecord): string => `${text(of(group).value)} for ${group.name}`;
  if (groups.length <= MOST_NAMED) return groups.map(named).join(', ');
  const sorted = groups.toSorted((a, b) => of(a).value! - of(b).value!);
  return `${named(sorted[0]!)} up to ${named(sorted.at(-1)!)}`;
}
