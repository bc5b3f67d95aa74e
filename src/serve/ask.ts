import { allows, conditionsOf, type Box } from '../core/box.ts';
import {
  caseIn,
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
import { readNumber } from './case-form.ts';
import { CLAUSES, type AskAnswer, type AskedPath, type AskQuery } from './contract-ask.ts';
import { queryNames } from './contract.ts';
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
  return query.want !== null || linesOf(query).some(({ feature }) => feature !== null);
}

/** @throws HttpProblem 400 naming the field, for a line that says nothing that can be asked. */
function clausesOf(features: readonly Feature[], query: AskQuery): Clause[] {
  return linesOf(query).flatMap((line) => {
    if (line.feature === null) return [];
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
  const reading = readNumber(feature, value.trim());
  if (reading.value === null) throw badRequest(`${name}: ${reading.error}`, `v${number}`);
  if (relation === 'is not') {
    throw badRequest(`“${name}” is a number: ask what it is under or over.`, `r${number}`);
  }
  return { feature: place, relation: relation === '' ? 'is' : relation, value: reading.value };
}

/** Answers a question by the boxes of the tree: it holds for every case, not only for those seen. */
export function answerQuestion(run: LoadedRun, query: AskQuery, rows: HeldOutSets): AskAnswer {
  const { model, manifest } = run;
  const { features } = model;
  const clauses = clausesOf(features, query);
  const names = queryNames(manifest.task, manifest.classes, []);
  const want = query.want === null ? null : names.decisions[query.want];
  if (want === undefined) throw badRequest('The run has no such decision.', 'want');
  const region = regionOf(features, clauses);
  const asked = [...new Set(clauses.map((clause) => clause.feature))];
  const meetings = meetingsOf(model, region);
  const counts = meetings.map(({ leaf }) => rowsAt(rows, leaf, region, asked));
  const records = new Map(run.paths.map((path) => [path.leaf, path]));
  const paths = meetings.flatMap((meeting, i): AskedPath[] => {
    const { id, decision, words } = records.get(meeting.leaf)!;
    if (want !== null && decision !== want) return [];
    const example = exampleOf(features, meeting, asked);
    return [{ id, decision, words, example, rows: counts[i]! }];
  });
  return {
    where: clauses.length === 0 ? null : clauseWords(features, clauses),
    want,
    total: run.paths.length,
    taken: meetings.length,
    paths,
    rows: sumOrNull(counts),
  };
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
    return `${name} ${verb} ${valueWords(feature, value)}`;
  });
  return listWords(words, 'and');
}

/** Held-out rows at a leaf that meet the question too. */
function rowsAt(
  sets: HeldOutSets,
  leaf: number,
  region: Box,
  asked: readonly number[],
): number | null {
  let n = 0;
  for (const { leaves, columns } of [sets.select, sets.test]) {
    const known = asked.flatMap((f) => columns[f] ?? []);
    if (known.length < asked.length) return null;
    leaves.forEach((own, row) => {
      if (own === leaf && known.every((column, i) => allows(region[asked[i]!]!, column[row]!))) n++;
    });
  }
  return n;
}

function sumOrNull(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>(
    (sum, one) => (sum === null || one === null ? null : sum + one),
    0,
  );
}
