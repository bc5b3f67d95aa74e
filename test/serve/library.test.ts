import { mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { RunList } from '../../src/serve/contract.ts';
import { openLibrary } from '../../src/serve/library.ts';
import { CREDIT_RUN, writeRun } from '../fixtures/site-run.ts';
import { startTestSite, type TestSite } from './site.ts';

let site: TestSite;
let folder: string;

beforeEach(async () => {
  site = await startTestSite([CREDIT_RUN]);
  folder = path.join(site.reports, 'credit');
});
afterEach(() => site.close());

async function runs(): Promise<RunList['runs']> {
  return (JSON.parse((await site.ask('/api/v1/runs')).body) as RunList).runs;
}

async function reason(): Promise<string> {
  const [run] = await runs();
  return run?.verifies === false ? run.reason : '';
}

/** Edits run.json as a forger would: it stays JSON. */
async function forge(change: (run: Record<string, unknown>) => void): Promise<void> {
  const file = path.join(folder, 'run.json');
  const run = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  change(run);
  await writeFile(file, JSON.stringify(run));
}

describe('a run that does not verify is listed with the reason, and nothing of it is shown', () => {
  const damages: [string, RegExp, () => Promise<unknown>][] = [
    ['a changed byte', /tree\.json was changed/, () => writeFile(`${folder}/tree.json`, '{}')],
    ['a lost file', /paths\.csv is not there/, () => rm(`${folder}/paths.csv`)],
    ['no JSON', /run\.json is not JSON/, () => writeFile(`${folder}/run.json`, '{')],
    ['another shape', /not as expected/, () => forge((run) => (run['fidelity'] = 'perfect'))],
    [
      'a path out of the run',
      /not as expected/,
      () =>
        forge((run) => {
          run['artifacts'] = { '../../etc/passwd': '0'.repeat(64) };
        }),
    ],
    [
      'a link for a file',
      /paths\.csv is not there/,
      async () => {
        await rm(`${folder}/paths.csv`);
        await symlink('/etc/passwd', `${folder}/paths.csv`);
      },
    ],
  ];
  test.each(damages)('%s', async (_name, expected, damage) => {
    expect((await site.ask('/runs/credit')).status).toBe(200);
    await damage();
    expect(await reason()).toMatch(expected);
    const page = await site.ask('/runs/credit');
    expect(page.status).toBe(409);
    expect(page.body).toContain('This run does not verify');
    expect(page.body).not.toContain(site.reports);
    expect((await site.ask('/')).body).toContain('Refused:');
    expect((await site.ask('/api/v1/runs/credit')).status).toBe(409);
    expect((await site.ask('/runs/credit/files/paths.json')).status).toBe(409);
  });

  test('a list of paths that hides one', async () => {
    const { createHash } = await import('node:crypto');
    const file = path.join(folder, 'paths.json');
    const document = JSON.parse(await readFile(file, 'utf8')) as { paths: unknown[] };
    document.paths.pop();
    const text = JSON.stringify(document);
    await writeFile(file, text);
    await forge((run) => {
      const artifacts = run['artifacts'] as Record<string, string>;
      artifacts['paths.json'] = createHash('sha256').update(text).digest('hex');
    });
    expect(await reason()).toMatch(/does not list the paths/);
  });
});

test('other folders, files and links are not runs', async () => {
  await mkdir(path.join(site.reports, 'empty'));
  await mkdir(path.join(site.reports, '.tmp-credit'));
  await writeFile(path.join(site.reports, 'run.json'), '{}');
  await symlink(folder, path.join(site.reports, 'linked'));
  expect((await runs()).map((run) => run.name)).toEqual(['credit']);
  for (const id of ['empty', '.tmp-credit', 'linked', 'run.json']) {
    expect((await site.ask(`/runs/${id}`)).status, id).toBe(404);
  }
});

test('runs come and go while the site stands', async () => {
  await writeRun(site.reports, { ...CREDIT_RUN, name: 'second' });
  expect((await runs()).map((run) => run.name)).toEqual(['credit', 'second']);
  await rm(folder, { recursive: true });
  expect((await runs()).map((run) => run.name)).toEqual(['second']);
  expect((await site.ask('/runs/credit')).status).toBe(404);
});

test('a touched file is checked again and still verifies', async () => {
  await site.ask('/runs/credit');
  await utimes(path.join(folder, 'tree.json'), 1, 1);
  expect((await runs())[0]?.verifies).toBe(true);
});

test('requests at the same time load a run once', async () => {
  const library = openLibrary(site.reports, 0);
  const [one, list, two] = await Promise.all([
    library.find('credit'),
    library.list(),
    library.find('credit'),
  ]);
  expect(one?.run).not.toBeNull();
  expect(list[0]?.run).toBe(one?.run);
  expect(two?.run).toBe(one?.run);
  expect((await library.find('credit'))?.run).toBe(one?.run);
});

test('an empty or absent folder says how to make a run', async () => {
  await rm(site.reports, { recursive: true });
  const page = await site.ask('/');
  expect(page.status).toBe(200);
  expect(page.body).toContain('espalier distill');
});
