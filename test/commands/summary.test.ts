import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resultText } from '../../src/commands/distill-command.ts';
import { distill, type DistillOptions } from '../../src/index.ts';
import { Random } from '../../src/core/random.ts';
import { SMALL, temporaryFolder } from './toy-data.ts';

/** The summary and the model card's student of a run on `x`, a set and a target. */
async function summaryOf(
  answer: (x: number, set: string) => string | number,
  options: Partial<DistillOptions> = {},
): Promise<string> {
  const out = await temporaryFolder();
  const random = new Random('summary');
  const lines = Array.from({ length: 200 }, (_, row) => {
    const x = random.below(1000);
    const set = ['train', 'select', 'test'][row % 3]!;
    return `${x},${set},${answer(x, set)}`;
  });
  const data = join(out, 'rows.csv');
  await writeFile(data, ['x,set,y', ...lines].join('\n'));
  const split = { kind: 'column', column: 'set' } as const;
  const done = await distill({ ...SMALL, data, out, target: 'y', split, ...options });
  return resultText(done, false);
}

test('a figure that is not defined is said in words', async () => {
  const text = await summaryOf((x, set) => (set === 'test' ? 7 : x));
  expect(text).toContain('R² to the truth: teacher not defined, student not defined');
  expect(text).not.toMatch(/undefined|NaN|null/);
});

test('a tree of one path, with nothing to close', async () => {
  const text = await summaryOf((x) => (x % 66 === 1 ? 'rare' : 'usual'), { minLeaf: 60 });
  expect(text).toContain('The student is a single leaf: it gives every row the same answer.');
  expect(text).toContain('there is no headroom to close');
});
