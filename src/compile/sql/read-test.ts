import type { Model } from '../../core/tree.ts';
import { categoryKind, type Test } from '../branches.ts';
import type { Dialect } from './dialect.ts';
import { namesInSql } from './print-test.ts';
import { SqlFault, type Comparison, type Expression } from './syntax.ts';

/** A value of the row as a test compares it. */
export interface RowValue {
  readonly feature: string;
  /** `known`: NULL where it is missing. `numeric`: NULL or NaN. */
  readonly as: 'numeric' | 'known' | 'category';
}

/** How the values of a row look in the SQL that is read. */
export interface Reading {
  readonly model: Model;
  readonly dialect: Dialect;
  /** `null` for what is no value of the row. */
  readonly valueOf: (expression: Expression) => RowValue | null;
}

/** A test from the condition that it was printed as. @throws SqlFault */
export function readTest(condition: Expression, reading: Reading): Test {
  const negated = isNotTrue(condition);
  return negated === null ? readPlain(condition, reading) : readNegated(negated, reading);
}

/** A test that no missing value passes, or that asks for nothing else. */
function readPlain(condition: Expression, reading: Reading): Test {
  switch (condition.kind) {
    case 'compare': {
      const { feature, operator, threshold } = readComparison(condition, reading);
      if (operator !== '<=') throw unknown();
      return { kind: 'at-most', feature, threshold };
    }
    case 'is null':
    case 'is not null':
      return readPresence(condition.operands, condition.kind === 'is not null', reading);
    case 'in':
    case 'not in':
      return readCategories(
        condition.operands,
        { listed: condition.kind === 'in', missing: false },
        reading,
      );
    default:
      throw unknown();
  }
}

function readNegated(condition: Expression, reading: Reading): Test {
  if (condition.kind === 'in' || condition.kind === 'not in') {
    return readCategories(
      condition.operands,
      { listed: condition.kind === 'not in', missing: true },
      reading,
    );
  }
  const { feature, operator, threshold } = readComparison(condition, reading, 'known');
  if (operator !== '>') throw unknown();
  return { kind: 'not-over', feature, threshold };
}

/** The operand of IS NOT TRUE; `null` for anything else. */
export function isNotTrue(condition: Expression): Expression | null {
  if (condition.kind !== 'compare' || condition.operator !== 'is distinct from') return null;
  const { left, right } = condition;
  if (right.kind !== 'boolean' || !right.value) return null;
  return left.kind === 'cast' && left.type === 'BOOLEAN' ? left.operand : null;
}

/** A value of the row against a number. `known`: it may not be NaN. @throws SqlFault */
export function readComparison(
  condition: Expression,
  { dialect, valueOf }: Reading,
  as?: 'known',
): { readonly feature: string; readonly operator: Comparison; readonly threshold: number } {
  if (condition.kind !== 'compare') throw unknown();
  const value = valueOf(condition.left);
  if (value === null || value.as === 'category') throw unknown();
  if (as === 'known' && value.as !== 'known') {
    throw new SqlFault(`a NaN of ${value.feature} would go the other way than NULL`);
  }
  const { operator, right } = condition;
  return { feature: value.feature, operator, threshold: readNumber(right, dialect) };
}

function readPresence(operands: readonly Expression[], known: boolean, { valueOf }: Reading): Test {
  const value = valueOf(operands[0]!);
  if (value?.as === 'category') {
    const kind = categoryKind({ listed: !known, missing: !known });
    return { kind, feature: value.feature, names: [] };
  }
  if (value?.as !== 'known' || !known) throw unknown();
  return { kind: 'at-most', feature: value.feature, threshold: Infinity };
}

function readCategories(
  operands: readonly Expression[],
  passes: { readonly listed: boolean; readonly missing: boolean },
  { model, dialect, valueOf }: Reading,
): Test {
  const [asked, ...texts] = operands;
  const value = asked === undefined ? null : valueOf(asked);
  if (value?.as !== 'category' || texts.length === 0) throw unknown();
  const found = texts.map((text) => {
    if (text.kind !== 'text')
      throw new SqlFault('a category is compared with something other than a text');
    return text.value;
  });
  const names = namesOf(found, value.feature, model, dialect);
  return { kind: categoryKind(passes), feature: value.feature, names };
}

/** Categories of the model from texts of the database. */
function namesOf(
  texts: readonly string[],
  name: string,
  { features }: Model,
  dialect: Dialect,
): readonly string[] {
  const feature = features.find((candidate) => candidate.name === name);
  if (feature?.kind !== 'categorical') return texts;
  const names = texts.filter((text) => feature.categories.includes(text));
  const expected = namesInSql(names, feature, dialect);
  if (JSON.stringify(expected) === JSON.stringify(texts)) return names;
  throw new SqlFault(`the texts ${texts.join(', ')} are not those of categories of ${name}`);
}

/** A number from its text, or from a whole number and powers of two. @throws SqlFault */
export function readNumber(expression: Expression, dialect: Dialect): number {
  switch (expression.kind) {
    case 'number':
      if (expression.type !== 'DOUBLE' || !dialect.isDouble(expression.value)) break;
      return expression.value;
    case 'cast': {
      const { operand, type } = expression;
      if (operand.kind !== 'text' || type !== dialect.doubleType) break;
      if (!DIGITS.test(operand.value)) break;
      return Number(operand.value);
    }
    case 'call': {
      const [left, right, ...more] = expression.operands;
      if (left === undefined || right === undefined || more.length > 0) break;
      if (expression.name === '/') return readNumber(left, dialect) / readNumber(right, dialect);
      if (expression.name === '*') return readNumber(left, dialect) * readNumber(right, dialect);
      break;
    }
    default:
  }
  throw new SqlFault('there is no double where there should be one');
}

const DIGITS = /^-?(Infinity|\d+(\.\d+)?(e[+-]?\d+)?)$/;

function unknown(): SqlFault {
  return new SqlFault('a condition has none of the known shapes');
}
