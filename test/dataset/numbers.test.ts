import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MISSING_TOKENS, parseNumber } from '../../src/store/grammar.ts';
import { openSource } from '../../src/store/open-source.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();

/** What each token is: a number, missing, or text that must never turn into a number. */
const TOKENS: readonly (readonly [token: string, meaning: number | 'missing' | 'text'])[] = [
  ['0', 0],
  ['-0', 0],
  ['+0.0', 0],
  ['7', 7],
  ['+7', 7],
  ['-7', -7],
  ['007', 7],
  ['1.', 1],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['1.50', 1.5],
  ['1e3', 1000],
  ['1E+3', 1000],
  ['1e-3', 0.001],
  ['1.e2', 100],
  ['.1e1', 1],
  ['0.1', 0.1],
  ['5e-324', 5e-324],
  ['1e-400', 0],
  ['1.7976931348623157e308', 1.7976931348623157e308],
  ['9007199254740991', 9007199254740991],
  ['-9007199254740991', -9007199254740991],
  ['9007199254740993.0', 9007199254740992],
  [' 8 ', 8],
  ['\t8', 8],
  ['', 'missing'],
  ['   ', 'missing'],
  ...MISSING_TOKENS.map((token) => [token, 'missing'] as const),
  ['9007199254740992', 'text'],
  ['9007199254740993', 'text'],
  ['-99999999999999999999', 'text'],
  ['1e400', 'text'],
  ['-1e400', 'text'],
  ['1e309', 'text'],
  ['0x10', 'text'],
  ['0b11', 'text'],
  ['0o17', 'text'],
  ['1_000', 'text'],
  ['1,5', 'text'],
  ['1,000', 'text'],
  ['1.000,5', 'text'],
  ['1 000', 'text'],
  ["1'000", 'text'],
  ['1.2.3', 'text'],
  ['1e', 'text'],
  ['1e+', 'text'],
  ['e5', 'text'],
  ['.', 'text'],
  ['+', 'text'],
  ['-', 'text'],
  ['--1', 'text'],
  ['+-1', 'text'],
  ['1d', 'text'],
  ['1f', 'text'],
  ['1n', 'text'],
  ['5%', 'text'],
  ['$5', 'text'],
  ['inf', 'text'],
  ['-Infinity', 'text'],
  ['na', 'text'],
  ['None', 'text'],
  ['true', 'text'],
  ['１２', 'text'],
  ['\u00a012', 'text'],
  ['12\u200b', 'text'],
  ['−5', 'text'],
];

async function readTokens(
  tokens: readonly string[],
): Promise<{ numbers: Float64Array; texts: (string | null)[]; count: number }> {
  const lines = tokens.map((token) => `"${token.replaceAll('"', '""')}",x`);
  const source = await openSource(
    folder.write('tokens.csv', `token,other\n${lines.join('\n')}\n`),
    {},
  );
  try {
    return {
      numbers: await source.rows.numbers(0),
      texts: await source.rows.texts(0),
      count: (await source.rows.profile(0)).numbers,
    };
  } finally {
    await source.close();
  }
}

describe('the decimal grammar', () => {
  test('has a table of more than sixty tokens', () => {
    expect(TOKENS.length).toBeGreaterThan(60);
  });

  test('reads each token as the table says, in the file reader', async () => {
    const { numbers, texts, count } = await readTokens(TOKENS.map(([token]) => token));
    for (const [row, [token, meaning]] of TOKENS.entries()) {
      const label = JSON.stringify(token);
      expect(numbers[row], label).toBe(typeof meaning === 'number' ? meaning : NaN);
      expect(texts[row] === null, label).toBe(meaning === 'missing');
    }
    expect(count).toBe(TOKENS.filter(([, meaning]) => typeof meaning === 'number').length);
  });

  test.each(TOKENS.filter(([token]) => token === token.trim()))(
    'reads %j as %s by itself',
    (token, meaning) => {
      expect(parseNumber(token)).toBe(typeof meaning === 'number' ? meaning : null);
    },
  );

  test('gives the nearest double, as JavaScript does', async () => {
    const digits = fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 })
      .map((d) => d.join(''));
    const decimal = fc
      .tuple(digits, digits, fc.integer({ min: -340, max: 320 }))
      .map(([a, b, e]) => `${a}.${b}e${e}`);
    const any = fc.oneof(
      decimal,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.string({ unit: fc.constantFrom(...'0123456789+-.eE_,x ') }),
    );
    const tokens = fc.sample(any, { numRuns: 20_000, seed: 11 });
    const { numbers } = await readTokens(tokens);
    for (const [row, token] of tokens.entries()) {
      expect(numbers[row], JSON.stringify(token)).toBe(parseNumber(token.trim()) ?? NaN);
    }
  });
});

describe('an ISO date', () => {
  test.each([
    ['1970-01-01', 0],
    ['1970-01-02', 1],
    ['1969-12-31', -1],
    ['2000-02-29', 11016],
    ['2020-01-31T12:00', 18292.5],
    ['2020-01-31 12:00:00', 18292.5],
    ['2020-01-31T12:00:00Z', 18292.5],
    ['2020-01-31T12:00Z', 18292.5],
    ['2020-01-31T12:00:00.000+06:00', 18292.25],
    ['2020-01-31T12:00-06', 18292.75],
    ['2019-02-29', NaN],
    ['2020-13-01', NaN],
    ['2020-1-1', NaN],
    ['01/02/2020', NaN],
    ['31.01.2020', NaN],
    ['20200131', NaN],
    ['2020-01-31T25:00', NaN],
    ['2020-01-31T24:00', NaN],
    ['2020-01-31 noon', NaN],
    ['today', NaN],
    ['infinity', NaN],
  ])('%s is day %d', async (token, day) => {
    const source = await openSource(folder.write('date.csv', `d,x\n${token},1\n`), {});
    expect(await source.rows.days(0)).toEqual(Float64Array.of(day));
    await source.close();
  });
});
