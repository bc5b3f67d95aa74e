import { expect, test } from 'vitest';
import type { Dialect } from '../../../src/compile/sql/dialect.ts';
import { outputNames } from '../../../src/compile/sql/print-query.ts';
import { printSql } from '../../../src/compile/sql/print-sql.ts';
import { identifier } from '../../../src/compile/sql/quote.ts';
import type { SqlHost } from '../../../src/compile/sql/run.ts';
import { buildTree } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import { creditModel, growing, numericFeature } from '../models.ts';
import { asked } from './hosts.ts';

/** Names that the query uses itself. */
const TAKEN =
  'leaf Path decision p_bad r a x t q rows vector espalier_leaf found expected order'.split(' ');

/** Names that mean something elsewhere in SQL, in a client of it or to the eye. */
const ODD = [
  ...'* r.a ? :x $1 @x a\'b a"b -- /* ; a\\ [a]'.split(' '),
  ...'NULL select current_date count name rowid NaN I ı'.split(' '),
  '\u00a0',
  '\ufeffb',
  '\u0001',
  '\t',
  '\u2028',
];

/** Columns of any name that a database can hold. */
export function namesSuite(host: SqlHost, dialect: Dialect): void {
  const { numeric } = dialect.types;

  test('a name that is taken is not given twice', async () => {
    const names = [...TAKEN, ...ODD];
    const features = names.map((name) => numericFeature(name));
    const { leaf, split } = growing(features);
    const root = names.reduceRight(
      (rest, name) => split(name, 1, true, rest, leaf(0, 1)),
      leaf(1, 0),
    );
    const model = { ...creditModel(), target: 'P_good', features, tree: buildTree(root, 2) };
    expect(outputNames(model, dialect)).toEqual([
      'leaf_2',
      'path_2',
      'decision_2',
      'p_bad_2',
      'p_good_2',
    ]);
    const { query, tests } = printSql(contentFor(model), dialect, 'flat');
    const columns = names.map((name) => `${identifier(name)} ${numeric}`).join(', ');
    const statements = [
      `CREATE TABLE rows (${columns})`,
      `INSERT INTO rows VALUES (${names.map(() => 1).join(', ')})`,
    ];
    const [row] = await asked(host, statements, query);
    expect(row?.slice(names.length)).toEqual([0, expect.any(String), 'bad', 1, 0]);
    expect(await asked(host, statements, tests[0]!)).toEqual([]);
  });
}
