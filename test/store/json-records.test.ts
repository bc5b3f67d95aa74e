import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonRecords } from '../../src/store/json-records.ts';

function read(text: string): [string, string, string][][] {
  return [...new JsonRecords(text, 't.json')].map((record) =>
    [...record].map(([key, { kind, token }]) => [key, kind, token]),
  );
}

const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const records = fc.array(
  fc.array(fc.tuple(fc.string({ unit: 'binary' }), scalar)).map((pairs) => new Map(pairs)),
);

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? 'text' : typeof value;
}

function write(record: Map<string, unknown>, blank: string): string {
  const pairs = [...record].map(
    ([key, value]) => `${JSON.stringify(key)}${blank}:${JSON.stringify(value)}${blank}`,
  );
  return `{${blank}${pairs.join(',')}}`;
}

describe('records of a JSON text', () => {
  test('come back with every key and value, as an array or one a line', () => {
    fc.assert(
      fc.property(records, fc.constantFrom('', ' ', '\n\t'), fc.boolean(), (rows, blank, array) => {
        const parts = rows.map((row) => write(row, blank));
        const text = array ? `[${blank}${parts.join(',')}${blank}]` : parts.join('\n');
        const expected = rows.map((row) =>
          [...row].map(([key, value]) => [
            key,
            kindOf(value),
            value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value),
          ]),
        );
        expect(read(text)).toEqual(expected);
      }),
    );
  });

  test('keep what JSON.parse would lose', () => {
    expect(
      read('{"__proto__":1,"big":9007199254740993,"deep":{"a":[1,"]"]},"é":"\\ud83d\\ude00"}'),
    ).toEqual([
      [
        ['__proto__', 'number', '1'],
        ['big', 'number', '9007199254740993'],
        ['deep', 'nested', ''],
        ['é', 'text', '😀'],
      ],
    ]);
  });

  test('a value nested a million levels deep is skipped without recursion', () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    expect(read(`{"a":${deep},"b":1}`)[0]).toHaveLength(2);
  });

  test.each([
    ['[{"a":1},]', 'column 10'],
    ['[{"a":1}', 'column 9'],
    ['[{"a":1}] x', 'column 11'],
    ['{"a":1,"a":2}', '"a" stands twice'],
    ['{"a":01}', 'column 7'],
    ['{"a":1}\n{"a":tru}', 'line 2, column 6'],
    ['{"a":NaN}', 'column 6'],
    ['{"a":"x\ny"}', 'column 6'],
    ['{"a":"\\x"}', 'column 6'],
    ["{'a':1}", 'column 2'],
    ['{"a":[1,2', 'nested value does not end'],
    ['{"a":[1,2}}', 'nested value is not sound'],
    ['[1,2]', 'column 2'],
    ['"text"', 'column 1'],
  ])('%s is refused with its place', (text, place) => {
    let message = '';
    try {
      read(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_JSON', exitCode: 3 });
      message = (error as Error).message;
    }
    expect(message).toContain(place);
  });
});
