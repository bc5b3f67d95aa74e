import { decisions } from '../core/decision.ts';
import { wilson, type Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import {
  FEWEST_GROUP_ROWS,
  type FeatureGroups,
  type GroupGap,
  type GroupOutcome,
  type GroupRecord,
} from '../core/run.ts';
import { MISSING, UNSEEN, type Column, type Feature, type Table } from '../core/table.ts';
import { visible } from '../core/text.ts';
import { numberWords } from '../core/words.ts';
import { bootstrapFigures } from './bootstrap.ts';
import type { Yardstick } from './yardstick.ts';

/** The names of what is no category: in brackets, as no category of a sane file is. */
const MISSING_NAME = '(missing)';
const OTHER_NAME = '(other)';

/** Rows, and what teacher and tree answer to them. */
export interface GroupedRows {
  readonly table: Table;
  readonly teacher: Float64Array;
  readonly student: Float64Array;
  readonly decided: Int32Array;
}

/** Which answers groups are compared by. */
export interface GroupOptions {
  readonly classNames: readonly string[];
  /** The class that is given or not, of two; of more, each is compared. */
  readonly positive: string | null;
}

/**
 * Fidelity and outcomes by group, for every protected and every withheld feature: a group a category
 * (rare ones joined), numbers below and above their median, missing values (and categories of no
 * training row, which count as such) apart. The tree's own decisions count, deferred or not.
 */
export function compareGroups(
  rows: GroupedRows,
  yardstick: Yardstick,
  options: GroupOptions,
  random: Random,
): FeatureGroups[] {
  const answers = answersOf(rows, yardstick, options);
  return rows.table.features.flatMap((feature, f): FeatureGroups[] => {
    const forbidden = feature.withheld === true;
    const isProtected = feature.protected === true;
    if (!forbidden && !isProtected) return [];
    const draw = random.substream(f);
    const groups = groupsOf(feature, rows.table.columns[f]!).map((group) =>
      describeGroup(group, answers, draw.substream(group.name)),
    );
    return [
      { feature: feature.name, protected: isProtected, forbidden, groups, gaps: gapsOf(groups) },
    ];
  });
}

interface Group {
  readonly name: string;
  readonly rows: readonly number[];
}

/** Rows a category (rare ones joined), or below and above the median; missing values apart. */
export function groupsOf(feature: Feature, column: Column): Group[] {
  return feature.kind === 'numeric'
    ? byMedian(feature, column)
    : byCategory(feature.categories, column);
}

function byMedian(feature: Feature, column: Column): Group[] {
  const present = [...column.keys()].filter((row) => !Number.isNaN(column[row]!));
  const sorted = Float64Array.from(present, (row) => column[row]!).sort();
  const median = sorted[(sorted.length - 1) >> 1];
  const missing = [...column.keys()].filter((row) => Number.isNaN(column[row]!));
  const bound = median === undefined ? '' : numberWords(feature, median);
  return [
    { name: `at most ${bound}`, rows: present.filter((row) => column[row]! <= median!) },
    { name: `over ${bound}`, rows: present.filter((row) => column[row]! > median!) },
    { name: MISSING_NAME, rows: missing },
  ].filter(({ rows }) => rows.length > 0);
}

function byCategory(categories: readonly string[], column: Column): Group[] {
  const byCode = new Map<number, number[]>();
  for (const [row, code] of column.entries()) {
    const rows = byCode.get(code);
    if (rows === undefined) byCode.set(code, [row]);
    else rows.push(row);
  }
  const groups: Group[] = [];
  const others: number[] = [];
  categories.forEach((name, code) => {
    const rows = byCode.get(code) ?? [];
    if (rows.length >= FEWEST_GROUP_ROWS) groups.push({ name: visible(name), rows });
    else others.push(...rows);
  });
  if (others.length > 0) groups.push({ name: OTHER_NAME, rows: others.sort((a, b) => a - b) });
  const missing = [...(byCode.get(MISSING) ?? []), ...(byCode.get(UNSEEN) ?? [])];
  if (missing.length > 0) groups.push({ name: MISSING_NAME, rows: missing.sort((a, b) => a - b) });
  return groups;
}

/** What is asked of the rows of a group. */
interface Answers {
  readonly agrees: (row: number) => boolean;
  /** One a class that is compared; one without a name for numbers. */
  readonly outcomes: readonly Outcome[];
}

interface Outcome {
  readonly answer: string | null;
  /** 0 or 1 for a class, the answer itself for numbers. */
  readonly teacher: (row: number) => number;
  readonly student: (row: number) => number;
}

function answersOf(
  { teacher, student, decided }: GroupedRows,
  { task, nOutputs, rule, tolerance }: Yardstick,
  { classNames, positive }: GroupOptions,
): Answers {
  if (task === 'regression') {
    return {
      agrees: (row) => Math.abs(student[row]! - teacher[row]!) <= tolerance!,
      outcomes: [
        { answer: null, teacher: (row) => teacher[row]!, student: (row) => student[row]! },
      ],
    };
  }
  const asked = decisions(teacher, nOutputs, rule);
  const compared = positive !== null && nOutputs === 2 ? [positive] : classNames;
  return {
    agrees: (row) => decided[row] === asked[row],
    outcomes: compared.map((answer) => {
      const k = classNames.indexOf(answer);
      return {
        answer,
        teacher: (row) => (asked[row] === k ? 1 : 0),
        student: (row) => (decided[row] === k ? 1 : 0),
      };
    }),
  };
}

function describeGroup({ name, rows }: Group, answers: Answers, random: Random): GroupRecord {
  const count = (holds: (row: number) => number): number =>
    rows.reduce((sum, row) => sum + holds(row), 0);
  const n = rows.length;
  return {
    name,
    n,
    fidelity: wilson(
      count((row) => (answers.agrees(row) ? 1 : 0)),
      n,
    ),
    outcomes: answers.outcomes.map(({ answer, teacher, student }): GroupOutcome => {
      if (answer !== null) {
        return { answer, teacher: wilson(count(teacher), n), student: wilson(count(student), n) };
      }
      const [ofTeacher, ofStudent] = meansOf(rows, [teacher, student], random);
      return { answer, teacher: ofTeacher!, student: ofStudent! };
    }),
  };
}

function meansOf(
  rows: readonly number[],
  values: readonly ((row: number) => number)[],
  random: Random,
): Figure[] {
  return bootstrapFigures(
    rows.length,
    values.length,
    (drawn, out) => {
      values.forEach((value, v) => {
        let sum = 0;
        for (const i of drawn) sum += value(rows[i]!);
        out[v] = sum / drawn.length;
      });
    },
    random,
  );
}

/** The largest less the smallest of the groups that have rows enough; `null` where fewer than two do. */
function gapsOf(groups: readonly GroupRecord[]): GroupGap {
  const enough = groups.filter(({ n }) => n >= FEWEST_GROUP_ROWS);
  const spread = (of: (group: GroupRecord) => Figure): number | null => {
    const values = enough.map((group) => of(group).value!);
    return values.length < 2 ? null : Math.max(...values) - Math.min(...values);
  };
  return {
    fidelity: spread(({ fidelity }) => fidelity),
    outcomes: (groups[0]?.outcomes ?? []).map(({ answer }, i) => ({
      answer,
      teacher: spread(({ outcomes }) => outcomes[i]!.teacher),
      student: spread(({ outcomes }) => outcomes[i]!.student),
    })),
  };
}
