import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SQL_DIALECTS, type DialectName } from '../../../src/compile/sql/dialect.ts';
import type { Form } from '../../../src/compile/sql/print-leaf.ts';
import { printSql } from '../../../src/compile/sql/print-sql.ts';
import { readBackSql, type SqlParser } from '../../../src/compile/sql/prove-sql.ts';
import { duckDbParser } from '../../../src/commands/targets/sql-hosts.ts';
import { buildTree, type Model } from '../../../src/core/tree.ts';
import { Database } from '../../../src/store/database.ts';
import { contentFor } from '../content-for.ts';
import { edited } from '../engines.ts';
import {
  creditModel,
  deferring,
  growing,
  numericFeature,
  penguinsModel,
  townsModel,
} from '../models.ts';

let database: Database;
let parser: SqlParser;

beforeAll(async () => {
  database = await Database.open({ threads: 1 });
  parser = await duckDbParser(database);
});
afterAll(() => database.close());

/** The faults of what is printed for a model, after one edit by hand of `predict.sql`. */
async function faultsAfter(
  model: Model,
  name: DialectName,
  form: Form,
  from: string,
  to: string,
): Promise<string> {
  const content = contentFor(model);
  const dialect = SQL_DIALECTS[name];
  const printed = printSql(content, dialect, form);
  const query = edited(printed.files.get('predict.sql')!, from, to);
  const files = new Map([...printed.files, ['predict.sql', query]]);
  const faults = await readBackSql(content, dialect, { form, files }, parser);
  return faults.filter((fault) => !fault.startsWith('leaf.sql')).join('\n');
}

describe('a query is not the tree after', () => {
  const seniority = `(NULLIF(CAST(r."Seniority" AS DOUBLE), 'NaN') > 2.5e0) IS NOT TRUE`;
  test.each([
    ['another threshold', '<= 80e0', '<= 80.00000000000001e0', 'threshold 80.00000000000001'],
    ['a decimal threshold', '<= 80e0', '<= 80.0', 'a constant of type DECIMAL'],
    ['a strict comparison', '<= 80e0', '< 80e0', 'none of the known shapes'],
    ['a comparison turned round', '<= 80e0', '> 80e0', 'none of the known shapes'],
    [
      'another feature',
      'CAST(r."Income" AS DOUBLE) <= 80e0',
      'CAST(r."Seniority" AS DOUBLE) <= 80e0',
      'it asks "Seniority"',
    ],
    [
      'another missing rule',
      seniority,
      'CAST(r."Seniority" AS DOUBLE) <= 2.5e0',
      'a missing "Seniority"',
    ],
    [
      'a rule that forgets NaN',
      seniority,
      '(CAST(r."Seniority" AS DOUBLE) > 2.5e0) IS NOT TRUE',
      'a NaN of Seniority',
    ],
    ['IS NOT FALSE for IS NOT TRUE', 'IS NOT TRUE', 'IS NOT FALSE', 'none of the known shapes'],
    [
      'a float for a double',
      'CAST(r."Income" AS DOUBLE) <= 80e0',
      'CAST(r."Income" AS FLOAT) <= 80e0',
      'none of the known shapes',
    ],
    [
      'a column of another table',
      'r."Income" AS DOUBLE) <= 80e0',
      'a."Income" AS DOUBLE) <= 80e0',
      'none of the known shapes',
    ],
    [
      'a bare column',
      'r."Income" AS DOUBLE) <= 80e0',
      '"Income" AS DOUBLE) <= 80e0',
      'the name of its table',
    ],
    [
      'a lost category',
      `IN ('owner', 'parents', 'private')`,
      `IN ('owner', 'parents')`,
      'category "private"',
    ],
    ['another category', `IN ('owner')`, `IN ('renter')`, 'not those of categories'],
    ['a lost boolean', `IN ('yes', 'true')`, `IN ('yes')`, 'not those of categories'],
    ['another collation', 'COLLATE "C" IN', 'COLLATE "NOCASE" IN', 'none of the known shapes'],
    ['another leaf', '    7 -- ', '    6 -- ', 'leaf 6 where the tree has leaf 7'],
    ['another probability', '0.71e0', '0.72e0', 'the answers are not those'],
    ['another decision', `'bad'`, `'good'`, 'the answers are not those'],
    ['another path', `'5c7901159cdc'`, `'5c7901159cdd'`, 'the answers are not those'],
    [
      'a lost answer',
      `    (0, '5c7901159cdc', 'bad', 0.71e0, 0.29e0),\n`,
      '',
      'the answers are not those',
    ],
    [
      'another name of a column',
      '"p_bad", "p_good") AS',
      '"p_worse", "p_good") AS',
      'other columns',
    ],
    ['another join', 'LEFT JOIN', 'JOIN', 'join_type is INNER'],
    ['a join by something else', 'ON a."leaf" =', 'ON a."path" =', 'not joined by the leaf'],
    ['columns left out', 'SELECT r.*, a.*', 'SELECT a.*', 'other columns'],
    ['rows left out', '\n;', '\nWHERE r."Income" > 0e0;', 'where_clause'],
    ['a limit', '\n;', '\nLIMIT 10;', 'modifiers'],
    ['a second statement', '\n;', '\n; SELECT 1;', 'more than one statement'],
    ['something that is no SQL', 'CASE WHEN', 'CASE WEN', 'does not parse'],
    ['a call', '    7 -- ', '    (7 + 0) -- ', 'number of a leaf'],
    ['a subquery', '    7 -- ', '    (SELECT 7) -- ', 'number of a leaf'],
  ])('%s', async (_, from, to, fault) => {
    expect(await faultsAfter(creditModel(), 'duckdb', 'nested', from, to)).toContain(fault);
  });
});

