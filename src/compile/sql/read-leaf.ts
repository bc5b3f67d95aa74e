import type { Model } from '../../core/tree.ts';
import type { Branch } from '../branches.ts';
import type { Dialect } from './dialect.ts';
import { openLeaf } from './read-row.ts';
import { readTest, type Reading } from './read-test.ts';
import { SqlFault, type Expression } from './syntax.ts';

/** The branches of a nested expression of the leaf. @throws SqlFault */
export function readNested(leaf: Expression, model: Model, dialect: Dialect): Branch {
  const { body, reading } = openLeaf(leaf, model, dialect);
  return readBranch(body, reading);
}

function readBranch(body: Expression, reading: Reading): Branch {
  if (body.kind !== 'case') return { kind: 'return', leaf: readLeafNumber(body) };
  const [when, ...more] = body.whens;
  if (when === undefined || more.length > 0) throw new SqlFault('a CASE has more than one WHEN');
  return {
    kind: 'if',
    test: readTest(when.test, reading),
    yes: readBranch(when.result, reading),
    no: readBranch(body.otherwise, reading),
  };
}

/** @throws SqlFault */
export function readLeafNumber(expression: Expression): number {
  if (expression.kind === 'number' && expression.type === 'INTEGER') return expression.value;
  throw new SqlFault('there is no number of a leaf where there should be one');
}
