import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { pathsOf } from '../../src/core/box.ts';
import { leafOf } from '../../src/core/tree.ts';
import { sealed } from '../../src/report/documents.ts';
import { hashFile } from '../../src/report/load-run.ts';
import type { CaseAnswer } from '../../src/serve/contract-case.ts';
import type { VectorsAnswer } from '../../src/serve/contract.ts';
import { makeModel } from '../fixtures/site-model.ts';
import {
  COMPILED_RUN,
  CREDIT_RUN,
  HOSTILE_RUN,
  REGRESSION_RUN,
  type RunRecipe,
} from '../fixtures/site-run.ts';
import { startTestSite, textOf, type Answer, type TestSite } from './site.ts';

/** The tree explains; its teacher says "bad" to everything. */
const EXPLAINS_RUN: RunRecipe = { ...CREDIT_RUN, name: 'explains', role: 'explains' };
const ALONE_RUN: RunRecipe = { ...EXPLAINS_RUN, name: 'alone' };
/** Age cannot be changed. */
const FIXED_RUN: RunRecipe = {
  ...CREDIT_RUN,
  name: 'fixed',
  features: CREDIT_RUN.features.map((one) =>
    one.name === 'Age' ? { ...one, immutable: true } : one,
  ),
};
const FORGED_RUN: RunRecipe = { ...COMPILED_RUN, name: 'forged' };

const credit = makeModel(CREDIT_RUN);
let site: TestSite;

beforeAll(async () => {
  const recipes = [CREDIT_RUN, EXPLAINS_RUN, ALONE_RUN, FIXED_RUN, HOSTILE_RUN, REGRESSION_RUN];
  site = await startTestSite([...recipes, COMPILED_RUN, FORGED_RUN], {
    teacherOf: async ({ id }) =>
      ['credit', 'explains'].includes(id)
        ? async ({ nRows }) => Array.from({ length: nRows }, () => [0.9, 0.1]).flat()
        : null,
  });
});
afterAll(() => site.close());

const CASE = {
  Seniority: 4,
  Home: 'rent',
  Age: 30,
  Marital: 'single',
  Records: 'no',
  Job: 'fixed',
  Expenses: 60,
  Income: 80,
  Assets: 0,
  Amount: 900,
} as const;

async function caseOf(body: object, run = 'credit'): Promise<CaseAnswer> {
  const answer = await site.ask(`/api/v1/runs/${run}/case`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status, answer.body).toBe(200);
  return JSON.parse(answer.body) as CaseAnswer;
}

/** The fields of the form for {@link CASE}. */
function fields(more: Record<string, string> = {}): Record<string, string> {
  const entries = credit.features.map((feature, f) => {
    const value = CASE[feature.name as keyof typeof CASE];
    const text = feature.kind === 'categorical' ? feature.categories.indexOf(String(value)) : value;
    return [`v${f}`, String(text)];
  });
  return { ...(Object.fromEntries(entries) as Record<string, string>), ...more };
}

async function send(run: string, form: Record<string, string>): Promise<Answer> {
  return site.ask(`/runs/${run}/case`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: site.origin },
    body: new URLSearchParams(form).toString(),
  });
}

