import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { main } from '../../src/cli.ts';
import { Random } from '../../src/core/random.ts';
import type { FrontierDocument, PathsDocument, RunDocument } from '../../src/core/run.ts';
import { DEFER } from '../../src/core/tree.ts';
import { verify } from '../../src/index.ts';
import { temporaryFolder } from './toy-data.ts';

/** The young are answered no; of the old, owners yes and others no. */
function homesCsv(rows: number): string {
  const random = new Random('homes');
  const lines = Array.from({ length: rows }, () => {
    const [age, income] = [18 + random.below(50), random.below(100)];
    const home = random.below(2) === 0 ? 'owner' : 'rent';
    return [age, income, home, age >= 40 && home === 'owner' ? 'yes' : 'no'].join(',');
  });
  return ['age,income,home,answer', ...lines, ''].join('\n');
}

/** Distils that table with these flags, as the command line does. */
async function distilled(...flags: readonly string[]) {
  const folder = await temporaryFolder();
  const data = join(folder, 'homes.csv');
  await writeFile(data, homesCsv(300));
  const said: string[] = [];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockReturnValue(true),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0),
  ];
  const small = ['--trees', '15', '--max-depth', '3'];
  const out = join(folder, 'reports');
  const code = await main(['distill', data, '-t', 'answer', '--out', out, ...small, ...flags]);
  for (const spy of spies) spy.mockRestore();
  return { code, folder, said: said.join(''), directory: join(out, 'homes') };
}

test('a run that defers, withholds a column and counts classes alike keeps to it, and verifies', async () => {
  const wishes = ['--defer', '0.9', '--forbid', 'home', '--objective', 'balanced'];
  const { code, directory } = await distilled(...wishes);
  expect(code).toBe(0);
  const verdict = await verify(directory);
  expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(verdict.ok).toBe(true);

  const read = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(directory, name), 'utf8')) as T;
  const { paths } = await read<PathsDocument>('paths.json');
  const asking = paths.filter(({ decision }) => decision === DEFER);
  expect(asking.length).toBeGreaterThan(0);
  expect(asking.length).toBeLessThan(paths.length);
  const asked = paths.flatMap(({ conditions }) => conditions.map(({ feature }) => feature));
  expect(new Set(asked)).not.toContain('home');

  const run = await read<RunDocument>('run.json');
  expect(run.deferral).toMatchObject({ floor: 0.9, leaves: asking.length });
  expect(run.groups.map(({ feature, forbidden }) => [feature, forbidden])).toEqual([
    ['home', true],
  ]);
  const { pick, depths } = await read<FrontierDocument>('frontier.json');
  expect(pick.objective).toBe('balanced');
  expect(depths[pick.depth - 1]!.select.asGood).toBeGreaterThanOrEqual(0.1);

  expect(await readFile(join(directory, 'predict.ts'), 'utf8')).toContain(
    `export const DEFER = "${DEFER}";`,
  );
  const { predict, explain } = await import(join(directory, 'predict.js'));
  for (const home of ['owner', 'rent']) {
    expect(predict({ age: 25, income: 50, home })).toBe('no');
    expect(predict({ age: 60, income: 50, home })).toBe(DEFER);
    expect(asking.map(({ id }) => id)).toContain(explain({ age: 60, income: 50, home }).id);
  }
});

test.each([
  [['--role', 'explains', '--forbid', 'home'], /^E_OPTION: --forbid "home" with --role explains/],
  [['--defer', '1'], /^E_OPTION: defer is 1: use a number between 0 and 1\./],
] as const)('%j is refused, and nothing is written', async (flags, reason) => {
  const { code, folder, said } = await distilled(...flags);
  expect(code).toBe(2);
  expect(said).toMatch(reason);
  expect(said.trimEnd()).not.toContain('\n');
  expect(await readdir(folder)).toEqual(['homes.csv']);
});
