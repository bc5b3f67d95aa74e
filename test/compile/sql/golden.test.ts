import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SQL_DIALECTS, type DialectName } from '../../../src/compile/sql/dialect.ts';
import { printSql } from '../../../src/compile/sql/print-sql.ts';
import type { Model } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import {
  chainModel,
  creditModel,
  deferring,
  hostileModel,
  penguinsModel,
  priceModel,
  townsModel,
} from '../models.ts';
import { sqlNamed } from './models.ts';

const GOLDEN = fileURLToPath(new URL('../../golden/compile', import.meta.url));

/* The databases run the same texts in databases.test.ts. */
const ALL = ['predict.sql', 'leaf.sql', 'test.sql'];
const QUERY = ['predict.sql'];
const REVIEWED: ReadonlyArray<readonly [string, () => Model, DialectName, readonly string[]]> = [
  ['credit', creditModel, 'duckdb', ALL],
  ['credit', creditModel, 'sqlite', ALL],
  ['credit', creditModel, 'postgres', ALL],
  ['penguins', penguinsModel, 'sqlite', QUERY],
  ['towns', townsModel, 'postgres', QUERY],
  ['price', priceModel, 'duckdb', QUERY],
  ['credit-deferring', () => deferring(creditModel(), [0, 4]), 'duckdb', QUERY],
  ['price-deferring', () => deferring(priceModel(), [1]), 'sqlite', QUERY],
  ['hostile', () => sqlNamed(hostileModel()), 'duckdb', QUERY],
  ['hostile', () => sqlNamed(hostileModel()), 'postgres', QUERY],
  ['chain', () => chainModel(12), 'sqlite', QUERY],
];

test.each(REVIEWED)('%s is as reviewed', async (name, makeModel, dialect, files) => {
  const printed = printSql(contentFor(makeModel(), name), SQL_DIALECTS[dialect]);
  for (const file of files) {
    const place = join(GOLDEN, name, `sql-${dialect}`, file);
    await expect(printed.files.get(file)).toMatchFileSnapshot(place);
  }
});

test('the same model and seed give the same texts', () => {
  for (const dialect of Object.values(SQL_DIALECTS)) {
    const [once, again] = [0, 1].map(() => printSql(contentFor(townsModel()), dialect).files);
    expect([...again!]).toEqual([...once!]);
  }
});
