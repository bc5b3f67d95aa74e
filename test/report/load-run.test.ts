import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { EspalierError } from '../../src/core/errors.ts';
import { sha256Hex } from '../../src/core/hash.ts';
import type { PathRecord } from '../../src/core/run.ts';
import { loadRun, readManifest, type LoadedRun } from '../../src/report/load-run.ts';
import { temporaryFolder } from '../commands/toy-data.ts';
import { CREDIT_RUN, writeRun } from '../fixtures/site-run.ts';

let folder: string;

beforeEach(async () => {
  const reports = await temporaryFolder();
  await writeRun(reports, CREDIT_RUN);
  folder = join(reports, 'credit');
});

/** The run, or why it does not load. */
const load = (): Promise<unknown> =>
  readManifest(folder)
    .then((manifest) => loadRun('credit', folder, manifest))
    .catch((error: unknown) => error);

/** Changes the manifest, which stays JSON. */
async function forge(change: (run: Record<string, unknown>) => void): Promise<void> {
  const run = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  change(run);
  await writeFile(join(folder, 'run.json'), JSON.stringify(run));
}

/** Changes `tree.json`, and all hashes with it. */
async function forgeTree(change: (text: string) => string | Buffer): Promise<void> {
  const content = change(await readFile(join(folder, 'tree.json'), 'utf8'));
  await writeFile(join(folder, 'tree.json'), content);
  const hash = sha256Hex(content);
  await forge((run) => {
    run['modelHash'] = hash;
    Object.assign(run['artifacts'] as object, { 'tree.json': hash });
  });
}

function expectRefusal(found: unknown, code: string, words: string): void {
  expect(found).toBeInstanceOf(EspalierError);
  const { message } = found as EspalierError;
  expect(found).toMatchObject({ code, exitCode: 3, message: expect.stringContaining(words) });
  expect(message.length).toBeLessThan(400);
  expect(message).not.toMatch(/[\n\u202e]/);
}

test('the run itself loads, with a tree that was written anew as well', async () => {
  expect(await load()).toMatchObject({ id: 'credit' });
  await forgeTree((text) => `${text}\n`);
  expect(await load()).toMatchObject({ id: 'credit' });
});

test('flags that another version told otherwise are said to be worked out anew', async () => {
  const writeFlags = async (flags: (path: PathRecord) => readonly string[]): Promise<unknown> => {
    const file = join(folder, 'paths.json');
    const document = JSON.parse(await readFile(file, 'utf8')) as { paths: PathRecord[] };
    const paths = document.paths.map((path) => ({ ...path, flags: flags(path) }));
    const content = JSON.stringify({ ...document, paths });
    await writeFile(file, content);
    await forge((run) => {
      Object.assign(run['artifacts'] as object, { 'paths.json': sha256Hex(content) });
    });
    return load();
  };
  const { paths } = (await load()) as LoadedRun;
  const own = new Map(paths.map(({ id, flags }) => [id, flags]));
  const whole = await writeFlags(({ id }) => own.get(id)!.toReversed());
  expect(whole).toMatchObject({ flagsRecomputed: false });
  const old = await writeFlags(({ flags }) => [...new Set([...flags, 'low-fidelity'])]);
  expect(old).toMatchObject({ flagsRecomputed: true, paths });
});

test('a tree whose bytes were changed is refused by its hash', async () => {
  const file = join(folder, 'tree.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('0.', '1.'));
  expectRefusal(await load(), 'E_RUN', 'tree.json was changed after it was written');
});

describe('a tree that has its hash is refused', () => {
  test.each<[string, string, (text: string) => string | Buffer, string]>([
    ['cut off', 'E_RUN', (text) => text.slice(0, -9), 'tree.json is not JSON'],
    [
      'in Latin-1',
      'E_RUN',
      (text) => Buffer.from(text.replace('good', 'g\u00f6\u00f6d'), 'latin1'),
      'tree.json is not UTF-8',
    ],
    [
      'with a key twice',
      'E_RUN',
      (text) => text.replace('"left":', '"left":[],"left":'),
      'tree.json has the key "left" twice',
    ],
    [
      'with a key of its own',
      'E_MODEL',
      (text) => text.replace('"left":', '"x\\u202e\\n":1,"left":'),
      'nodes has the unknown key',
    ],
    [
      'with a node that is its own child',
      'E_MODEL',
      (text) => text.replace('"left":[1', '"left":[0'),
      'node 0 has a child that is not below it',
    ],
  ])('%s', async (_, code, change, words) => {
    await forgeTree(change);
    expectRefusal(await load(), code, words);
  });
});

describe('names of a stranger do not get into a refusal as they are', () => {
  test('where an artifact has no proper name', async () => {
    await forge((run) => {
      run['artifacts'] = { [`x\n\u202e${'y'.repeat(10_000)}`]: 'z' };
    });
    expectRefusal(await load(), 'E_RUN', 'run.json is not as expected at artifacts.x\\u000a');
  });

  test('where an artifact that is not there has a long one', async () => {
    await forge((run) => Object.assign(run['artifacts'] as object, { ['a'.repeat(1e5)]: HASH }));
    expectRefusal(await load(), 'E_RUN', 'aaaa');
  });
});

const HASH = '0'.repeat(64);
