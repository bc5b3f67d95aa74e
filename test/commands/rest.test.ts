import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { distill, explain, predict, verify } from '../../src/index.ts';
import { SMALL, temporaryFolder } from './toy-data.ts';

const LEVELS = 400;
const ROWS = 2400;

interface RawRow {
  /** Empty: missing. */
  readonly town: string;
  readonly age: string;
}

/** Rows of 400 towns; the first ones are much more frequent than the last. */
function rawRows(random: Random): RawRow[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const level = row < LEVELS ? row : Math.floor(LEVELS * random.uniform() * random.uniform());
    return {
      town: random.below(20) === 0 ? '' : `town ${level}`,
      age: random.below(30) === 0 ? '' : String(18 + random.below(50)),
    };
  });
}

/** Depends on the town: the rare ones answer unlike the missing ones and most frequent ones. */
function answerTo({ town, age }: RawRow): string {
  const level = Number(town.slice(5));
  const leans = town === '' ? false : level > 150 || level % 5 === 0;
  return leans || age === '18' ? 'yes' : 'no';
}

const csvOf = (header: string, lines: readonly string[]): string =>
  `${header}\n${lines.join('\n')}\n`;

test('a column of 400 categories means the same to the file, the function and the reasons', async () => {
  const out = await temporaryFolder();
  const rows = rawRows(new Random('rest'));
  const data = join(out, 'towns.csv');
  const lines = rows.map((row) => `${row.town},${row.age},${answerTo(row)}`);
  await writeFile(data, csvOf('town,age,answer', lines));
  const { directory, run, paths } = await distill({ ...SMALL, data, out, target: 'answer' });
  const [town] = run.features;
  if (town?.kind !== 'categorical' || town.rest === null) throw new Error('expected a rest');
  expect(run.warnings.filter(({ code }) => code === 'W_UNSEEN_CATEGORY')).toEqual([]);
  expect((await verify(directory)).checks.filter((check) => !check.ok)).toEqual([]);

  const unlisted = ['never seen', 'TOWN 1', 'town 401', 'toString', '__proto__', town.rest];
  const asked = [...rows, ...unlisted.flatMap((name) => [{ town: name, age: '40' }])];
  const file = join(out, 'asked.csv');
  await writeFile(
    file,
    csvOf(
      'town,age',
      asked.map((row) => `${row.town},${row.age}`),
    ),
  );
  const { predictions, warnings } = await predict(directory, file, {});
  expect(warnings).toEqual([]);
  expect(predictions.filter(({ outOfRange }) => outOfRange.includes('town'))).toEqual([]);

  const module = await import(join(directory, 'predict.js'));
  const found = asked.map((row) => {
    const x = { town: row.town || null, age: row.age === '' ? null : Number(row.age) };
    return { answer: module.predict(x), path: module.explain(x).id, value: module.score(x) };
  });
  expect(found).toEqual(predictions.map(({ answer, path, value }) => ({ answer, path, value })));

  // The tree asks for the town, and it is the rest that the unlisted texts follow: not the missing.
  const ofUnlisted = new Set(found.slice(ROWS).map(({ path }) => path));
  const ofMissing = module.explain({ town: null, age: 40 }).id;
  expect(ofUnlisted.size).toBe(1);
  expect([...ofUnlisted]).not.toContain(ofMissing);
  const condition = paths
    .find(({ id }) => ofUnlisted.has(id))
    ?.conditions.find(({ feature }) => feature === 'town');
  expect(condition).toMatchObject({ categories: expect.arrayContaining([town.rest]) });

  const { explanation } = await explain(directory, file, ROWS + 1, {});
  expect(explanation.reasons.map(({ value }) => value)).toContain(`any other value (${town.rest})`);
});
