import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { countSteps, findCounter } from '../../src/node/instructions.ts';

/** A folder that is the whole PATH, where programs play what they are named after. */
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-count-'));
  vi.stubEnv('PATH', folder);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });
});

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
}

const VALGRIND = `
if [ "$1" = --version ]; then echo valgrind-9.9; exit 0; fi
echo "$*" > asked
i=0
for total in 9000 100 350 7; do i=$((i + 1)); echo "totals: $total" > counts.$i; done`;

const PERF = `
if [ "$1" = --version ]; then echo perf version 9.9; exit 0; fi
for last; do :; done
case "$last" in a) count=5100;; b) count=5350;; *) count=5000;; esac
echo "$count,,instructions:u,1000,100.00,," >&2`;

const script = () => ({ folder, file: 'count.mjs', args: ['3'] });

describe.skipIf(process.platform === 'win32')('instructions', () => {
  test('are counted by valgrind in one process, a step from mark to mark', async () => {
    await program('valgrind', VALGRIND);
    await program('perf', PERF);
    const counter = await findCounter();
    expect(counter).toEqual({ kind: 'valgrind', name: 'valgrind-9.9' });
    expect(await countSteps(counter, script(), ['a', 'b'])).toEqual([100, 350]);
    const asked = await readFile(join(folder, 'asked'), 'utf8');
    expect(asked).toContain('--single-threaded --hash-seed=1 --random-seed=1 count.mjs 3 a b\n');
  });

  test('are counted by perf where there is no valgrind, a process a step', async () => {
    await program('perf', PERF);
    const counter = await findCounter();
    expect(counter).toEqual({ kind: 'perf', name: 'perf version 9.9' });
    expect(await countSteps(counter, script(), ['a', 'b'])).toEqual([5100, 5350]);
  });

  test.each(['neither', 'a perf that may not count'])('are refused with %s', async (what) => {
    const cannot = 'echo "<not supported>,,instructions:u,0,100.00,," >&2';
    if (what !== 'neither') await program('perf', cannot);
    await expect(findCounter()).rejects.toMatchObject({
      code: 'E_ENGINE',
      exitCode: 4,
      message: expect.stringContaining('install valgrind'),
    });
  });

  test('that were not counted are refused in one line', async () => {
    await program('valgrind', 'echo "disk is full" >&2; exit 1');
    const counter = { kind: 'valgrind', name: 'valgrind-9.9' } as const;
    const failing = countSteps(counter, script(), ['a']);
    await expect(failing).rejects.toThrow('valgrind did not count (disk is full)');
    await program('valgrind', 'exit 0');
    const silent = countSteps(counter, script(), ['a']);
    await expect(silent).rejects.toMatchObject({ code: 'E_ENGINE' });
  });
});
