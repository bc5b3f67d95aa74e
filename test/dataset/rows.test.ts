import { describe, expect, test } from 'vitest';
import {
  categoryCode,
  MISSING,
  UNSEEN,
  type CategoricalFeature,
  type Feature,
} from '../../src/core/table.ts';
import { readRows } from '../../src/dataset/rows.ts';
import { refusal, temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();

const FEATURES: readonly Feature[] = [
  {
    kind: 'numeric',
    name: 'income',
    format: 'number',
    integer: true,
    min: 0,
    max: 9,
    missingShare: 0,
  },
  {
    kind: 'categorical',
    name: 'home',
    categories: ['own', 'rent'],
    rest: null,
    boolean: false,
    missingShare: 0,
  },
  { kind: 'numeric', name: 'day', format: 'date', integer: true, min: 0, max: 9, missingShare: 0 },
  {
    kind: 'categorical',
    name: 'town',
    categories: ['Bonn', 'other'],
    rest: 'other',
    boolean: false,
    missingShare: 0,
  },
];

const CSV = `town,extra,day,home,income,y
Bonn,1,2020-01-31,rent,12.5,good
Ulm,2,,castle,NA,bad
,3,1970-01-02,, 7 ,
`;

describe('rows for a model', () => {
  test('come in its order, whatever the order of the file', async () => {
    const path = folder.write('rows.csv', CSV);
    const read = await readRows(path, FEATURES, { target: 'y' });
    expect(read.table.features).toBe(FEATURES);
    expect(read.table.columns).toEqual([
      Float64Array.of(12.5, NaN, 7),
      Int32Array.of(1, UNSEEN, MISSING),
      Float64Array.of(18292, NaN, 1),
      Int32Array.of(0, 1, MISSING),
    ]);
    expect(read.table.sourceRow).toEqual(Int32Array.of(1, 2, 3));
    expect(read.target).toEqual(['good', 'bad', null]);
    expect(read.file).toBe('rows.csv');
    expect(read.warnings.map(({ code, column }) => [code, column])).toEqual([
      ['W_UNSEEN_CATEGORY', 'home'],
      ['W_EXTRA_COLUMNS', undefined],
    ]);
  });

  test('may come as JSON, typed', async () => {
    const path = folder.write(
      'rows.json',
      '[{"income":12.5,"home":"rent","day":"2020-01-31","town":"Bonn"},{"income":null,"home":"own","town":null,"day":null}]',
    );
    const { table, target } = await readRows(path, FEATURES, { target: 'y' });
    expect(target).toBeNull();
    expect(table.columns[0]).toEqual(Float64Array.of(12.5, NaN));
    expect(table.columns[2]).toEqual(Float64Array.of(18292, NaN));
  });

  test.each([null, 'other', '*/ '])('get the codes of the one law (rest: %j)', async (rest) => {
    const categories = ["o'ne", 'tw"o', 'a\nb', 'Ü', 'NaN?', '__proto__', '1', rest ?? 'last'];
    const base = { kind: 'categorical', boolean: false, missingShare: 0 } as const;
    const feature: CategoricalFeature = { ...base, name: 'c', categories, rest };
    const others = [
      'ü',
      'U\u0308',
      "O'NE",
      '1.0',
      '01',
      'toString',
      'null.',
      'other',
      'x'.repeat(999),
    ];
    const texts = [...categories, ...others, null];
    const csv = texts.map((text) => `"${(text ?? '').replaceAll('"', '""')}",1\n`).join('');
    const path = folder.write('law.csv', `c,d\n${csv}`);
    const { table, warnings } = await readRows(path, [feature], {});
    const trimmed = texts.map((text) => text?.trim() ?? null);
    const codes = trimmed.map((text) => categoryCode(feature, text));
    expect([...table.columns[0]!]).toEqual(codes);
    expect(warnings.some(({ code }) => code === 'W_UNSEEN_CATEGORY')).toBe(rest === null);
  });

  test('of one column may be blank', async () => {
    const path = folder.write('one.csv', 'income\n1\n\n3\n');
    const { table } = await readRows(path, FEATURES.slice(0, 1), {});
    expect(table.columns).toEqual([Float64Array.of(1, NaN, 3)]);
  });

  test.each([
    ['town,home,income\nBonn,own,1\n', 'E_NO_COLUMN', '"day"'],
    [
      'town,home,income,day\nBonn,own,1,2020-01-31\nBonn,own,1.000.000,\n',
      'E_NUMBER',
      '"1.000.000" in row 2',
    ],
    ['town,home,income,day\nBonn,own,1,31.01.2020\n', 'E_DATE', '"31.01.2020" in row 1'],
    ['town,home,income,day\n', 'E_EMPTY', 'no rows'],
    [
      'town,home,income,day,day\nBonn,own,1,2020-01-31,2020-01-31\n',
      'E_DUP_COLUMN',
      'columns 4 and 5',
    ],
  ])('%j is refused with %s', async (content, code, place) => {
    const found = await refusal(readRows(folder.write('bad.csv', content), FEATURES, {}));
    expect(found).toMatchObject({ code, exitCode: 3 });
    expect(found.message).toContain(place);
  });
});
