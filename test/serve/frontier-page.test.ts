import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { askedFeatures } from '../../src/core/asked.ts';
import { encodeModel } from '../../src/core/codec.ts';
import type { FrontierDocument, RunDocument } from '../../src/core/run.ts';
import { sealed } from '../../src/report/documents.ts';
import { hashFile } from '../../src/report/load-run.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, makeFrontier, REGRESSION_RUN, type RunRecipe } from '../fixtures/site-run.ts';
import { startTestSite, textOf, type TestSite } from './site.ts';

/** Its own tree does not ask Marital, which is protected; the larger trees of {@link LARGER} do. */
const SMALL: RunRecipe = {
  ...CREDIT_RUN,
  name: 'small',
  depth: 3,
  features: CREDIT_RUN.features.map((one) =>
    one.name === 'Marital' ? { ...one, protected: true } : one,
  ),
};
const LARGER = makeModel({ ...SMALL, seed: 'larger', depth: 5 });

/** A frontier of which the tree of most leaves does as well as the pick with fewer paths. */
const fewer: FrontierDocument = ((): FrontierDocument => {
  const frontier = makeFrontier(makeModel(SMALL));
  const own = frontier.depths.at(-1)!;
  const best = { value: 0, low: 0, high: 0, n: 891 };
  const leaves = frontier.leaves.map((entry) => ({
    ...entry,
    leaves: own.leaves - 1,
    select: { ...own.select, behindBest: best },
  }));
  return { ...frontier, leaves, pick: { ...frontier.pick, rule: 'paired-bootstrap' } };
})();

/** Writes files of the small run anew, and their hashes. */
async function replace(files: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = path.join(site.reports, 'small');
  const hashes: Record<string, string> = {};
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), JSON.stringify(content));
    hashes[name] = await hashFile(path.join(folder, name));
  }
  const manifest = path.join(folder, 'run.json');
  const { seal: _, ...run } = JSON.parse(await readFile(manifest, 'utf8')) as RunDocument;
  const artifacts = { ...run.artifacts, ...hashes };
  await writeFile(manifest, JSON.stringify(sealed({ ...run, artifacts })));
}

let site: TestSite;
beforeAll(async () => {
  site = await startTestSite([CREDIT_RUN, REGRESSION_RUN, SMALL]);
  await replace({
    'frontier.json': fewer,
    'trees/2.json': encodeModel(LARGER),
    [`trees/leaves-${fewer.leaves[0]!.limit}.json`]: encodeModel(LARGER),
  });
});
afterAll(() => site.close());

describe('the frontier', () => {
  test('says by what rule the depth was picked, with its number', async () => {
    const text = textOf(await site.page('/runs/small/frontier'));
    expect(text).toContain(
      'the smallest depth whose fidelity is at least that of depth 3, the best of them, in 10% or more of the resamples',
    );
  });

  test('names the best that each table measures from, and how often a tree is as good', async () => {
    const text = textOf(await site.page('/runs/credit/frontier'));
    const { leaves } = makeFrontier(makeModel(CREDIT_RUN));
    expect(text).toContain('Behind depth 5, points');
    expect(text).toContain(`Behind ${leaves.at(-1)!.limit} leaves, points`);
    expect(text).toContain('as good in 50.0%');
    expect(text).not.toContain('Behind the best');
  });

  test('names a tree of fewer paths that does as well, and compares with it', async () => {
    const body = await site.page('/runs/small/frontier');
    const { limit, leaves } = fewer.leaves[0]!;
    expect(textOf(body)).toMatch(
      new RegExp(`With fewer paths: the tree of at most ${limit} leaves \\(${leaves} paths`),
    );
    expect(body).toContain(`href="/compare/small/small?lb=${limit}"`);
    expect(textOf(await site.page('/runs/credit/frontier'))).not.toContain('With fewer paths');
  });

  test('every tree that is kept can be compared', async () => {
    const { leaves } = makeFrontier(makeModel(CREDIT_RUN));
    const body = await site.page('/runs/credit/frontier');
    for (const { limit } of leaves) {
      expect(body).toContain(`href="/compare/credit/credit?lb=${limit}"`);
    }
  });

  test('marks a tree that asks a protected feature which the run’s own does not', async () => {
    expect(askedFeatures(makeModel(SMALL)).map(({ name }) => name)).not.toContain('Marital');
    const text = textOf(await site.page('/runs/small/frontier'));
    // Depth 2, the tree by leaves, and the sentence that names it.
    expect(text.match(/asks Marital \(protected\)/g)).toHaveLength(3);
    expect(text).toContain('It asks Marital (protected); depth 3 does not.');
    expect(textOf(await site.page('/runs/small/tree?depth=2'))).toContain(
      'It asks Marital, a protected feature that the run’s own tree does not ask.',
    );
  });

  test('is drawn for a page and for a phone, each with names of its own', async () => {
    for (const run of ['credit', 'wine']) {
      const body = await site.page(`/runs/${run}/frontier`);
      const ids = Array.from(body.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(body.match(/class="frontier narrow"/g)).toHaveLength(2);
    }
  });
});
