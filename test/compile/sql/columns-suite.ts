import { expect, test } from 'vitest';
import type { Dialect } from '../../../src/compile/sql/dialect.ts';
import { printSql } from '../../../src/compile/sql/print-sql.ts';
import type { SqlHost } from '../../../src/compile/sql/run.ts';
import { buildTree, type Model } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import { chainModel, creditModel, growing, numericFeature } from '../models.ts';
import { asked } from './hosts.ts';

/** Types of a column of numbers, besides the usual one. */
const NUMBER_TYPES: Readonly<Record<Dialect['name'], readonly string[]>> = {
  duckdb: ['SMALLINT', 'BIGINT', 'HUGEINT', 'DECIMAL(9, 2)', 'FLOAT', 'VARCHAR'],
  sqlite: ['INTEGER', 'NUMERIC', 'TEXT', 'BLOB', ''],
  postgres: ['smallint', 'bigint', 'numeric', 'numeric(9, 2)', 'real', 'text'],
};

/** What makes a column of text that ignores case. */
const IGNORING_CASE: Readonly<Record<Dialect['name'], readonly [string, string]>> = {
  duckdb: ['SELECT 1', 'VARCHAR COLLATE NOCASE'],
  sqlite: ['SELECT 1', 'TEXT COLLATE NOCASE'],
  postgres: [
    `CREATE COLLATION IF NOT EXISTS nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    'text COLLATE nocase',
  ],
};

/** Columns as people have them: other types, other letters, other columns beside them. */
export function columnsSuite(host: SqlHost, dialect: Dialect): void {
  const { numeric, categorical } = dialect.types;
  const columns = (types: Readonly<Record<string, string>> = {}): string =>
    Object.entries({
      id: 'INTEGER',
      Seniority: numeric,
      Home: categorical,
      Records: categorical,
      Income: numeric,
      ...types,
    })
      .map(([name, type]) => `"${name}" ${type}`)
      .join(', ');
  const tableOf = (types: Readonly<Record<string, string>>, rows: string): string[] => [
    `CREATE TABLE rows (${columns(types)})`,
    `INSERT INTO rows VALUES ${rows}`,
  ];
  /** The decision of each row, by its id. */
  const decide = async (model: Model, statements: readonly string[]): Promise<unknown[]> => {
    const query = printSql(contentFor(model), dialect).query.replace(/;\s*$/, '');
    const sql = `SELECT q.decision FROM (${query}) AS q ORDER BY q.id`;
    return (await asked(host, statements, sql)).map(([decision]) => decision);
  };

  test('gives every column of a row, and every row once', async () => {
    const rich = "(3, 'rent', 'no', 200)";
    const statements = [
      `CREATE TABLE rows ("Seniority" ${numeric}, "Home" ${categorical}, "Records" ${categorical}, "Income" ${numeric})`,
      `INSERT INTO rows VALUES ${rich}, ${rich}, (NULL, NULL, NULL, NULL)`,
    ];
    const { query } = printSql(contentFor(creditModel()), dialect);
    const found = await asked(host, statements, query);
    const id = expect.stringMatching(/^[0-9a-f]{12}$/);
    expect(found.toSorted((a, b) => Number(b[0]) - Number(a[0]))).toEqual([
      [3, 'rent', 'no', 200, 6, id, 'good', 0.08, 0.92],
      [3, 'rent', 'no', 200, 6, id, 'good', 0.08, 0.92],
      [null, null, null, null, 4, id, 'bad', 0.5, 0.5],
    ]);
  });

  test('serves as a view, its leaf as a column', async () => {
    const printed = printSql(contentFor(creditModel()), dialect);
    const statements = [
      ...tableOf({}, "(1, 3, 'rent', 'no', 200)"),
      'DROP VIEW IF EXISTS answers',
      `CREATE VIEW answers AS ${printed.query.replace(/;\s*$/, '')}`,
    ];
    const leaf = printed.files.get('leaf.sql')!;
    const sql = `SELECT v.decision, (${leaf}) AS leaf FROM answers AS v, rows AS r`;
    expect(await asked(host, statements, sql)).toEqual([['good', 6]]);
  });

  test('serves within other queries, however deep the tree is', async () => {
    for (const depth of [10, 11, 64]) {
      const { query } = printSql(contentFor(chainModel(depth)), dialect);
      const statements = [
        `CREATE TABLE rows ("a" ${numeric}, "b" ${numeric})`,
        'INSERT INTO rows VALUES (NULL, NULL)',
      ];
      const inner = query.replace(/;\s*$/, '');
      const sql = `SELECT u.decision FROM (SELECT t.* FROM (${inner}) AS t) AS u`;
      expect(await asked(host, statements, sql)).toEqual([['bad']]);
    }
  });

  test.each(NUMBER_TYPES[dialect.name])(
    'numbers of type "%s" are compared as doubles',
    async (type) => {
      const rows =
        "(1, 0, 'owner', 'yes', 140), (2, 0, 'owner', 'yes', 141), (3, 0, 'owner', 'yes', NULL)";
      const found = await decide(creditModel(), tableOf({ Income: type }, rows));
      expect(found).toEqual(['bad', 'good', 'bad']);
    },
  );

  test('a whole number that no double holds is the double next to it', async () => {
    const { leaf, split } = growing([numericFeature('n')]);
    const root = split('n', 9007199254740992, false, leaf(1, 0), leaf(0, 1));
    const model = { ...creditModel(), features: [numericFeature('n')], tree: buildTree(root, 2) };
    const statements = [
      'CREATE TABLE rows ("id" INTEGER, "n" BIGINT)',
      'INSERT INTO rows VALUES (1, 9007199254740993), (2, 9007199254740995)',
    ];
    expect(await decide(model, statements)).toEqual(['bad', 'good']);
  });

  test('true and false of the database are the yes and no of a boolean', async () => {
    const rows = "(1, 0, 'owner', true, 141), (2, 0, 'rent', false, 80), (3, 0, 'rent', NULL, 200)";
    const found = await decide(creditModel(), tableOf({ Records: 'BOOLEAN' }, rows));
    expect(found).toEqual(['good', 'bad', 'bad']);
  });

  test('text is compared byte for byte, whatever the collation', async () => {
    const [statement, type] = IGNORING_CASE[dialect.name];
    const rows = "(1, 0, 'owner', 'yes', 141), (2, 0, 'OWNER', 'yes', 141)";
    const found = await decide(creditModel(), [statement, ...tableOf({ Home: type }, rows)]);
    expect(found).toEqual(['good', 'bad']);
  });

  test.runIf(dialect.name === 'sqlite')(
    'text in a column of numbers is a number or missing',
    async () => {
      const texts = ["'141'", "' 141 '", "'1.41e2'", "''", "'NA'", "'141 years'", "x'31'", "'inf'"];
      const rows = texts.map((text, i) => `(${i}, 0, 'owner', 'yes', ${text})`).join(', ');
      const numbers = ['good', 'good', 'good'];
      for (const type of NUMBER_TYPES.sqlite) {
        const found = await decide(creditModel(), tableOf({ Income: type }, rows));
        expect(found, type).toEqual([...numbers, 'bad', 'bad', 'bad', 'bad', 'bad']);
      }
    },
  );
}
