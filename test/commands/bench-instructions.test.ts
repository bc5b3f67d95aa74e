import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { countInstructions } from '../../src/commands/bench-instructions.ts';
import { findCounter } from '../../src/node/instructions.ts';
import { temporaryFolder } from './toy-data.ts';

/** A module like `predict.js` that asks so many questions. */
const MODULE = (questions: number): string => `
export const schema = ['a'];
export const encode = (x, buffer, offset) => void (buffer[offset] = x.a);
export function predictAt(buffer, offset) {
  const f0 = buffer[offset];
  ${Array.from({ length: questions }, (_, i) => `if (f0 === ${-i - 1}) return ${i};`).join('\n  ')}
  return 1;
}
export const predict = (x) => x.a > 1 ? 'yes' : 'no';
export function predictBatch(buffer, nRows, out) {
  for (let i = 0; i < nRows; i++) out[i] = predictAt(buffer, i);
}`;

const ROWS = Array.from({ length: 40 }, (_, a) => ({ a: a + 0.5 }));
const counter = await findCounter().catch(() => null);
const reason = counter === null ? ' (skipped: neither valgrind nor perf counts here)' : '';

test.skipIf(counter === null)(
  `what a row takes is counted, and only that${reason}`,
  async () => {
    const found = await countInstructions(counter!, MODULE(200), 'classification', ROWS, undefined);
    expect(found).toMatchObject({ counter: counter!.name, rows: 40 });
    expect(found.predict).toBeGreaterThan(3);
    expect(found.predict).toBeLessThan(60);
    // A comparison and a jump for each of the 200 questions.
    for (const count of [found.predictAt, found.predictBatch]) {
      expect(count).toBeGreaterThan(200);
      expect(count).toBeLessThan(1500);
    }
  },
  240_000,
);

describe.skipIf(process.platform === 'win32')('counting that is stopped', () => {
  test('ends its process and leaves no file', async () => {
    const [programs, files] = [await temporaryFolder(), await temporaryFolder()];
    const pid = join(programs, 'pid');
    const valgrind = join(programs, 'valgrind');
    await writeFile(valgrind, `#!/bin/sh\necho $$ > '${pid}'\nexec /bin/sleep 60\n`);
    await chmod(valgrind, 0o755);
    vi.stubEnv('PATH', programs);
    vi.stubEnv('TMPDIR', files);
    onTestFinished(() => void vi.unstubAllEnvs());

    const stop = new AbortController();
    const fake = { kind: 'valgrind', name: 'valgrind-9.9' } as const;
    const task = 'classification';
    const counting = countInstructions(fake, MODULE(1), task, ROWS, stop.signal);
    const stopped = expect(counting).rejects.toThrow('stopped by hand');
    await expect.poll(() => readFile(pid, 'utf8').catch(() => '')).toMatch(/\d\n/);
    expect(await readdir(files)).toHaveLength(1);
    stop.abort(new Error('stopped by hand'));
    await stopped;
    expect(await readdir(files)).toEqual([]);
    const child = Number(await readFile(pid, 'utf8'));
    await expect.poll(() => isAlive(child)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
