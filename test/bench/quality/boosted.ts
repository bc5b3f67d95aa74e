/**
 * Writes each split of each data set as plain numbers for `boosted.py` (see `../quality.ts`):
 *
 *   npx tsx test/bench/quality/boosted.ts <folder of data sets> <work folder> [--seeds 1-10]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { designRows, learnDesign } from '../../../src/core/matrix.ts';
import { forEachSet } from '../../../src/core/sets.ts';
import { decisions } from '../../../src/core/decision.ts';
import { BENCH_SETS } from '../sets.ts';
import { numbersOf, optionsOf } from './options.ts';
import { splitOf } from './teachers.ts';

const options = optionsOf('boosted.ts <folder of data sets> <work folder> [--seeds 1-10]', 2);
const [folder, work] = options.folders as [string, string];
mkdirSync(join(work, 'boosted'), { recursive: true });
for (const set of BENCH_SETS) {
  for (const seed of numbersOf(options, 'seeds', '1-10')) {
    const { sets } = await splitOf(set, folder, seed);
    const { table, truth } = sets.train;
    const design = learnDesign(table);
    const { task, nOutputs, soft } = truth;
    const document = {
      seed,
      task,
      rows: forEachSet((name) => designRows(sets[name].table, design)),
      target: Array.from(task === 'classification' ? decisions(soft, nOutputs) : soft),
    };
    writeFileSync(join(work, 'boosted', `${set.name}-${seed}.rows.json`), JSON.stringify(document));
  }
}
