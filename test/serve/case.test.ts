import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { pathsOf } from '../../src/core/box.ts';
import type { Feature, Table } from '../../src/core/table.ts';
import { Random } from '../../src/core/random.ts';
import { leafIds, leafOf, type Model } from '../../src/core/tree.ts';
import type { LoadedRun } from '../../src/report/load-run.ts';
import { answerCase } from '../../src/serve/case.ts';
import { emptyForm, readForm, readValues } from '../../src/serve/case-form.ts';
import type { CaseAnswer } from '../../src/serve/contract-case.ts';
import { categorical, makeModel, numeric } from '../fixtures/site-model.ts';
import {
  CREDIT_RUN,
  DEFERRING_RUN,
  makeRun,
  REGRESSION_RUN,
  type RunRecipe,
} from '../fixtures/site-run.ts';
import { startTestSite, textOf, type Answer, type TestSite } from './site.ts';

/** Asks for a town, any of which may be given. */
const TOWNS_RUN: RunRecipe = {
  ...CREDIT_RUN,
  name: 'towns',
  features: [
    { ...categorical('Town', ['Bonn', 'others', 'Ulm', 'Worms']), rest: 'others' } as Feature,
    numeric('Age', 18, 68),
  ],
};

/** Its teacher can be asked, that of the deferring run cannot. */
const ASKING_RUN: RunRecipe = { ...DEFERRING_RUN, name: 'asking' };

const credit = makeModel(CREDIT_RUN);
const wine = makeModel(REGRESSION_RUN);
const towns = makeModel(TOWNS_RUN);
let site: TestSite;

beforeAll(async () => {
  site = await startTestSite([CREDIT_RUN, REGRESSION_RUN, TOWNS_RUN, ASKING_RUN, DEFERRING_RUN], {
    teacherOf: async (run) =>
      ['credit', 'asking'].includes(run.id)
        ? async ({ nRows }) => Array.from({ length: nRows }, () => [0.9, 0.1]).flat()
        : null,
  });
});
afterAll(() => site.close());

/** Fields that fill every feature: the smallest number, the first category. */
function filled(model: Model): Record<string, string> {
  return Object.fromEntries(
    model.features.map((feature, f) => [
      `v${f}`,
      feature.kind === 'categorical' ? '0' : feature.format === 'date' ? '2000-01-01' : '1',
    ]),
  );
}

/** Every feature missing. */
function nulls(model: Model): Record<string, null> {
  return Object.fromEntries(model.features.map((feature) => [feature.name, null]));
}

async function postForm(run: string, fields: Record<string, string>): Promise<Answer> {
  return site.ask(`/runs/${run}/case`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: site.origin },
    body: new URLSearchParams(fields).toString(),
  });
}

async function postValues(values: Record<string, unknown>, run = 'credit'): Promise<Answer> {
  return site.ask(`/api/v1/runs/${run}/case`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ values }),
  });
}

describe('a tree that does not answer', () => {
  /** A case that reaches the second leaf from the left, which asks the teacher. */
  function askingCase(): Record<string, string> {
    const leaf = leafIds(credit.tree)[1]!;
    const random = new Random('asking');
    for (;;) {
      const fields = Object.fromEntries(
        credit.features.map((feature, f) => [
          `v${f}`,
          feature.kind === 'categorical'
            ? String(random.below(feature.categories.length))
            : String(feature.min + random.below(feature.max - feature.min)),
        ]),
      );
      const { values } = readForm(credit, fields);
      if (leafOf(credit.tree, (feature) => values![feature]!) === leaf) return fields;
    }
  }

  test('says to ask the teacher, what it would say, and what the teacher answers', async () => {
    const asked = textOf((await postForm('asking', askingCase())).body);
    expect(asked).toContain('Status: ? ask the teacher');
    expect(asked).toMatch(
      /This tree does not answer here: ask the teacher\. The tree would say \S+ (bad|good) \(mean probability \d+%\)\. The teacher answers \S+ bad/,
    );
    expect(asked).not.toContain('DEFER');
    const alone = textOf((await postForm('deferring', askingCase())).body);
    expect(alone).toContain('The teacher is not kept with this run.');
  });

  test('the API answers DEFER and what it would be', async () => {
    const { values } = readForm(credit, askingCase());
    const named = Object.fromEntries(
      credit.features.map((feature, f) => [
        feature.name,
        feature.kind === 'categorical' ? feature.categories[values![f]!]! : values![f]!,
      ]),
    );
    const answer = JSON.parse((await postValues(named, 'asking')).body) as CaseAnswer;
    expect(answer.decision).toBe('DEFER');
    expect(credit.classNames).toContain(answer.deferredFrom);
  });
});