describe('a case', () => {
  test('is given the changes that flip it, each put to the teacher', async () => {
    const { flips, leaf, decision } = await caseOf({ values: CASE });
    expect(flips.length).toBeGreaterThan(0);
    for (const flip of flips) {
      const changed = Object.fromEntries(
        flip.changes.map(({ feature, to }) => [feature, to.replace(/ k$/, '')]),
      );
      const again = await caseOf({ values: { ...CASE, ...changed } });
      expect([again.leaf, again.decision]).toEqual([flip.leaf, flip.decision]);
      expect(again.leaf).not.toBe(leaf);
      expect(again.decision).not.toBe(decision);
      expect(flip.teacher).toEqual({ decision: 'bad', value: [0.9, 0.1] });
      expect(flip.agrees).toBe(flip.decision === 'bad');
    }
  });

  test('keeps what it is told to keep, and what cannot be changed', async () => {
    const first = (await caseOf({ values: CASE })).flips[0]!.changes[0]!.feature;
    const { flips } = await caseOf({ values: CASE, keep: [first] });
    expect(flips.flatMap(({ changes }) => changes.map(({ feature }) => feature))).not.toContain(
      first,
    );
    const fixed = await caseOf({ values: CASE, keep: ['Seniority', 'Home'] }, 'fixed');
    const changed = fixed.flips.flatMap(({ changes }) => changes.map(({ feature }) => feature));
    expect(changed).not.toContain('Age');
    const misspelt = await site.ask('/api/v1/runs/credit/case', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ values: CASE, keep: ['Agee'] }),
    });
    expect(misspelt.status).toBe(400);
  });

  test('whose missing values would flip it if they were given is told so, and how', async () => {
    const names = credit.features.map(({ name }) => name);
    let none = 0;
    for (let i = 0; i < 40; i++) {
      const gaps = names.filter((_, f) => (i * 7 + f * 5) % (2 + (i % 3)) === 0);
      const values = { ...CASE, ...Object.fromEntries(gaps.map((name) => [name, null])) };
      const keep = i % 2 === 0 ? names.filter((name) => !gaps.includes(name)) : [];
      const own = await caseOf({ values, keep });
      const free = await caseOf({ values, keep, missingToo: true });
      expect(free.missingFlip).toBeNull();
      if (own.flips.length === 0) expect(own.missingFlip === null).toBe(free.flips.length === 0);
      if (own.missingFlip === null) continue;
      none += own.flips.length === 0 ? 1 : 0;
      const { changes, leaf, decision } = own.missingFlip;
      expect(changes.length).toBeLessThanOrEqual(own.flips[0]?.changes.length ?? 99);
      const changed = changes.map(({ feature, to }) => [feature, to.replace(/ k$/, '')]);
      const again = await caseOf({ values: { ...values, ...Object.fromEntries(changed) } });
      expect([again.leaf, again.decision]).toEqual([leaf, decision]);
      expect(decision).not.toBe(own.decision);
    }
    expect(none).toBeGreaterThan(0);
  });

  test('the page offers to fill in what is missing, with a button that needs no script', async () => {
    const gaps = Object.fromEntries(credit.features.map((_, f) => [`m${f}`, '1']));
    const { body } = await send('credit', gaps);
    expect(textOf(body)).toContain(
      'No change of the known values that may change leads to another decision. Filling in what is missing would:',
    );
    expect(body).toMatch(/<button type="submit" form="case" name="fill" value="1">/);
    const filled = await send('credit', { ...gaps, fill: '1' });
    expect(textOf(filled.body)).not.toContain('Filling in what is missing');
    expect(filled.body).toMatch(/id="fill"\s+name="fill"\s+value="1"\s+checked/);
    expect(filled.body).toContain('<ol class="flips">');
  });

  test('says what nearest means, and on how many rows the path of each change rests', async () => {
    const text = textOf((await send('credit', fields())).body);
    expect(text).toContain('Nearest means the fewest values changed, then the smallest steps');
    expect(text).toMatch(
      /by path \d+ \(([\d,]+ held-out rows?|few held-out rows: \d+)(; [a-z -]+)*\)/,
    );
  });

  test('the slack of each value holds to its ends', async () => {
    const { slack, decision } = await caseOf({ values: CASE });
    for (const { feature, intervals, value } of slack) {
      const own = intervals?.find(
        ({ over, upTo }) => value! > (over ?? -Infinity) && value! <= (upTo ?? Infinity),
      );
      if (own === undefined || own.upTo === null) continue;
      const at = async (to: number) =>
        (await caseOf({ values: { ...CASE, [feature]: to } })).decision;
      expect(await at(own.upTo)).toBe(decision);
      expect(await at(own.upTo + 0.01)).not.toBe(decision);
    }
  });

  test('the page shows flips, locks and slack; boxes that are ticked stay ticked', async () => {
    const { body } = await send('credit', fields({ k0: '1' }));
    const text = textOf(body);
    expect(text).toContain('Nearest changes that flip the decision');
    expect(text).toContain('How far each value can move alone');
    expect(text).toMatch(/The teacher (agrees|differs|answers so before)/);
    expect(body).toMatch(/id="k0"\s+name="k0"\s+value="1"\s+checked/);
    expect(textOf((await send('fixed', fields())).body)).toContain('Never changed: Age');
  });

  test('where the tree only explains, its path is never the reason', async () => {
    const text = textOf((await send('explains', fields())).body);
    const alone = textOf((await send('alone', fields())).body);
    const leaf = leafOf(credit.tree, (f) => Number(Object.values(fields())[f]));
    const own = credit.classNames[credit.tree.decision[leaf]!];
    expect(text).toContain(
      own === 'bad'
        ? 'must not be given as the reason for a decision'
        : 'this path must not be given as the reason.',
    );
    expect(alone).toContain('The teacher is not kept with this run');
    expect(alone).toContain('flip the decision of the tree');
  });

  test('is answered while it is typed: what is unfinished is no mistake', async () => {
    const typing = await send('credit', { ...fields({ live: '1', v0: '', v2: '3x' }) });
    expect(typing.status).toBe(200);
    const text = textOf(typing.body);
    expect(text).toContain('Still to give, or to tick as missing: Seniority');
    expect(text).toContain('Age . Enter a number');
    expect(typing.body).not.toContain('role="alert"');
    expect((await send('credit', fields({ v0: '' }))).status).toBe(422);
  });

  test('starts from a held-out row by its number, which is all that stands in the address', async () => {
    const start = await site.ask('/runs/credit/case');
    const [, row] = /case\?row=(\d+)"/.exec(start.body)!;
    const page = await site.ask(`/runs/credit/case?row=${row}`);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.body).toContain('id="result"');
    expect(page.body).toMatch(/id="v0"[^>]*value="\d+"/);
    expect((await site.ask('/runs/credit/case?row=99999999')).status).toBe(404);
    expect((await site.ask('/runs/credit/case?row=x')).status).toBe(400);
  });

  test.each(['hostile', 'wine', 'compiled'])('of the %s run is inert', async (run) => {
    const start = await site.ask(`/runs/${run}/case`);
    const [, row] = /case\?row=(\d+)"/.exec(start.body)!;
    const { body } = await site.ask(`/runs/${run}/case?row=${row}`);
    expect(body).toContain('id="result"');
    expect(body).not.toMatch(/ style=| on\w+="|undefined|\[object|NaN|[\u202e\u200b\u2028]/);
    expect(body.match(/<script/g)).toHaveLength(2);
  });
});

