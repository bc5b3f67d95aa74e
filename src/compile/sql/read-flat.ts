import type { Model } from '../../core/tree.ts';
import { isCategoryTest, passesOf } from '../branches.ts';
import type { Dialect } from './dialect.ts';
import type { FlatLeaf, Merged, MergedNumber } from './flatten.ts';
import { readLeafNumber } from './read-leaf.ts';
import { openLeaf } from './read-row.ts';
import { isNotTrue, readComparison, readTest, type Reading } from './read-test.ts';
import { SqlFault, type Expression } from './syntax.ts';

/** The leaves of a flat expression, in its order, each with its conditions. @throws SqlFault */
export function readFlat(leaf: Expression, model: Model, dialect: Dialect): FlatLeaf[] {
  const { body, reading } = openLeaf(leaf, model, dialect);
  if (body.kind !== 'case') return [{ leaf: readLeafNumber(body), asked: [] }];
  if (body.otherwise.kind !== 'null') throw new SqlFault('a flat CASE has an ELSE');
  return body.whens.map(({ test, result }) => ({
    leaf: readLeafNumber(result),
    asked: readConditions(test, reading),
  }));
}

/** Conditions that must all hold, one a feature. */
function readConditions(test: Expression, reading: Reading): Merged[] {
  const merged = new Map<string, Merged>();
  for (const condition of test.kind === 'all' ? test.operands : [test]) {
    const next = readCondition(condition, reading);
    const before = merged.get(next.feature);
    merged.set(next.feature, before === undefined ? next : bothOf(before, next));
  }
  return [...merged.values()];
}

/** `x > low` and `x <= high` as one. */
function bothOf(low: Merged, high: Merged): Merged {
  const parts = [low, high].filter(
    (part): part is MergedNumber => part.kind === 'numeric' && !part.missing,
  );
  if (parts.length < 2 || parts[0]!.high !== null || parts[1]!.low !== null) {
    throw new SqlFault(`${low.feature} is asked twice on one path`);
  }
  return { ...parts[0]!, high: parts[1]!.high };
}

function readCondition(condition: Expression, reading: Reading): Merged {
  const outside = isNotTrue(condition);
  if (outside !== null && outside.kind !== 'in' && outside.kind !== 'not in') {
    return readOutside(outside, reading);
  }
  if (condition.kind === 'compare' && outside === null) return readInside(condition, reading);
  if (condition.kind === 'is null') {
    const value = reading.valueOf(condition.operands[0]!);
    if (value?.as === 'known') {
      return { ...numeric(value.feature), low: Infinity, missing: true };
    }
  }
  const test = readTest(condition, reading);
  if (!isCategoryTest(test)) return numeric(test.feature);
  const { listed, missing } = passesOf(test);
  return { kind: 'categorical', feature: test.feature, only: listed, names: test.names, missing };
}

/** `x > low`, or `x <= high`: not missing. */
function readInside(condition: Expression, reading: Reading): MergedNumber {
  const { feature, operator, threshold } = readComparison(condition, reading, 'known');
  if (operator === '>') return { ...numeric(feature), low: threshold };
  if (operator === '<=') return { ...numeric(feature), high: threshold };
  throw new SqlFault('a flat condition compares in an unknown way');
}

/** `x <= low`, `x > high`, or one or the other: what must not be true, so that it may be missing. */
function readOutside(condition: Expression, reading: Reading): MergedNumber {
  if (condition.kind === 'any') {
    const [low, high, ...more] = condition.operands.map((part) => readOutside(part, reading));
    const sound = low?.high === null && high?.low === null && low.feature === high.feature;
    if (!sound || more.length > 0) throw new SqlFault('a range has no two ends');
    return { ...low, high: high.high };
  }
  const { feature, operator, threshold } = readComparison(condition, reading, 'known');
  const range = { ...numeric(feature), missing: true };
  if (operator === '<=') return { ...range, low: threshold };
  if (operator === '>') return { ...range, high: threshold };
  throw new SqlFault('a flat condition compares in an unknown way');
}

function numeric(feature: string): MergedNumber {
  return { kind: 'numeric', feature, low: null, high: null, missing: false };
}
