import { describe, expect, test } from 'vitest';
import { compileSql } from '../../../src/commands/targets/sql.ts';
import type { Dialect } from '../../../src/commands/names.ts';
import { buildTree, type Model } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import { categoryFeature, chainModel, creditModel, growing, numericFeature } from '../models.ts';

function compile(model: Model, dialect: Dialect) {
  return compileSql(contentFor(model), { dialect, numbers: 'float64', signal: undefined });
}

/** A tree that asks the first of two features alone. */
function modelOf(asked: string, other = 'other'): Model {
  const features = [numericFeature(asked), numericFeature(other)];
  const { leaf, split } = growing(features);
  const root = split(asked, 1, true, leaf(1, 0), leaf(0, 1));
  return { ...creditModel(), features, tree: buildTree(root, 2) };
}

function withCategory(name: string): Model {
  const features = [categoryFeature('c', ['a', name])];
  const { leaf, split } = growing(features);
  const root = split('c', ['a'], true, leaf(1, 0), leaf(0, 1));
  return { ...creditModel(), features, tree: buildTree(root, 2) };
}

const LONG = 'a'.repeat(64);
const UMLAUTS = 'ü'.repeat(32);

describe('names that a database cannot hold are refused in one line', () => {
  test.each<[string, Model, Dialect, string]>([
    ['NUL in a column', modelOf('a\0b'), 'duckdb', 'the column "a\\u0000b" holds a NUL'],
    ['NUL in a column', modelOf('a\0b'), 'sqlite', 'no text in SQLite can'],
    ['half a character', modelOf('\ud800'), 'postgres', 'the column "\\ud800" holds half of a'],
    [
      'NUL in a category',
      withCategory('\0'),
      'sqlite',
      'the category "\\u0000" of "c" holds a NUL',
    ],
    ['half a category', withCategory('x\udc00'), 'duckdb', 'the category "x\\udc00" of "c"'],
    [
      'half a class',
      { ...creditModel(), classNames: ['\ud83d', 'good'] },
      'duckdb',
      'the class "\\ud83d"',
    ],
    ['no name', modelOf(''), 'postgres', 'the column "" has no name'],
    [
      'a long name',
      modelOf(LONG),
      'postgres',
      'has a name of 64 bytes, of which PostgreSQL keeps 63',
    ],
    ['a name of many bytes', modelOf(UMLAUTS), 'postgres', 'has a name of 64 bytes'],
    ['a constant', modelOf('True'), 'sqlite', 'the column "True" has a name that SQLite takes for'],
    ['a system column', modelOf('xmin'), 'postgres', 'a name that PostgreSQL takes for something'],
    [
      'case alone',
      modelOf('a', 'A'),
      'duckdb',
      'the column "a" differs from "A" only in case, which DuckDB ignores',
    ],
    ['case alone', modelOf('Straße', 'sTRAßE'), 'sqlite', 'only in case, which SQLite ignores'],
  ])('%s: %#', async (_, model, dialect, message) => {
    const refused = await compile(model, dialect).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'E_SQL_NAME',
      exitCode: 3,
      message: expect.stringContaining(message),
    });
    expect((refused as Error).message).toMatch(/^[^\n\0]*; rename it and distil again\.$/);
  });
});

describe('what only looks alike is not refused', () => {
  test.each<[string, Model, Dialect]>([
    ['a long name where names may be long', modelOf(LONG), 'duckdb'],
    ['a long name where names may be long', modelOf(LONG), 'sqlite'],
    ['a name of 63 bytes', modelOf('a'.repeat(63)), 'postgres'],
    ['case where it is kept', modelOf('a', 'A'), 'postgres'],
    ['the case of letters outside ASCII', modelOf('ä', 'Ä'), 'duckdb'],
    ['the case of letters outside ASCII', modelOf('ä', 'Ä'), 'sqlite'],
    ['a bad name that is never asked', modelOf('a', 'b\0'), 'duckdb'],
    ['a constant where it is a name', modelOf('true'), 'duckdb'],
    ['a whole character of two halves', modelOf('😀'), 'postgres'],
  ])('%s: %#', async (_, model, dialect) => {
    expect((await compile(model, dialect)).equality).toMatchObject({ readBack: 'equal' });
  });
});

test('a query that SQLite would not take is refused', async () => {
  const features = Array.from({ length: 200 }, (_, i) => numericFeature(`${i}${'x'.repeat(100)}`));
  const { leaf, split } = growing(features);
  const grow = (from: number, levels: number): ReturnType<typeof leaf> =>
    levels === 0
      ? leaf(1, 0)
      : split(
          features[from % 200]!.name,
          0.1,
          true,
          grow(2 * from + 1, levels - 1),
          grow(2 * from + 2, levels - 1),
        );
  const model = { ...creditModel(), features, tree: buildTree(grow(0, 10), 2) };
  await expect(compile(model, 'sqlite')).rejects.toMatchObject({ code: 'E_SQL_SIZE', exitCode: 3 });
});

test('a tree too deep for CASE within CASE is flat for SQLite alone, and says so', async () => {
  const texts = await Promise.all(
    (['sqlite', 'postgres'] as const).map(async (dialect) =>
      String((await compile(chainModel(11), dialect)).files.get('predict.sql')),
    ),
  );
  expect(texts.map((text) => text.includes('one WHEN a leaf'))).toEqual([true, false]);
  const shallow = await compile(chainModel(10), 'sqlite');
  expect(shallow.files.get('predict.sql')).not.toContain('one WHEN a leaf');
});

test('notes say what to know before use', async () => {
  const { notes } = await compile(modelOf('a'), 'postgres');
  expect(notes).toEqual([expect.stringContaining('run test.sql in your database')]);
  const features = [numericFeature('day', { format: 'date' })];
  const { leaf, split } = growing(features);
  const root = split('day', 10957, true, leaf(1, 0), leaf(0, 1));
  const dated = await compile({ ...creditModel(), features, tree: buildTree(root, 2) }, 'duckdb');
  expect(dated.notes).toEqual([expect.stringContaining('"day": the query reads days since')]);
});
