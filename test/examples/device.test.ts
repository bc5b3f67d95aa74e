import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { moduleFolder, runExample } from './run-example.ts';

const missing = [process.env['CC'] ?? 'gcc', 'size'].filter(
  (command) => spawnSync(command, ['--version']).status !== 0,
);

test('the tree in C is small, and decides every row as predict.js does', async ({ skip }) => {
  if (process.env['CI'] === undefined) skip(missing.length > 0, `no ${missing.join(' and no ')}`);
  expect(missing, 'programs that are not here').toEqual([]);
  const text = await runExample('device/run.mjs', ['--quick', '--out', await moduleFolder()]);
  for (const numbers of ['float64', 'float32', 'int32']) {
    const line = text.split('\n').find((one) => one.trim().startsWith(numbers)) ?? '';
    const [, code = 0, constants = 0, memory] = line.trim().split(/\s+/).map(Number);
    expect(code).toBeGreaterThan(20);
    expect(code + constants).toBeLessThan(4096);
    expect(memory).toBe(0);
    expect(line).toContain('4454 of 4454 rows');
  }
}, 300_000);
