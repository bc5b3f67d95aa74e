import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/commands/compile.ts';
import { distill } from '../../src/index.ts';
import { SMALL, temporaryFolder, toyFile } from './toy-data.ts';

const COST = /reads: \{[^}]*cost: \{ expected: ([\d.]+), most: ([\d.]+) \}/;

test('what knowing the features of a path costs is told, by distill and by compile', async () => {
  const out = await temporaryFolder();
  const data = await toyFile(out);
  const featureCost = new Map([['income', 0.001]]);
  const options = { ...SMALL, data, target: 'answer', out, featureCost };
  const { directory } = await distill(options);
  await compile(directory, 'js');
  for (const file of ['predict.js', 'compiled/js/predict.js']) {
    const [, expected, most] = COST.exec(await readFile(join(directory, file), 'utf8')) ?? [];
    expect(Number(most)).toBe(0.001);
    expect(Number(expected)).toBeLessThanOrEqual(0.001);
  }
});