describe('a flat query for SQLite is not the tree after', () => {
  test.each([
    ['another threshold', '140.5e0', '140.25e0', 'other values of "Income"'],
    ['a lost condition', `\n        AND x."Income" <= 80e0`, '', 'other values of "Income"'],
    ['a strict comparison', 'x."Income" <= 80e0', 'x."Income" < 80e0', 'in an unknown way'],
    [
      'another missing rule',
      '(x."Income" > 140.5e0) IS NOT TRUE',
      'x."Income" <= 140.5e0',
      'leaf 0: it allows',
    ],
    ['a lost category', `IN ('yes', '1')`, `IN ('no', '0')`, 'other values of "Records"'],
    ['another leaf', '        7 -- ', '        6 -- ', 'the leaves are'],
    ['a lost leaf', 'THEN\n        7 -- ', 'THEN NULL -- ', 'number of a leaf'],
    ['an ELSE', '    END\n', '    ELSE 0 END\n', 'a flat CASE has an ELSE'],
    [
      'text that counts as zero',
      `CASE WHEN r."Income" <= CAST('9e999' AS REAL) THEN CAST(r."Income" AS REAL) END`,
      'CAST(r."Income" AS REAL)',
      'neither read as a number nor as text',
    ],
    ['a column read by another name', 'AS "Income"', 'AS "Seniority"', 'neither read as a number'],
    [
      'another collation',
      'COLLATE "BINARY"',
      'COLLATE "NOCASE"',
      'neither read as a number nor as text',
    ],
    ['a row from elsewhere', '  ) AS x', '  FROM rows) AS x', 'read from a table'],
  ])('%s', async (_, from, to, fault) => {
    expect(await faultsAfter(creditModel(), 'sqlite', 'flat', from, to)).toContain(fault);
  });

  test('a text that is not listed is let through or barred', async () => {
    const rest = `x."town" IN ('Worms')`;
    const text = printSql(contentFor(townsModel()), SQL_DIALECTS.sqlite, 'flat').query;
    expect(text).toContain('x."town" NOT IN');
    const faults = await faultsAfter(
      townsModel(),
      'sqlite',
      'flat',
      rest,
      `x."town" NOT IN ('Bonn', 'Ulm', 'other')`,
    );
    expect(faults).toContain('other values of "town"');
  });
});

test('a number must be a double, to the last bit', async () => {
  const quotient = '6100970120203469e0 / 140737488355328e0';
  const decimal = await faultsAfter(penguinsModel(), 'sqlite', 'nested', quotient, '43.35e0');
  expect(decimal).toContain('no double');
  const double = `float8 '80'`;
  for (const other of ['80e0', `float4 '80'`, `float8 '8x'`]) {
    const faults = await faultsAfter(creditModel(), 'postgres', 'nested', double, other);
    expect(faults).toContain('no double');
  }
});

test('white space and comments are free', async () => {
  for (const name of ['duckdb', 'sqlite', 'postgres'] as const) {
    for (const form of ['nested', 'flat'] as const) {
      const faults = await faultsAfter(
        creditModel(),
        name,
        form,
        '\nSELECT r.*',
        '\n\n-- hm\nSELECT   r.*',
      );
      expect(faults).toBe('');
    }
  }
});

test.each([
  [-0, 0],
  [0, -0],
])('a split at %o above one at %o is no split, whichever of them the bound is', async (a, b) => {
  const features = [numericFeature('a')];
  const { leaf, split } = growing(features);
  const right = split('a', b, false, leaf(0, 1), split('a', 5, true, leaf(1, 0), leaf(0, 1)));
  const left = split('a', b, false, leaf(0, 1), leaf(1, 0));
  const tree = buildTree(split('a', a, false, left, right), 2);
  const content = contentFor({ ...creditModel(), features, tree });
  for (const dialect of Object.values(SQL_DIALECTS)) {
    for (const form of ['nested', 'flat'] as const) {
      const { files } = printSql(content, dialect, form);
      expect(await readBackSql(content, dialect, { form, files }, parser)).toEqual([]);
    }
  }
});

test('the expression alone must be the one of the query', async () => {
  const content = contentFor(creditModel());
  const printed = printSql(content, SQL_DIALECTS.duckdb);
  const leaf = edited(printed.files.get('leaf.sql')!, '    7 -- ', '    6 -- ');
  const files = new Map([...printed.files, ['leaf.sql', leaf]]);
  const faults = await readBackSql(content, SQL_DIALECTS.duckdb, { form: 'nested', files }, parser);
  expect(faults).toEqual(['leaf.sql is not the expression of predict.sql']);
});

test('a leaf that defers must do so in the query', async () => {
  const model = deferring(creditModel(), [0]);
  expect(await faultsAfter(model, 'postgres', 'nested', `'DEFER'`, `'bad'`)).toContain(
    'the answers are not those',
  );
});