describe('a path', () => {
  const addresses = pathsOf(credit).map(({ id }) => id);

  test('says what flips it, on how many rows, and what the teacher makes of them', async () => {
    const pages = await Promise.all(addresses.map((id) => site.ask(`/runs/credit/paths/${id}`)));
    const texts = pages.map(({ body }) => textOf(body));
    for (const text of texts) expect(text).toContain('What would flip it');
    expect(texts.some((text) => /The teacher (agrees|differs) on \d+ of \d+\./.test(text))).toBe(
      true,
    );
    expect(texts.some((text) => /tried on \d+ held-out rows of this path/.test(text))).toBe(true);
    expect(texts[3]).toContain('tried on one row made up for this path');
  });

  test('leaves alone what is locked, by the address alone', async () => {
    const [id] = addresses;
    const lock = credit.features.map((_, f) => `lock=${f}`).join('&');
    const page = await site.ask(`/runs/credit/paths/${id}?${lock}`);
    expect(textOf(page.body)).toContain(
      'Where all values are known, no change of what may change leads to another decision.',
    );
    const one = await site.ask(`/runs/credit/paths/${id}?lock=0`);
    expect(one.body).toMatch(/name="lock"\s+value="0"\s+checked/);
    expect((await site.ask(`/runs/credit/paths/${id}?lock=a`)).status).toBe(400);
    const alone = textOf((await site.ask(`/runs/alone/paths/${id}`)).body);
    expect(alone).toContain('The teacher is not kept with this run, so nothing was put to it.');
  });

  test.each([HOSTILE_RUN, REGRESSION_RUN])('of $name is inert', async (recipe) => {
    for (const { id } of pathsOf(makeModel(recipe))) {
      const { body } = await site.ask(`/runs/${recipe.name}/paths/${id}`);
      expect(body).not.toMatch(/ style=| on\w+="|undefined|\[object|NaN|[\u202e\u200b\u2028]/);
    }
  });
});

describe('the exported function', () => {
  const vectorsOf = async (run: string): Promise<VectorsAnswer> =>
    JSON.parse((await site.ask(`/api/v1/runs/${run}/vectors`)).body) as VectorsAnswer;

  test('is handed to the browser as the script that was proven, with vectors', async () => {
    const script = await site.ask('/runs/compiled/module/predict.js');
    expect(script.status).toBe(200);
    expect(script.headers['content-type']).toMatch(/^text\/javascript/);
    expect(script.body).toBe(
      await readFile(path.join(site.reports, 'compiled', 'predict.js'), 'utf8'),
    );
    const { list, fault } = await vectorsOf('compiled');
    expect(fault).toBeNull();
    expect(list!.vectors).toHaveLength(list!.total);
    expect(script.body).toContain(list!.modelHash);
    expect(list!.vectors.some(({ row }) => row.some(([, value]) => value === 'NaN'))).toBe(true);
  });

  test('is not handed out where it is not the tree, though every hash be right', async () => {
    const folder = path.join(site.reports, 'forged');
    const code = path.join(folder, 'predict.js');
    const text = await readFile(code, 'utf8');
    await writeFile(code, `${text}\nglobalThis.__pwn = 1;\n`);
    const file = path.join(folder, 'run.json');
    const { seal: _, ...run } = JSON.parse(await readFile(file, 'utf8'));
    run.artifacts['predict.js'] = await hashFile(code);
    await writeFile(file, JSON.stringify(sealed(run)));
    expect((await site.ask('/runs/forged/code')).status).toBe(200);
    const answer = await site.ask('/runs/forged/module/predict.js');
    expect(answer.status).toBe(409);
    expect(answer.body).not.toContain('__pwn = 1');
    const { list, fault } = await vectorsOf('forged');
    expect(list).toBeNull();
    expect(fault).toMatch(/does not read back as the tree: predict\.js/);
  });

  test('is proven once, and nothing waits for it; a proof that could not be made is made again', async () => {
    const proofs: Array<{ resolve: (faults: string[]) => void; reject: (why: Error) => void }> = [];
    const proveTexts = (): Promise<string[]> =>
      new Promise((resolve, reject) => proofs.push({ resolve, reject }));
    const own = await startTestSite([COMPILED_RUN], { proveTexts });
    const module = () => own.ask('/runs/compiled/module/predict.js');
    const failing = module();
    await expect.poll(() => proofs.length).toBe(1);
    expect((await own.ask('/healthz')).status).toBe(200);
    proofs[0]!.reject(new Error('the thread is gone'));
    expect((await failing).status).toBe(500);
    const [first, second] = [module(), module()];
    await expect.poll(() => proofs.length).toBe(2);
    proofs[1]!.resolve([]);
    expect([(await first).status, (await second).status, (await module()).status]).toEqual([
      200, 200, 200,
    ]);
    expect(proofs).toHaveLength(2);
    await own.close();
  });

  test('is said to be missing where a run has none', async () => {
    expect((await vectorsOf('credit')).fault).toContain('no predict.js');
    expect((await site.ask('/runs/credit/module/predict.js')).status).toBe(409);
    expect((await site.ask('/runs/credit/code')).body).not.toContain('run-vectors');
  });
});
