import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { verify } from '../../src/index.ts';
import { temporaryFolder } from './toy-data.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = join(ROOT, 'reports/example');

test('the committed example is what the code writes today', async () => {
  const folder = await temporaryFolder();
  const tsx = join(ROOT, 'node_modules/.bin/tsx');
  await promisify(execFile)(tsx, [join(ROOT, 'scripts/example.ts'), folder]);
  const written = await readdir(join(folder, 'example'), { recursive: true });
  expect((await readdir(EXAMPLE, { recursive: true })).toSorted()).toEqual(written.toSorted());
  const advice = 'if the change is meant, run: npx tsx scripts/example.ts';
  for (const name of written.filter((path) => path.includes('.'))) {
    const [found, expected] = await Promise.all(
      [EXAMPLE, join(folder, 'example')].map((base) => readFile(join(base, name))),
    );
    expect(found!.equals(expected!), `${name} differs; ${advice}`).toBe(true);
  }
  expect((await verify(EXAMPLE)).ok).toBe(true);
});
