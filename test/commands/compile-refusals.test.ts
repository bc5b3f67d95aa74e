import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../src/core/hash.ts';
import { CREDIT_RUN, writeRun } from '../fixtures/site-run.ts';
import { cli } from './command-line.ts';
import { temporaryFolder } from './toy-data.ts';

let cwd: string;
let run: string;

beforeEach(async () => {
  cwd = await temporaryFolder();
  await writeRun(join(cwd, 'reports'), CREDIT_RUN);
  run = join(cwd, 'reports/credit');
});

/** Compiles the run, which must end in one line, with everything left as it was. */
async function refusalOf(target: string): Promise<{ code: number | null; line: string }> {
  const before = await readdir(run);
  const { code, out, err } = await cli(cwd, 'compile', 'credit', '--to', target);
  expect(out).toBe('');
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err.length).toBeLessThan(500);
  expect(await readdir(run)).toEqual(before);
  return { code, line: err };
}

test('the run compiles as it is', async () => {
  expect(await cli(cwd, 'compile', 'credit', '--to', 'ts')).toMatchObject({ code: 0, err: '' });
  expect(await readdir(join(run, 'compiled/ts'))).toContain('predict.ts');
});

test.each(['cobol', '__proto__\n\u202e'])('no target %j: exit 2', async (target) => {
  const { code, line } = await refusalOf(target);
  expect(code).toBe(2);
  expect(line).toMatch(/^E_TARGET: ".+" is not a target/);
});

describe('a corrupted tree.json: exit 3', () => {
  async function corrupt(from: string, to: string): Promise<string> {
    const file = join(run, 'tree.json');
    const was = await readFile(file, 'utf8');
    const is = was.replace(from, to);
    expect(is).not.toBe(was);
    await writeFile(file, is);
    return is;
  }

  test('a flag changed', async () => {
    await corrupt('"missingLeft":[true', '"missingLeft":[false');
    const { code, line } = await refusalOf('ts');
    expect(code).toBe(3);
    expect(line).toMatch(/^E_RUN: .*tree\.json was changed after it was written/);
  });

  test.each([
    ['a cycle', '"left":[1,', '"left":[0,', /^E_MODEL: .*node 0 has a child that is not below it/],
    ['no number', '"threshold":[', '"threshold":[NaN,', /^E_RUN: .*tree\.json is not JSON/],
    ['a version', 'espalier-tree/1', 'espalier-tree/2', /^E_MODEL: .*schema is "espalier-tree\/2"/],
  ])('%s, with the right hashes', async (_, from, to, message) => {
    const is = await corrupt(from, to);
    const manifest = JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
    manifest.modelHash = sha256Hex(is);
    manifest.artifacts['tree.json'] = sha256Hex(is);
    await writeFile(join(run, 'run.json'), JSON.stringify(manifest));
    const { code, line } = await refusalOf('ts');
    expect(code).toBe(3);
    expect(line).toMatch(message);
  });
});

describe('a folder that cannot be written to: exit 4', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a file in its place', () => writeFile(join(run, 'compiled'), 'mine')],
    ['where nobody may write', () => symlink('/proc', join(run, 'compiled'))],
  ])('%s', async (_, spoil) => {
    await spoil();
    const { code, line } = await refusalOf('ts');
    expect(code).toBe(4);
    expect(line).toMatch(/^E_DISK: writing .*compiled.* failed \([A-Z]+\)/);
  });
});
