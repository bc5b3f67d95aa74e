import type { Figure } from '../core/interval.ts';
import {
  FEWEST_GROUP_ROWS,
  type FeatureGroups,
  type GroupRecord,
  type RunRecord,
} from '../core/run.ts';
import { visible } from '../core/text.ts';
import { agreeWords } from './deferral-words.ts';

type Run = Pick<RunRecord, 'task' | 'metrics'>;

/** More groups than this are told by the lowest and the highest of them. */
const MOST_NAMED = 2;

/** How the groups of one feature fare, in a sentence: fidelity, then what tree and teacher give. */
export function groupSentence(run: Run, { feature, groups: all }: FeatureGroups): string {
  const enough = all.filter(({ n }) => n >= FEWEST_GROUP_ROWS);
  const groups = enough.length > 0 ? enough : all;
  const agreement = spread(groups, ({ fidelity }) => fidelity, '');
  return `${visible(feature)}: the tree ${agreeWords(run)} on ${agreement}${outcomeWords(groups)}`;
}

/** Why a feature's groups are shown. */
export function groupReason({ protected: marked, forbidden }: FeatureGroups): string {
  if (!forbidden) return 'protected';
  return marked ? 'protected, withheld from the tree' : 'withheld from the tree';
}

/** What a group is given, as a share or as a mean: `71.0% (66.4 to 75.2)`. */
export function outcomeText({ value, low, high }: Figure, answer: string | null): string {
  if (value === null) return 'not defined';
  const [unit, text] = answer === null ? ['', meanText] : ['%', shareText];
  const interval = low === null || high === null ? '' : ` (${text(low)} to ${text(high)})`;
  return `${text(value)}${unit}${interval}`;
}

const shareText = (share: number): string => (100 * share).toFixed(1);

const meanText = (mean: number): string => String(Number(mean.toPrecision(4)));

function outcomeWords(groups: readonly GroupRecord[]): string {
  const first = groups[0]?.outcomes ?? [];
  const [only] = first;
  if (only === undefined || first.length > 1) return '';
  const { answer } = only;
  const [tree, teacher] = (['student', 'teacher'] as const).map((who) =>
    spread(groups, ({ outcomes }) => outcomes[0]![who], answer),
  );
  return answer === null
    ? `; answers ${tree} on average; the teacher ${teacher}`
    : `; gives ${visible(answer)} to ${tree}; the teacher to ${teacher}`;
}

/** Each group by name, or the lowest and the highest of many. */
function spread(
  groups: readonly GroupRecord[],
  of: (group: GroupRecord) => Figure,
  answer: string | null,
): string {
  const named = (group: GroupRecord): string =>
    `${outcomeText(of(group), answer)} for ${group.name}`;
  if (groups.length <= MOST_NAMED) return groups.map(named).join(', ');
  const sorted = groups.toSorted((a, b) => of(a).value! - of(b).value!);
  return `${named(sorted[0]!)} up to ${named(sorted.at(-1)!)}`;
}
