import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { wilson, type Figure } from '../../src/core/interval.ts';
import { withComparedFlags } from '../../src/core/path-trust.ts';
import { loadHeldOut } from '../../src/report/held-out.ts';
import { loadRun, readManifest, type LoadedRun } from '../../src/report/load-run.ts';
import { decidedRows, type HeldOutRow } from '../../src/serve/held-out-rows.ts';
import { byPathSection } from '../../src/serve/pages/disagreements-by-path.ts';
import { trustSentences } from '../../src/serve/pages/trust.ts';
import { farthestFirst } from '../../src/serve/path-distance.ts';
import { RowQuery } from '../../src/serve/contract-rows.ts';
import { CREDIT_RUN, REGRESSION_RUN } from '../fixtures/site-run.ts';
import { startTestSite, textOf as plainText, type TestSite } from './site.ts';

let site: TestSite;

beforeAll(async () => {
  site = await startTestSite([CREDIT_RUN, REGRESSION_RUN]);
});
afterAll(() => site.close());

const textOf = (html: unknown): string => plainText(String(html)).replace(/ ([,.;:)])/g, '$1');

async function loaded(name: string): Promise<{ run: LoadedRun; rows: readonly HeldOutRow[] }> {
  const folder = path.join(site.reports, name);
  const run = await loadRun(name, folder, await readManifest(folder));
  return { run, rows: decidedRows(run, await loadHeldOut(run)).rows };
}

/** The run with other figures on its paths: `[held-out, fresh]`, by the place of the path. */
function measured(run: LoadedRun, of: (place: number) => [Figure, Figure]): LoadedRun {
  const paths = run.paths.map((record, i) => {
    const [fidelity, freshFidelity] = of(i);
    return { ...record, fidelity, freshFidelity };
  });
  return { ...run, paths: withComparedFlags(paths) };
}

describe('paths without held-out rows', () => {
  const none = wilson(0, 0);
  const fine = [wilson(95, 100), wilson(190, 200)] as const;

  test('are told by their fresh queries, the lowest first', async () => {
    const { run } = await loaded('credit');
    const low = measured(run, (i) =>
      i === 1 ? [none, wilson(60, 109)] : i === 2 ? [none, wilson(22, 49)] : [...fine],
    );
    const text = textOf(trustSentences({ base: '' }, low, []));
    expect(text).toContain(
      '2 paths have no held-out row. On rows drawn there and answered by the teacher (fresh queries) the tree agrees with the teacher on 44.9% (31.9% to 58.7%) of 49 on path 3, 55.0% (45.7% to 64.1%) of 109 on path 2.',
    );
    expect(text).toMatch(
      /\(rows drawn in the region of a path and answered by the teacher\) path 3 \(Status is [\w ]+\) is trusted least: the tree agrees with the teacher on 22 of 49 there, 44\.9% \(31\.9% to 58\.7%\), and on 9\d\.\d% of those on other paths: less than chance explains/,
    );
    expect(text).not.toContain('nothing is measured');
  });

  test('of many the lowest three are named; where nothing was asked, that is said', async () => {
    const { run } = await loaded('credit');
    const five = measured(run, (i) => (i < 5 ? [none, wilson(150 + i, 200)] : [...fine]));
    const text = textOf(trustSentences({ base: '' }, five, []));
    expect(text).toContain('5 paths have no held-out row.');
    expect(text).toContain('76.0% (69.6% to 81.4%) of 200 on path 3');
    expect(text).toContain(', and on 76.5% or more on the other 2.');
    const silent = measured(run, (i) => (i === 0 ? [none, none] : [...fine]));
    expect(textOf(trustSentences({ base: '' }, silent, []))).toContain(
      '1 path has no held-out row. Of 1 path nothing is measured at all.',
    );
  });

  test('and of alike ones none is named for its fresh queries', async () => {
    const { run } = await loaded('credit');
    const alike = measured(run, () => [...fine]);
    expect(textOf(trustSentences({ base: '' }, alike, []))).not.toContain('resh queries');
  });
});

describe('numbers that all lie within the tolerance', () => {
  const close = (rows: readonly HeldOutRow[]): HeldOutRow[] =>
    rows.map((row, i) => ({
      ...row,
      differs: false,
      teacher: row.student + (row.path === 2 ? 0.3 : 0.1) + 0.01 * (i % 3),
    }));

  test('are ranked by distance, and that is said', async () => {
    const { run, rows } = await loaded('wine');
    const near = close(rows);
    const all = measured(run, (i) => [
      wilson(run.paths[i]!.fidelity.n, run.paths[i]!.fidelity.n),
      wilson(9, 9),
    ]);
    const text = textOf(trustSentences({ base: '' }, all, near));
    expect(text).toContain('No path is trusted less than another');
    expect(text).toMatch(
      /By mean distance to the teacher path 3 \(.*?\) is farthest: 0\.309 \(0\.304 to 0\.313\) on \d+ held-out rows, and 0\.11 on the others/,
    );
    expect(text).toMatch(
      /\(fresh queries\) the tree is within 0\.400 of the teacher on every one of 54\./,
    );
    const section = textOf(byPathSection({ base: '' }, all, near, RowQuery.parse({}), () => ''));
    expect(section).toContain('tells no path from another');
    expect(section).toMatch(/mean ± 1\.96 standard errors/);
    expect(section.indexOf('Path 3 ')).toBeLessThan(section.indexOf('Path 1 '));
    expect(section).not.toContain('0.0%');
  });

  test('where a row lies beyond it, paths are ranked by such rows', async () => {
    const { run, rows } = await loaded('wine');
    expect(rows.some(({ differs }) => differs)).toBe(true);
    const text = textOf(byPathSection({ base: '' }, run, rows, RowQuery.parse({}), () => ''));
    expect(text).not.toContain('Mean distance');
  });

  test('two rows that happen to be alike are not the surest of all', () => {
    const row = (place: number, distance: number) =>
      ({ path: place, student: 0, teacher: distance }) as HeldOutRow;
    const spread = Array.from({ length: 30 }, (_, i) => row(0, 4 + (i % 5)));
    const [first, second] = farthestFirst([...spread, row(1, 6.5), row(1, 6.5)]);
    expect([first!.path, second!.path]).toEqual([0, 1]);
    expect(first!.distance).toMatchObject({ value: 6, n: 30 });
    expect(second!.distance.high! - second!.distance.low!).toBeGreaterThan(2);
    expect(farthestFirst([row(0, 1), row(1, 2)]).map(({ distance }) => distance.low)).toEqual([
      null,
      null,
    ]);
  });
});

test('the overview ranks by distance only where it must', async () => {
  const { run } = await loaded('wine');
  expect(run.paths.some(({ fidelity }) => fidelity.value !== 1)).toBe(true);
  expect(textOf(await site.page('/runs/wine'))).not.toContain('By mean distance');
});
