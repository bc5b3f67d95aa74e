import { afterAll, beforeAll, expect, test } from 'vitest';
import path from 'node:path';

import { Random } from '../../src/core/random.ts';
import { isMissing } from '../../src/core/table.ts';
import { loadRun, readManifest, type LoadedRun } from '../../src/report/load-run.ts';
import { missingFlip, nearestFlips } from '../../src/serve/case-flips.ts';
import { CREDIT_RUN } from '../fixtures/site-run.ts';
import { startTestSite, type TestSite } from './site.ts';

let site: TestSite;
let run: LoadedRun;
beforeAll(async () => {
  site = await startTestSite([CREDIT_RUN]);
  const folder = path.join(site.reports, 'credit');
  run = await loadRun('credit', folder, await readManifest(folder));
});
afterAll(() => site.close());

test('filling in what is missing is told only where it is nearer than every other change', () => {
  const random = new Random('ties');
  const spreads = run.model.features.map(() => 1);
  const wishes = { spreads, keep: new Set<number>(), missingToo: false };
  let told = 0;
  let ties = 0;
  for (let i = 0; i < 300; i++) {
    const values = run.model.features.map((feature) => {
      if (random.below(5) === 0) return feature.kind === 'numeric' ? NaN : -1;
      if (feature.kind === 'categorical') return random.below(feature.categories.length);
      return feature.min + random.uniform() * (feature.max - feature.min);
    });
    const found = nearestFlips(run, values, wishes);
    const [filled] = nearestFlips(run, values, { ...wishes, missingToo: 'fill' }, 1);
    const flip = missingFlip(run, values, wishes, found);
    const [first] = found;
    if (first === undefined || filled === undefined) continue;
    const fills = filled.changes.some(({ feature }) =>
      isMissing(run.model.features[feature]!, values[feature]!),
    );
    const same =
      filled.changes.length === first.changes.length && filled.distance === first.distance;
    if (fills && same) ties++;
    expect(flip === null).toBe(!fills || same);
    if (flip !== null) told++;
  }
  expect(ties).toBeGreaterThan(0);
  expect(told).toBeGreaterThan(0);
});
