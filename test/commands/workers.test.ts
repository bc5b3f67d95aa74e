import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { distill } from '../../src/index.ts';
import { temporaryFolder, toyFile, type ToyColumns } from './toy-data.ts';

const CLI = join(import.meta.dirname, '../../bin/espalier.js');

/** Enough rows, trees and levels for every stage to hand out work. */
const ENOUGH = ['-t', 'answer', '--trees', '450', '--max-depth', '7'];

function start(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [CLI, 'distill', ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...output }));
  });
  return { child, ended, output };
}

/** SHA-256 of every file below a folder, by its path. */
async function hashes(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const hash = createHash('sha256').update(await readFile(path));
    return [path.slice(folder.length), hash.digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** Writes a module that counts the threads of the process that loads it, in a file. */
async function countingThreads(folder: string, file: string): Promise<NodeJS.ProcessEnv> {
  const spy = join(folder, 'spy.mjs');
  await writeFile(
    spy,
    `import { appendFileSync } from 'node:fs';
     import { isMainThread } from 'node:worker_threads';
     if (!isMainThread) appendFileSync(${JSON.stringify(file)}, 'thread\\n');`,
  );
  return { NODE_OPTIONS: `--import=${pathToFileURL(spy).href}` };
}

async function linesOf(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}

describe('workers', () => {
  test.each<[string, ToyColumns, string[], string[]]>([
    ['two classes', {}, ['1', '2', '3'], ['--keep-rows']],
    ['three classes, balanced', { target: 'three' }, ['1', '3'], ['--objective', 'balanced']],
    ['numbers, with limits', { target: 'number' }, ['1', '3'], ['--max-leaves', '20']],
  ])(
    'give the same bytes of every artifact, however many there are: %s',
    async (_, columns, counts, more) => {
      const cwd = await temporaryFolder();
      await toyFile(cwd, { ...columns, rows: 1000 });
      const made: Record<string, string>[] = [];
      for (const workers of counts) {
        const threads = join(cwd, `threads-${workers}`);
        const spy = await countingThreads(cwd, threads);
        const args = ['toy.csv', ...ENOUGH, ...more, '--out', workers, '--workers', workers];
        const { code, err } = await start(cwd, args, spy).ended;
        expect({ code, err }).toMatchObject({ code: 0 });
        expect(await linesOf(threads)).toBe(workers === '1' ? 0 : Number(workers));
        made.push(await hashes(join(cwd, workers, 'toy')));
      }
      expect(Object.keys(made[0]!).length).toBeGreaterThan(15);
      for (const other of made) expect(other).toEqual(made[0]);
    },
    180_000,
  );

  test('are not started where there is little to do', async () => {
    const cwd = await temporaryFolder();
    await toyFile(cwd);
    const threads = join(cwd, 'threads');
    const args = ['toy.csv', '-t', 'answer', '--trees', '15', '--max-depth', '3', '--workers', '4'];
    const { code } = await start(cwd, args, await countingThreads(cwd, threads)).ended;
    expect(code).toBe(0);
    expect(await linesOf(threads)).toBe(0);
  });

  test.each(['Training the teacher', 'Asking the teacher'])(
    'end with Ctrl-C, after "%s": status 130, nothing left behind',
    async (stage) => {
      const cwd = await temporaryFolder();
      await toyFile(cwd, { rows: 2000 });
      const { child, ended, output } = start(cwd, ['toy.csv', ...ENOUGH, '--workers', '3']);
      const said = new Promise<void>((resolve) => {
        child.stderr.on('data', () => {
          if (output.err.includes(`${stage}: done`)) resolve();
        });
      });
      await said;
      child.kill('SIGINT');
      const { code, out, err } = await ended;
      expect({ code, out }).toEqual({ code: 130, out: '' });
      expect(err).toMatch(/Interrupted; nothing was written\.\n$/);
      const left = await readdir(join(cwd, 'reports')).catch(() => []);
      expect(left).toEqual([]);
    },
  );

  test('that end before their work is done are a clear error: one line, status 4, nothing written', async () => {
    const cwd = await temporaryFolder();
    await toyFile(cwd, { rows: 1000 });
    const killer = join(cwd, 'killer.mjs');
    await writeFile(
      killer,
      `import { isMainThread, parentPort } from 'node:worker_threads';
       if (!isMainThread) parentPort.once('message', () => process.exit(9));`,
    );
    const environment = { NODE_OPTIONS: `--import=${pathToFileURL(killer).href}` };
    const args = ['toy.csv', ...ENOUGH, '--workers', '2'];
    const { code, out, err } = await start(cwd, args, environment).ended;
    expect({ code, out }).toEqual({ code: 4, out: '' });
    const lines = err.split('\n').filter((line) => line !== '' && !line.endsWith(': done'));
    expect(lines).toEqual([
      'E_WORKER: a worker thread ended before its work was done (exit code 9): run again with fewer workers, or with --workers 1.',
    ]);
    expect(await readdir(cwd)).not.toContain('reports');
  });

  test('are counted from 1: other numbers are refused before anything is read', async () => {
    for (const workers of [0, 65, 1.5]) {
      await expect(distill({ data: 'nowhere.csv', target: 'answer', workers })).rejects.toThrow(
        `workers is ${workers}: use a whole number from 1 to 64.`,
      );
    }
  });
});
