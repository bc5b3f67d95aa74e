import type { Feature } from '../../core/table.ts';
import { treeDepth } from '../../core/tree.ts';
import { categoryKind, type WordedBranch } from '../branches.ts';
import type { Content } from '../content.ts';
import { leafWords } from '../header.ts';
import type { Dialect } from './dialect.ts';
import { flatten, holdsNoNumber, type FlatLeaf, type Merged } from './flatten.ts';
import { askedFeatures } from './names.ts';
import { printTest } from './print-test.ts';
import { comment, identifier } from './quote.ts';

/** CASE within CASE as the tree is, or one WHEN for each leaf. */
export type Form = 'nested' | 'flat';

/** Nested as long as the database takes that many levels for sure. */
export function formFor({ model }: Content, { deepest }: Dialect): Form {
  return treeDepth(model.tree) <= deepest ? 'nested' : 'flat';
}

const STEP = '  ';

/**
 * An expression of the columns of a row `r`: the leaf that it reaches, counted from 0, left to right.
 * `branch` is that of the content, or the same with a fault in it.
 */
export function printLeaf(
  content: Content,
  branch: WordedBranch,
  dialect: Dialect,
  form: Form,
): string {
  const asked = askedFeatures(content.model, branch);
  const context: Context = {
    content,
    dialect,
    featureOf: new Map(asked.map((feature) => [feature.name, feature])),
  };
  const print = form === 'nested' ? nestedLines : flatLines;
  if (dialect.typed === null || branch.kind === 'return') {
    return print(context, branch, '').join('\n');
  }
  return [
    '(',
    `${STEP}SELECT`,
    ...print(context, branch, STEP + STEP),
    `${STEP}FROM (`,
    `${STEP}${STEP}SELECT`,
    typedColumns(asked, dialect.typed, STEP + STEP + STEP),
    `${STEP}) AS x`,
    ')',
  ].join('\n');
}

interface Context {
  readonly content: Content;
  readonly dialect: Dialect;
  readonly featureOf: ReadonlyMap<string, Feature>;
}

/** The columns of the row as numbers and texts, each under its own name. */
function typedColumns(
  asked: readonly Feature[],
  typed: NonNullable<Dialect['typed']>,
  indent: string,
): string {
  return asked
    .map(({ kind, name }) => {
      const column = identifier(name);
      const value = kind === 'numeric' ? typed.number(column) : typed.text(column);
      return `${indent}${value} AS ${column}`;
    })
    .join(',\n');
}

function nestedLines(context: Context, branch: WordedBranch, indent: string): string[] {
  if (branch.kind === 'return') return [leafLine(context, branch.leaf, indent)];
  const { test, yes, no, words } = branch;
  const condition = printTest(test, context.featureOf.get(test.feature)!, context.dialect, indent);
  return [
    `${indent}CASE WHEN ${condition} THEN`,
    `${indent}${STEP}${comment(words.yes)}`,
    ...nestedLines(context, yes, indent + STEP),
    `${indent}ELSE`,
    `${indent}${STEP}${comment(words.no)}`,
    ...nestedLines(context, no, indent + STEP),
    `${indent}END`,
  ];
}

function leafLine({ content }: Context, leaf: number, indent: string): string {
  return `${indent}${leaf} ${comment(leafWords(content, leaf))}`;
}

function flatLines(context: Context, branch: WordedBranch, indent: string): string[] {
  if (branch.kind === 'return') return nestedLines(context, branch, indent);
  return [
    `${indent}CASE`,
    ...flatten(branch).flatMap((leaf) => flatLeafLines(context, leaf, indent + STEP)),
    `${indent}END`,
  ];
}

function flatLeafLines(context: Context, { leaf, asked }: FlatLeaf, indent: string): string[] {
  const { answers } = context.content;
  const conditions = asked.flatMap((merged) =>
    printMerged(merged, context.featureOf.get(merged.feature)!, context.dialect, indent + STEP),
  );
  return [
    ...answers[leaf]!.conditions.map((words) => `${indent}${comment(words)}`),
    `${indent}WHEN ${conditions.length === 0 ? 'TRUE' : conditions.join(`\n${indent}${STEP}AND `)}`,
    `${indent}THEN`,
    leafLine(context, leaf, indent + STEP),
  ];
}

/** What is allowed of one feature, as conditions that must all hold. */
function printMerged(merged: Merged, feature: Feature, dialect: Dialect, indent: string): string[] {
  if (merged.kind === 'numeric') return printRange(merged, dialect);
  const { only, names, missing } = merged;
  // Nothing is left out.
  if (!only && missing && names.length === 0) return [];
  const kind = categoryKind({ listed: only, missing });
  return [printTest({ kind, feature: merged.feature, names }, feature, dialect, indent)];
}

function printRange(merged: Merged & { kind: 'numeric' }, dialect: Dialect): string[] {
  const { feature, low, high, missing } = merged;
  const value = dialect.known(identifier(feature));
  if (holdsNoNumber(merged)) return [`${value} IS NULL`];
  const bound = (edge: number | null, operator: string): string[] =>
    edge === null || edge === Infinity ? [] : [`${value} ${operator} ${dialect.number(edge)}`];
  if (missing) {
    const outside = [...bound(low, '<='), ...bound(high, '>')];
    return outside.length === 0 ? [] : [`(${outside.join(' OR ')}) IS NOT TRUE`];
  }
  const inside = [...bound(low, '>'), ...bound(high, '<=')];
  return inside.length === 0 ? [`${value} IS NOT NULL`] : inside;
}
