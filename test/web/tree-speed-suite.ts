import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

import { THOUSAND_RUN, WHOLE_RUN } from '../fixtures/tree-runs.ts';
import type { Stage } from './site.test.ts';
import { measureFilter, workOfTree, p95 } from './speed.ts';
import { ASSETS } from './visit.ts';

/** Twice the targets, as machines differ and this one has other work. */
const SLACK = 2;

/** Targets in milliseconds at a quarter of the speed; see test/bench/README.md. */
const TARGETS = [
  { run: WHOLE_RUN, first: 150, next: 200 },
  { run: THOUSAND_RUN, first: 300, next: 200 },
] as const;

export function treeSpeedSuite(stage: Stage): void {
  test.each(TARGETS)(
    '$run.name: the tree is there, and answers a click, in time',
    async (target) => {
      const address = `${stage.site.origin}/runs/${target.run.name}/tree`;
      const times = await workOfTree(stage.browser, address, target.run.depth);
      expect(times.first).toBeLessThan(SLACK * target.first);
      expect(p95(times.select)).toBeLessThan(SLACK * target.next);
      expect(p95(times.expand)).toBeLessThan(SLACK * target.next);
      expect(times.swap).toBeLessThan(SLACK * 300);
    },
  );

  test('a list of 144 paths answers its filter in time', async () => {
    const address = `${stage.site.origin}/runs/listed/paths`;
    const times = await measureFilter(stage.browser, address, 'work');
    expect(p95(times)).toBeLessThan(SLACK * 200);
  });

  test('the script is at most 60 kB on the wire', async () => {
    const script = await readFile(path.join(ASSETS, 'site.js'));
    expect(gzipSync(script).length).toBeLessThan(60_000);
  });
}