describe('slack in words', () => {
  /** A random case, by name, a value in five missing. */
  function randomCase(random: Random): Record<string, string | number | null> {
    const entries = credit.features.map((feature) => {
      if (random.below(5) === 0) return [feature.name, null];
      const value =
        feature.kind === 'categorical'
          ? feature.categories[random.below(feature.categories.length)]
          : feature.min + random.below(feature.max - feature.min);
      return [feature.name, value];
    });
    return Object.fromEntries(entries) as Record<string, string | number | null>;
  }

  /** The fields of the form that say the same. */
  function fieldsOf(values: Record<string, string | number | null>): Record<string, string> {
    const entries = credit.features.map((feature, f) => {
      const value = values[feature.name]!;
      if (value === null) return [`m${f}`, '1'];
      const code = feature.kind === 'categorical' ? feature.categories.indexOf(`${value}`) : value;
      return [`v${f}`, String(code)];
    });
    return Object.fromEntries(entries) as Record<string, string>;
  }

  /** What the page says of each feature: its cell, or "free". */
  async function wordsOf(
    values: Record<string, string | number | null>,
  ): Promise<[string, string][]> {
    const { body } = await postForm('deferring', fieldsOf(values));
    const section = body.slice(body.indexOf('How far each value can move alone'));
    const rows = section.matchAll(
      /<th scope="row">(\w+)<\/th>(?:(?!<\/tr>).)*<td>([^<]*)<\/td>\s*<\/tr>/gs,
    );
    const [, free = ''] = /With any other value of (.*?) alone/.exec(section) ?? [];
    return [
      ...Array.from(rows, ([, name, words]): [string, string] => [name!, words!]),
      ...(free.match(/\b(?!or\b)\w+/g) ?? []).map((name): [string, string] => [name, 'free']),
    ];
  }

  test('what it calls free is free of missing and unseen values too', async () => {
    const random = new Random('free');
    const met = { free: 0, but: 0, missing: 0 };
    for (let i = 0; i < 25; i++) {
      const values = randomCase(random);
      const decisionWith = async (more: object): Promise<string> => {
        const answer = await postValues({ ...values, ...more }, 'deferring');
        return (JSON.parse(answer.body) as CaseAnswer).decision;
      };
      const own = await decisionWith({});
      for (const [name, words] of await wordsOf(values)) {
        const isNumber = credit.features.find((one) => one.name === name)!.kind === 'numeric';
        if (!/^(free|anything but|any number)/.test(words)) continue;
        const says = !/missing/.test(words);
        expect([name, words, (await decisionWith({ [name]: null })) === own]).toEqual([
          name,
          words,
          says,
        ]);
        if (!isNumber) {
          const unseen = await decisionWith({ [name]: 'never seen' });
          expect([name, words, unseen === own]).toEqual([name, words, !/not seen/.test(words)]);
        }
        if (words === 'free') met.free++;
        else if (says) met.but++;
        else met.missing++;
      }
    }
    expect(Math.min(...Object.values(met))).toBeGreaterThan(0);
  }, 30_000);
});

describe('a change that the teacher goes along with', () => {
  const other = (decision: string): number => (decision === 'good' ? 0 : 1);
  const values = credit.features.map(({ kind }) => (kind === 'numeric' ? 40 : 0));
  const spreads = credit.features.map(() => 1);
  const wishes = { spreads, keep: new Set<number>(), missingToo: false };

  /** The case where the teacher says what the tree says of one of the changes alone, by its place. */
  async function answeredWith(place: number): Promise<CaseAnswer> {
    const paths = pathsOf(credit).map(({ leaf, id }) => {
      const decision = credit.classNames[credit.tree.decision[leaf]!]!;
      return { leaf, id, decision, deferredFrom: null, value: [0.5, 0.5] };
    });
    const run = { model: credit, paths, manifest: makeRun(CREDIT_RUN) } as unknown as LoadedRun;
    const own = paths.find(({ leaf }) => leaf === leafOf(credit.tree, (f) => values[f]!))!.decision;
    const answerer = async ({ nRows }: Table): Promise<number[]> =>
      Array.from({ length: nRows }, (_, i) =>
        (i === place) === (other(own) === 1) ? [0, 1] : [1, 0],
      ).flat();
    return answerCase(run, values, answerer, wishes);
  }

  test('is looked for beyond the nearest ones', async () => {
    const { flips, agreed, asked } = await answeredWith(5);
    expect(flips.map(({ agrees }) => agrees)).toEqual([false, false, false]);
    expect(agreed).toMatchObject({ agrees: true });
    expect(flips.map(({ leaf }) => leaf)).not.toContain(agreed!.leaf);
    expect(asked).toBeGreaterThan(4);
    expect((await answeredWith(2)).agreed).toEqual((await answeredWith(2)).flips[1]);
  });

  test('is said not to be there among so many', async () => {
    const { agreed, asked } = await answeredWith(-1);
    expect(agreed).toBeNull();
    expect(asked).toBeGreaterThan(4);
  });
});

