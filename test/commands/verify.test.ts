import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/commands/compile.ts';
import { distill, verify } from '../../src/index.ts';
import { documentText, sealed } from '../../src/report/documents.ts';
import { SMALL, temporaryFolder, toyFile } from './toy-data.ts';

async function freshRun(): Promise<string> {
  const out = await temporaryFolder();
  const done = await distill({ ...SMALL, data: await toyFile(out), target: 'answer', out });
  return done.directory;
}

test('a byte changed in any file is named', async () => {
  const directory = await freshRun();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && entry.name !== 'run.json')
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
  expect(names.length).toBeGreaterThan(12);
  for (const name of names) {
    const path = join(directory, name);
    const bytes = await readFile(path);
    const changed = Buffer.from(bytes);
    const at = Math.floor(changed.length / 2);
    changed[at] = changed[at]! ^ 1;
    await writeFile(path, changed);
    const verdict = await verify(directory);
    expect(verdict.ok).toBe(false);
    expect(verdict.checks[0]).toMatchObject({ name: 'files', ok: false });
    expect(verdict.checks[0]!.detail).toContain(`${name} was changed`);
    await writeFile(path, bytes);
  }
  expect((await verify(directory)).ok).toBe(true);
});

test('a value of run.json that nothing follows from is sealed all the same', async () => {
  const directory = await freshRun();
  const path = join(directory, 'run.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"file": "toy.csv"', '"file": "joy.csv"'));
  const verdict = await verify(directory);
  expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([
    { name: 'files', ok: false, detail: 'run.json was changed after it was written' },
  ]);
});

test('a file that is gone is named', async () => {
  const directory = await freshRun();
  await rm(join(directory, 'paths.csv'));
  const verdict = await verify(directory);
  expect(verdict.checks[0]!.detail).toBe('paths.csv is not there');
});

/** Changes a file and makes run.json and its seal agree with the change: hashes alone would not notice. */
async function forge(directory: string, name: string, edit: (text: string) => string) {
  const text = edit(await readFile(join(directory, name), 'utf8'));
  await writeFile(join(directory, name), text);
  const manifest = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
  if (name !== 'run.json') {
    manifest.artifacts[name] = createHash('sha256').update(text).digest('hex');
  }
  const { seal: _old, ...run } = manifest;
  await writeFile(join(directory, 'run.json'), documentText(sealed(run)));
}

test('figures, code and evidence that do not follow from the files are named', async () => {
  const original = await freshRun();
  const forged = async (name: string, edit: (text: string) => string) => {
    const copy = `${original}-forged`;
    await rm(copy, { recursive: true, force: true });
    await cp(original, copy, { recursive: true });
    await forge(copy, name, edit);
    const verdict = await verify(copy);
    return verdict.checks.filter((check) => !check.ok).map((check) => check.name);
  };
  const bump = (text: string, field: string) =>
    text.replace(new RegExp(`"${field}": \\{\\s*"value": [0-9.]+`), `"${field}": { "value": 0.999`);
  expect(await forged('run.json', (text) => bump(text, 'fidelity'))).toEqual(['metrics']);
  expect(await forged('run.json', (text) => bump(text, 'answered'))).toEqual(['metrics']);
  const deferring = (text: string): string => text.replace('"floor": null,', '"floor": 0.5,');
  expect(await forged('run.json', deferring)).toEqual(['metrics']);
  expect(await forged('predict.js', (text) => text.replace('return 0;', 'return 1;'))).toEqual([
    'code',
  ]);
  expect(
    await forged('paths.json', (text) => text.replace(/"test": (\d+)/, '"test": 1$1')),
  ).toEqual(['paths']);
  expect(await forged('frontier.json', (text) => text.replace('"depths"', '"deeps"'))).toEqual([
    'documents',
  ]);
});

test('compiled code is verified with the run, and named when it was changed', async () => {
  const directory = await freshRun();
  await compile(directory, 'cjs');
  const sound = await verify(directory);
  expect(sound.ok).toBe(true);
  expect(sound.checks.find(({ name }) => name === 'compiled')?.detail).toContain('cjs');
  const path = join(directory, 'compiled/cjs/predict.cjs');
  await writeFile(path, `${await readFile(path, 'utf8')} `);
  expect((await verify(directory)).checks.filter(({ ok }) => !ok)).toEqual([
    {
      name: 'compiled',
      ok: false,
      detail: 'compiled/cjs: predict.cjs was changed after it was written',
    },
  ]);
  await rm(join(directory, 'compiled/cjs/equality.json'));
  expect((await verify(directory)).ok).toBe(false);
});
