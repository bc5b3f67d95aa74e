import { askedIndices } from '../core/asked.ts';
import { allows, conditionsOf, type Box } from '../core/box.ts';
import {
  caseIn,
  isWhole,
  meetingsOf,
  regionOf,
  type Clause,
  type Meeting,
  type Relation,
} from '../core/region.ts';
import { categoryCode, type Feature } from '../core/table.ts';
import { listWords, visible } from '../core/text.ts';
import { valueWords } from '../core/words.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { enteredNumber, entryWords } from './case-form.ts';
import { CLAUSES, type AskAnswer, type AskedPath, type AskQuery } from './contract-ask.ts';
import { queryNames } from './contract.ts';
import { overWholeNumbers } from './whole-numbers.ts';
import { badRequest } from './problem.ts';

/** One line of the form, as it stands in the query. */
interface Line {
  readonly number: number;
  readonly feature: number | null;
  readonly relation: Relation | '';
  readonly value: string;
}

/** The lines of a question, filled in or not. */
export function linesOf(query: AskQuery): Line[] {
  const lines = [
    { feature: query.f1, relation: query.r1, value: query.v1 },
    { feature: query.f2, relation: query.r2, value: query.v2 },
    { feature: query.f3, relation: query.r3, value: query.v3 },
  ];
  return lines.slice(0, CLAUSES).map((line, i) => ({ number: i + 1, ...line }));
}

/** Whether anything at all is asked. */
export function asksSomething(query: AskQuery): boolean {
  const filled = linesOf(query).some(({ feature, value }) => feature !== null || value !== '');
  return query.want !== null || filled;
}

/** @throws HttpProblem 400 naming the field, for a line that says nothing that can be asked. */
function clausesOf(features: readonly Feature[], query: AskQuery): Clause[] {
  return linesOf(query).flatMap((line) => {
    if (line.feature === null) {
      if (line.value.trim() === '' && line.relation !== 'missing') return [];
      throw badRequest('Choose the feature that this is about.', `f${line.number}`);
    }
    const feature = features[line.feature];
    if (feature === undefined) throw badRequest('The run has no such feature.', `f${line.number}`);
    return [clauseOf(feature, line.feature, line)];
  });
}

function clauseOf(feature: Feature, place: number, { relation, value, number }: Line): Clause {
  const name = visible(feature.name);
  if (relation === 'missing') return { feature: place, relation, value: 0 };
  if (feature.kind === 'categorical') {
    const code = categoryCode({ ...feature, rest: null }, value.trim());
    if (code < 0) {
      const names = listWords(feature.categories.slice(0, 12).map(visible), 'or');
      const more = feature.categories.length > 12 ? ' …' : '';
      throw badRequest(`“${name}” is one of ${names}${more}.`, `v${number}`);
    }
    if (relation === '' || relation === 'is' || relation === 'is not') {
      return { feature: place, relation: relation === '' ? 'is' : relation, value: code };
    }
    throw badRequest(`“${name}” has no order: ask what it is, or is not.`, `r${number}`);
  }
  const entered = enteredNumber(feature, value.trim());
  if (entered === null) {
    throw badRequest(`${name}: Enter ${entryWords(feature)}.`, `v${number}`);
  }
  if (relation === 'is not') {
    throw badRequest(`“${name}” is a number: ask what it is under or over.`, `r${number}`);
  }
  return { feature: place, relation: relation === '' ? 'is' : relation, value: entered };
}

/** Answers a question by the boxes of the tree: it holds for every case, not only for those seen. */
export function answerQuestion(
  run: LoadedRun,
  query: AskQuery,
  rows: HeldOutSets | null,
): AskAnswer {
  const { manifest } = run;
  const model = overWholeNumbers(run, rows);
  const { features } = model;
  const clauses = clausesOf(features, query);
  const want = wantOf(run, query);
  const region = regionOf(features, clauses);
  const asked = [...new Set(clauses.map((clause) => clause.feature))];
  const meetings = meetingsOf(model, region);
  const counts = rows === null ? null : countRows(rows, region, asked);
  const known = askedIndices(model);
  const records = new Map(run.paths.map((path) => [path.leaf, path]));
  const paths = meetings.flatMap((meeting): AskedPath[] => {
    const { id, decision, words } = records.get(meeting.leaf)!;
    if (want !== null && decision !== want) return [];
    const example = exampleOf(features, meeting, asked);
    const own = counts === null ? null : (counts.get(meeting.leaf) ?? 0);
    return [{ id, decision, words, example, rows: own }];
  });
  return {
    where: clauses.length === 0 ? null : clauseWords(features, clauses),
    want,
    total: run.paths.length,
    taken: meetings.length,
    deferred: meetings.filter(({ leaf }) => model.tree.deferred[leaf] === 1).length,
    role: manifest.role,
    whole: asked.flatMap((f) => (isWhole(features[f]!) ? [features[f]!.name] : [])),
    unasked: asked.flatMap((f) => (known.has(f) ? [] : [features[f]!.name])),
    paths: paths.toSorted((a, b) => (b.rows ?? 0) - (a.rows ?? 0)),
    rows: counts && Array.from(counts.values()).reduce((sum, n) => sum + n, 0),
    uncounted: counts === null ? whyUncounted(rows) : null,
  };
}

function wantOf({ manifest }: LoadedRun, { want }: AskQuery): string | null {
  if (want === null) return null;
  const decision = queryNames(manifest.task, manifest.classes, []).decisions[want];
  if (decision === undefined) throw badRequest('The run has no such decision.', 'want');
  return decision;
}

function whyUncounted(rows: HeldOutSets | null): string {
  return rows === null
    ? 'The held-out rows of this run cannot be read.'
    : 'A column of the question was redacted.';
}

/** A case of the question on the path, in words: the features that the rule or the question names. */
function exampleOf(
  features: readonly Feature[],
  { box }: Meeting,
  asked: readonly number[],
): AskedPath['example'] {
  const named = new Set(conditionsOf(features, box).map(({ feature }) => feature));
  return caseIn(features, box).flatMap((value, f) => {
    const feature = features[f]!;
    if (!named.has(feature.name) && !asked.includes(f)) return [];
    return [{ feature: feature.name, value: valueWords(feature, value) }];
  });
}

/** The clauses as a person says them. */
function clauseWords(features: readonly Feature[], clauses: readonly Clause[]): string {
  const words = clauses.map(({ feature: f, relation, value }) => {
    const feature = features[f]!;
    const name = visible(feature.name);
    if (relation === 'missing') return `${name} is missing`;
    const verb = relation === 'is' || relation === 'is not' ? relation : `is ${relation}`;
    const rest = relation === 'is not' ? ', or is missing or not known' : '';
    return `${name} ${verb} ${valueWords(feature, value)}${rest}`;
  });
  return listWords(words, 'and');
}

/** Held-out rows that meet the question, by the leaf they reach; `null` without a column of it. */
function countRows(
  sets: HeldOutSets,
  region: Box,
  asked: readonly number[],
): ReadonlyMap<number, number> | null {
  const counts = new Map<number, number>();
  for (const { leaves, columns } of [sets.select, sets.test]) {
    const known = asked.flatMap((f) => columns[f] ?? []);
    if (known.length < asked.length) return null;
    leaves.forEach((leaf, row) => {
      const meets = known.every((column, i) => allows(region[asked[i]!]!, column[row]!));
      if (meets) counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
    });
  }
  return counts;
}