test('the teacher decides by its own rule', async () => {
  const rule = { kind: 'threshold', positive: 1, threshold: 0.05 } as const;
  const manifest = { ...makeRun(CREDIT_RUN), decisionRule: rule };
  const values = credit.features.map(() => 0);
  const spreads = credit.features.map(() => 1);
  const wishes = { spreads, keep: new Set<number>(), missingToo: false };
  const paths = pathsOf(credit).map(({ leaf, id }) => ({
    leaf,
    id,
    decision: '',
    deferredFrom: null,
    value: [0.5, 0.5],
  }));
  const run = { model: credit, paths, manifest } as unknown as LoadedRun;
  const answerer = async (rows: Table): Promise<number[]> =>
    Array.from({ length: rows.nRows }, () => [0.9, 0.1]).flat();
  const { teacher } = await answerCase(run, values, answerer, wishes);
  expect(teacher!.decision).toBe(credit.classNames[1]);
});

describe('form', () => {
  test('a number too long to be read whole is refused, not cut', () => {
    const f = credit.features.findIndex((feature) => feature.kind === 'numeric');
    const long = '1'.repeat(250);
    const form = readForm(credit, { ...filled(credit), [`v${f}`]: long });
    expect(form.values).toBeNull();
    expect(form.errors[f]).toMatch(/^Enter a number/);
    const reading = readValues(credit, { ...nulls(credit), [credit.features[f]!.name]: long });
    expect(reading).toMatchObject({ field: credit.features[f]!.name });
  });

  test('a whole case shows the path of the reference walker', async () => {
    const answer = await postForm('credit', filled(credit));
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const form = readForm(credit, filled(credit));
    const leaf = leafOf(credit.tree, (feature) => form.values![feature]!);
    expect(answer.body).toMatch(new RegExp(`data-node="${leaf}"[^>]*aria-selected="true"`));
    expect(answer.body).toContain('The teacher decides');
    expect(answer.body).toContain('value="1"');
  });

  test('what cannot be read is said beside its field and nothing is answered', async () => {
    const answer = await postForm('credit', { ...filled(credit), v0: '1,5', v4: '' });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('2 values could not be read');
    expect(answer.body).toMatch(/id="v0"[\s\S]{0,200}aria-invalid="true"/);
    expect(answer.body).not.toContain('id="result"');
  });

  test('values outside training and unseen categories are pointed out', async () => {
    const answer = await postForm('credit', { ...filled(credit), v0: '900', v1: 'other' });
    expect(answer.body).toContain('900 lies above every value seen in training (highest: 48)');
    expect(answer.body).toContain('This value was not seen in training');
  });

  test('a regression answers a number, without a teacher where none can be asked', async () => {
    const answer = await postForm('wine', filled(wine));
    expect(answer.status).toBe(200);
    expect(answer.body).not.toContain('The teacher answers');
  });
});

