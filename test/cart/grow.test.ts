import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { treeDepth } from '../../src/core/tree.ts';
import { expectSameTree, growEngine } from './engine.ts';
import { randomFit, randomStyle } from './random-table.ts';
import { growReference } from './reference.ts';

/** Random tables tried; `ESPALIER_TABLES=20000 npx vitest run test/cart` tries more. */
const TABLES = Number(process.env['ESPALIER_TABLES'] ?? 500);

describe('the engine', () => {
  test('agrees with the reference split for split', () => {
    let splits = 0;
    for (let seed = 0; seed < TABLES; seed++) {
      const random = new Random(`table/${seed}`);
      const fit = randomFit(random, randomStyle(random));
      const options = { maxDepth: random.below(7), minLeafRows: 1 + random.below(4) };
      // Some trees are grown on a part of the rows, as those of a forest are.
      const part = random.below(3) === 0 ? 0.3 : 0;
      const rows = [...fit.weight.keys()].filter(() => random.uniform() >= part);
      if (rows.length === 0) continue;
      const found = growEngine(fit, options, Int32Array.from(rows));
      try {
        expectSameTree(found, growReference(fit, rows, options));
      } catch (error) {
        throw new Error(`table ${seed} is grown otherwise`, { cause: error });
      }
      splits += found.left.filter((child) => child !== -1).length;
      expect(treeDepth(found)).toBeLessThanOrEqual(options.maxDepth);
    }
    expect(splits).toBeGreaterThan(2 * TABLES);
  });
});
