import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MISSING_TOKENS,
  NUMBER_PATTERN,
  UNSAFE_WHOLE,
  WHOLE_PATTERN,
} from '../../src/store/grammar.ts';
import { openSource } from '../../src/store/open-source.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();

const NUMBER = new RegExp(`^(${NUMBER_PATTERN})$`);
const WHOLE = new RegExp(`^(${WHOLE_PATTERN})$`);

/**
 * The number a token stands for, rounded to the nearest double; `null` when it is not a number of
 * the strict grammar, overflows, or is a whole number that a double may not hold exactly.
 */
function parseNumber(token: string): number | null {
  if (!NUMBER.test(token)) return null;
  const value = Number(token);
  if (!Number.isFinite(value)) return null;
  if (Math.abs(value) >= UNSAFE_WHOLE && WHOLE.test(token)) return null;
  return value === 0 ? 0 : value;
}

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
): Promise<{ numbers: Float64Array; texts: (string | null)[] }> {
  const lines = tokens.map((token) => `"${token.replaceAll('"', '""')}",x`);
  const source = await openSource(
    folder.write('tokens.csv', `token,other\n${lines.join('\n')}\n`),
    {},
  );
  try {
    return {
      numbers: await source.rows.numbers(0),
      texts: await source.rows.texts(0),
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
    const { numbers, texts } = await readTokens(TOKENS.map(([token]) => token));
    for (const [row, [token, meaning]] of TOKENS.entries()) {
      const label = JSON.stringify(token);
      const expected = { missing: NaN, text: Infinity };
      expect(numbers[row], label).toBe(typeof meaning === 'number' ? meaning : expected[meaning]);
      expect(texts[row] === null, label).toBe(meaning === 'missing');
    }
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
      fc.string({ unit: fc.constantFrom(...'0123456789+-.eE_,x '.split('')) }),
    );
    const tokens = fc.sample(any, { numRuns: 20_000, seed: 11 });
    const { numbers } = await readTokens(tokens);
    for (const [row, token] of tokens.entries()) {
      const text = token.trim();
      const expected = text === '' ? NaN : (parseNumber(text) ?? Infinity);
      expect(numbers[row], JSON.stringify(token)).toBe(expected);
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
    ['2019-02-29', Infinity],
    ['2020-13-01', Infinity],
    ['2020-1-1', Infinity],
    ['01/02/2020', Infinity],
    ['31.01.2020', Infinity],
    ['20200131', Infinity],
    ['2020-01-31T25:00', Infinity],
    ['2020-01-31T24:00', Infinity],
    ['2020-01-31 noon', Infinity],
    ['today', Infinity],
    ['infinity', Infinity],
  ])('%s is day %d', async (token, day) => {
    const source = await openSource(folder.write('date.csv', `d,x\n${token},1\n`), {});
    expect(await source.rows.days(0)).toEqual(Float64Array.of(day));
    await source.close();
  });
});