describe('reading', () => {
  const read = (model: Model, f: number, entry: string): number | string => {
    const form = readForm(model, { ...filled(model), [`v${f}`]: entry });
    return form.values?.[f] ?? form.errors[f] ?? 'nothing';
  };

  test.each([
    ['12', 12],
    [' -0.5 ', -0.5],
    ['1e3', 1000],
    ['.5', 0.5],
    ['+7', 7],
  ])('"%s" is a number', (entry, value) => {
    expect(read(credit, 0, entry)).toBe(value);
  });

  test.each(['', '1,5', '0x10', '1e400', 'NaN', 'Infinity', '1_000', '١', '--1', '1 2'])(
    '"%s" is refused as a number',
    (entry) => {
      expect(read(credit, 0, entry)).toMatch(/^Enter a number/);
    },
  );

  test.each(['2023-02-30', '2023-1-1', '01/02/2023', '2023-13-01', 'today'])(
    '"%s" is refused as a date',
    (entry) => {
      expect(read(wine, 3, entry)).toMatch(/^Enter a date/);
    },
  );

  test('a date is days since 1970, a category is its code, another one is unseen', () => {
    expect(read(wine, 3, '1970-01-02')).toBe(1);
    expect(read(credit, 1, '2')).toBe(2);
    expect(read(credit, 1, 'other')).toBe(-2);
    expect(read(credit, 1, '99')).toMatch(/^Choose a value/);
  });

  test('a ticked "missing" wins over what stands in the field', () => {
    const form = readForm(credit, { ...filled(credit), v0: 'junk', m0: '1', m1: '1' });
    expect(form.values?.[0]).toBeNaN();
    expect(form.values?.[1]).toBe(-1);
    expect(emptyForm(credit.features).values).toBeNull();
  });
});

describe('a feature with a rest', () => {
  const values = (code: string) => readForm(towns, { v0: code, v1: '30' });

  test('offers the rest last, in words, and nothing that is unseen', async () => {
    const { body } = await site.ask('/runs/towns/case');
    const [, select = ''] = /<select[^>]*id="v0"[^>]*>(.*?)<\/select>/s.exec(body) ?? [];
    const options = Array.from(select.matchAll(/value="([^"]*)"[^>]*>([^<]*)</g), (m) => m[1]);
    expect(options).toEqual(['', '0', '2', '3', '1']);
    expect(select).toContain('<option value="1">any other value (others)</option>');
    expect(body).toMatch(/id="v0-hint"[^>]*>\s*3 values by name; any other counts as “others”/);
  });

  test('reads its options, and no "other" besides', () => {
    expect(values('1').values).toEqual([1, 30]);
    expect(values('other').errors[0]).toMatch(/^Choose a value/);
  });

  test('answers any other text as the rest, on the page and in the API, without a notice', async () => {
    const page = await postForm('towns', { v0: '1', v1: '30' });
    expect(page.body).toContain('<strong>Town</strong> any other value (others)');
    const answers = await Promise.all(
      ['others', 'castle', 'ulm', '', 7].map(async (town) => {
        const answer = await postValues({ Town: town, Age: 30 }, 'towns');
        return JSON.parse(answer.body) as CaseAnswer;
      }),
    );
    const leaf = leafOf(towns.tree, (feature) => [1, 30][feature]!);
    expect(answers.map((answer) => answer.leaf)).toEqual(answers.map(() => leaf));
    expect(answers.flatMap((answer) => answer.notices)).toEqual([]);
    expect(readValues(towns, { Town: null, Age: 30 })).toEqual({ values: [-1, 30] });
  });
});

describe('api', () => {
  const values = { Seniority: 4, Home: 'rent', Age: 30, Marital: null, Records: 'no' };
  const rest = { Job: 'never seen', Expenses: 60, Income: null, Assets: 0, Amount: '900' };

  test('answers with the path, its steps, notices and the teacher', async () => {
    const answer = await postValues({ ...values, ...rest });
    expect(answer.status).toBe(200);
    const found = JSON.parse(answer.body) as CaseAnswer;
    expect(found.teacher).toEqual({ decision: 'bad', value: [0.9, 0.1] });
    expect(found.notices.map((notice) => notice.feature)).toEqual(['Job']);
    expect(found.steps[0]).toMatchObject({ node: 0, feature: 'Seniority', value: '4' });
    expect(found.pathId).toMatch(/^[0-9a-f]{12}$/);
  });

  test('a feature left out, misspelt or of the wrong kind is named', async () => {
    for (const [given, field] of [
      [values, 'Job'],
      [{ ...values, ...rest, Agee: 1 }, 'Agee'],
      [{ ...values, ...rest, Age: 'old' }, 'Age'],
      [{ ...values, ...rest, Age: true }, 'Age'],
    ] as const) {
      const answer = await postValues(given);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({ field });
    }
    expect(readValues(credit, { ...values, ...rest })).toHaveProperty('values');
  });
});
