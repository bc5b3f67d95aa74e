import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder, toyFile } from './toy-data.ts';

const CLI = join(import.meta.dirname, '../../bin/espalier.js');

/** Every file below a folder, by its path, as base64. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length), await readFile(path, 'base64')] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

test('one seed gives the same bytes in another folder, locale and time zone; another seed does not', async () => {
  const folder = await temporaryFolder();
  const data = await toyFile(folder, { target: 'three' });
  const distil = async (out: string, seed: string, environment: NodeJS.ProcessEnv) => {
    const args = ['distill', data, '--target', 'answer', '--out', join(folder, out)];
    const small = ['--trees', '15', '--max-depth', '3', '--seed', seed, '--keep-rows'];
    await promisify(execFile)(process.execPath, [CLI, ...args, ...small], {
      env: { ...process.env, ...environment },
    });
    return contents(join(folder, out, 'toy'));
  };
  const one = await distil('a', '7', { LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' });
  const two = await distil('deeper/down/b', '7', { LC_ALL: 'C', TZ: 'America/New_York' });
  const other = await distil('c', '8', {});
  expect(Object.keys(one).length).toBeGreaterThan(15);
  expect(two).toEqual(one);
  expect(Object.keys(other).toSorted()).toEqual(Object.keys(one).toSorted());
  expect(other['/tree.json']).not.toBe(one['/tree.json']);
});
