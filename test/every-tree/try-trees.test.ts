import { expect, test } from 'vitest';
import { compileScript } from '../../src/compile/compile.ts';
import { compileJson } from '../../src/compile/json/compile-json.ts';
import { inputError } from '../../src/core/errors.ts';
import { tallyTable } from './report.ts';
import { addTally, emptyTally, wrongIn } from './tally.ts';
import type { Prove } from './targets.ts';
import { tryTrees } from './try-trees.ts';

/* The property tests of each target run more trees than this; here is what counts them. */

const js: Prove = async (content) => compileScript(content, ['js']).equality.targets['js']!;
const json: Prove = async (content) => (await compileJson(content)).equality;

async function tried(targets: Readonly<Record<string, Prove>>, trees = 20) {
  const faults: string[] = [];
  const tally = await tryTrees({
    from: 100,
    trees,
    faultsIn: 10,
    targets: new Map(Object.entries(targets)),
    onFault: (seed, target) => faults.push(`${target} ${seed}`),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return { tally, faults };
}

test('trees that are equal are counted, faults are planted in some', async () => {
  const { tally, faults } = await tried({ js, json });
  expect(faults).toEqual([]);
  expect(wrongIn(tally)).toBe(0);
  for (const target of Object.values(tally.targets)) {
    expect(target).toMatchObject({ compiled: 20, faulted: 2, differences: 0, survived: 0 });
    expect(target.applied).toBe(target.equivalent + target.caught);
    expect(target.caught).toBeGreaterThan(20);
  }
  expect(tallyTable(tally, ['c'])).toMatch(/^20 trees,[^]*\njson +20 +0 [^]*\nc: not tried/);
});

test('a tree that differs is named, a refused one is not passed', async () => {
  const seen: unknown[] = [];
  const { tally, faults } = await tried({
    differs: async (content) => {
      if (!seen.includes(content)) seen.push(content);
      if (content === seen[3]) throw new Error('the compiled code is not the tree');
      return json(content);
    },
    blind: async (content) => {
      if (content.plantFaults) throw new Error('no boundary vector notices "lost rest"');
      return json(content);
    },
    refuses: async () => {
      throw inputError('E_NUMBERS', 'it has too many.');
    },
  });
  expect(faults).toEqual(['differs 103', 'blind 100', 'blind 110']);
  expect(tally.targets['differs']).toMatchObject({ compiled: 19, differences: 1 });
  expect(tally.targets['blind']).toMatchObject({ compiled: 18, differences: 0, survived: 2 });
  expect(tally.targets['refuses']).toMatchObject({ compiled: 0, refused: { E_NUMBERS: 20 } });
  expect(wrongIn(tally)).toBe(3);
});

test('the same seed is the same tree, and counts of parts add up', async () => {
  const whole = (await tried({ json })).tally;
  const again = (await tried({ json })).tally;
  for (const { targets } of [whole, again]) targets['json']!.milliseconds = 0;
  expect(again).toEqual(whole);
  const sum = emptyTally();
  addTally(sum, whole);
  addTally(sum, again);
  expect(sum.trees).toBe(40);
  expect(sum.targets['json']!.vectors).toBe(2 * whole.targets['json']!.vectors);
});
