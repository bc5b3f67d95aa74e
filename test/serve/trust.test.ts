import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jointShare, wilson, type Figure } from '../../src/core/interval.ts';
import { withComparedFlags } from '../../src/core/path-trust.ts';
import { figureText } from '../../src/draw/format.ts';
import { loadHeldOut } from '../../src/report/held-out.ts';
import { loadRun, readManifest, type LoadedRun } from '../../src/report/load-run.ts';
import { decidedRows, type HeldOutRow } from '../../src/serve/held-out-rows.ts';
import { overviewPage } from '../../src/serve/pages/overview.ts';
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
      '2 paths have no held-out row. On rows drawn there and answered by the teacher (fresh queries) the tree agrees with the teacher on 44.9% (23.7% to 67.5%) of the 49 on path 3, 55.0% (39.8% to 69.7%) of the 109 on path 2 (intervals widened for looking at 28 paths at once).',
    );
    expect(text).toMatch(
      /\(rows drawn in the region of a path and answered by the teacher\) path 3 \(Status is [\w ]+\) is trusted least: the tree agrees with the teacher on 22 of 49 there, 44\.9% \(23\.7% to 67\.5%\), and on 9\d\.\d% of those on other paths: lower than chance would explain/,
    );
    expect(text).not.toContain('nothing is measured');
  });

  test('of many the lowest three are named; where nothing was asked, that is said', async () => {
    const { run } = await loaded('credit');
    const five = measured(run, (i) => (i < 5 ? [none, wilson(150 + i, 200)] : [...fine]));
    const text = textOf(trustSentences({ base: '' }, five, []));
    expect(text).toContain('5 paths have no held-out row.');
    expect(text).toContain('76.0% (65.5% to 84.7%) of the 200 on path 3');
    expect(text).toContain(', and on 76.5% or more on the other 2 (intervals widened');
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
      /By mean distance to the teacher path 3 \(.*?\) is shown to lie farthest \(by the lower end of its interval\): 0\.309 \(0\.304 to 0\.313\) on \d+ held-out rows, and 0\.11 on the others \(the mean ± 1\.96 standard errors, the spread taken from all paths together; among \d+ paths, one would come out farthest by chance alone\)/,
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
    // Lower ends below 0 are shown as 0, and ranked as they are: then the mean decides.
    const wide = farthestFirst([...spread, row(1, 0.1), row(2, 1), row(3, 0.2), row(4, 0.1)]);
    expect(wide.map(({ path: place }) => place)).toEqual([0, 2, 3, 1, 4]);
    expect(wide.slice(1).map(({ distance }) => distance.low)).toEqual([0, 0, 0, 0]);
    expect(farthestFirst([row(0, 1), row(1, 2)]).map(({ distance }) => distance.low)).toEqual([
      null,
      null,
    ]);
  });
});

describe('the path that is trusted least', () => {
  test('has the interval that Disagreements shows, on held-out rows and on fresh queries', async () => {
    const { run } = await loaded('credit');
    const low = measured(run, (i) =>
      i === 1 ? [wilson(0, 3), wilson(22, 49)] : [wilson(95, 100), wilson(190, 200)],
    );
    const text = textOf(trustSentences({ base: '' }, low, []));
    const joint = (differ: number, n: number): string => {
      const { value, low: least, high } = jointShare(differ, n, run.paths.length);
      const figure = { value: 1 - value!, low: 1 - high!, high: 1 - least!, n };
      return figureText(figure, 'agreement');
    };
    expect(text).toContain(`on 0 of 3 held-out rows there, ${joint(3, 3)}, and on 95.0%`);
    expect(text).toContain(`on 22 of 49 there, ${joint(27, 49)}, and on 95.0%`);
  });

  test('is one on which the tree answers itself', async () => {
    const { run } = await loaded('credit');
    const fine = wilson(95, 100);
    const asking = measured(run, (i) => (i === 1 ? [wilson(1, 30), wilson(1, 30)] : [fine, fine]));
    const paths = asking.paths.map((one, i) => (i === 1 ? { ...one, deferredFrom: 'bad' } : one));
    expect(textOf(trustSentences({ base: '' }, asking, []))).toMatch(/Path 2 \(.*path 2 \(/);
    const text = textOf(trustSentences({ base: '' }, { ...asking, paths }, []));
    expect(text).toMatch(/^ ?Path 1 \([\w ]+\) is trusted least/);
    expect(text).not.toMatch(/path 2|resh queries/i);
    const sound = paths.map((one) => (one.deferredFrom ? one : { ...one, fidelity: wilson(9, 9) }));
    expect(textOf(trustSentences({ base: '' }, { ...asking, paths: sound }, []))).toContain(
      'No path is trusted less than another: the tree agrees with the teacher on every held-out row that it answers.',
    );
  });
});

test('flags that the files of a run do not hold are said to be worked out anew', async () => {
  const { run, rows } = await loaded('credit');
  const text = (flagsRecomputed: boolean): string =>
    textOf(overviewPage({ base: '' }, { ...run, flagsRecomputed }, rows));
  const words =
    'Flags are worked out by this version; the files of this run hold those of the version that wrote it.';
  expect(text(true)).toContain(words);
  expect(text(false)).not.toContain(words);
});

test('of one set alone, paths without rows are not those without held-out rows', async () => {
  const { run, rows } = await loaded('credit');
  const few = rows.filter(({ path: place }) => place !== 0);
  const section = (set: 'test' | ''): string =>
    String(byPathSection({ base: '' }, run, few, { ...RowQuery.parse({}), set }, () => ''));
  expect(section('')).toContain('?flag=no-real-rows');
  expect(section('test')).not.toContain('?flag=no-real-rows');
  expect(textOf(section('test'))).toMatch(/\d paths? of \d+ ha(s|ve) none of these test rows\./);
});

test('the overview ranks by distance only where it must', async () => {
  const { run } = await loaded('wine');
  expect(run.paths.some(({ fidelity }) => fidelity.value !== 1)).toBe(true);
  expect(textOf(await site.page('/runs/wine'))).not.toContain('By mean distance');
});
