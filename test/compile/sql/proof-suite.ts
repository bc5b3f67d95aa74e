import { expect, test } from 'vitest';
import type { Dialect } from '../../../src/compile/sql/dialect.ts';
import { printSql } from '../../../src/compile/sql/print-sql.ts';
import { proveSql, type SqlParser } from '../../../src/compile/sql/prove-sql.ts';
import type { SqlHost } from '../../../src/compile/sql/run.ts';
import { buildTree } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import { creditModel, growing, numericFeature } from '../models.ts';
import { SQL_MODELS } from './models.ts';

/** Every model is proven, with all that a database can prove of it. */
export function proofSuite(host: SqlHost, dialect: Dialect, parser: SqlParser): void {
  test.each(SQL_MODELS)('%s is the tree, and planted faults are caught', async (name, model) => {
    const content = contentFor(model(), name);
    const printed = printSql(content, dialect);
    const equality = await proveSql(content, dialect, printed, parser, host);
    expect(equality).toMatchObject({ readBack: 'equal', ranBy: host.name, differences: 0 });
    const { applied, equivalent, caught } = equality.mutants;
    expect(caught).toBe(applied - equivalent);
    expect(caught).toBeGreaterThanOrEqual(name === 'constant' ? 0 : 19);
  });

  // A fault may ask a feature that the tree does not.
  test.each(['\ud800', 'a\0b'])('a feature called %j matters only where asked', async (name) => {
    const features = [numericFeature('a'), numericFeature(name)];
    const { leaf, split } = growing(features);
    const tree = buildTree(split('a', 1, true, leaf(1, 0), leaf(0, 1)), 2);
    const content = contentFor({ ...creditModel(), features, tree });
    const printed = printSql(content, dialect);
    const { mutants } = await proveSql(content, dialect, printed, parser, host);
    expect(mutants.caught).toBeGreaterThan(4);
  });

  test('the other form is the tree as well', async () => {
    for (const name of ['credit', 'towns', 'price']) {
      const model = SQL_MODELS.find(([one]) => one === name)![1]();
      const content = contentFor(model, name);
      const printed = printSql(content, dialect, 'flat');
      const equality = await proveSql(content, dialect, printed, parser, host);
      expect(equality.mutants.caught).toBeGreaterThan(15);
    }
  });
}
