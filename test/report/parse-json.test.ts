import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../src/report/parse-json.ts';

/** What a file is refused for. */
function refusalOf(file: string | Buffer): string | null {
  const told: string[] = [];
  const refuse = (what: string): never => {
    told.push(what);
    throw new Error(what);
  };
  try {
    parseJson(Buffer.from(file as string), refuse);
  } catch {
    expect(told).toHaveLength(1);
  }
  return told[0] ?? null;
}

test('any JSON reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const refuse = (what: string): never => expect.unreachable(what);
      expect(parseJson(Buffer.from(text), refuse)).toEqual(JSON.parse(text));
    }),
    { seed: 3, numRuns: 500 },
  );
});

test.each([
  ['', 'is not JSON'],
  ['{"a":1', 'is not JSON'],
  ['{"a":NaN}', 'is not JSON'],
  ['\ufeff{}', 'is not JSON'],
  [Buffer.from([0x22, 0xff, 0x22]), 'is not UTF-8'],
  [Buffer.from('"\u20ac"').subarray(0, 3), 'is not UTF-8'],
  ['{"a":1,"a":1}', 'has the key "a" twice in one object'],
  ['[{"b":{"a":[{}], "c":0 , "a" : 2}}]', 'has the key "a" twice in one object'],
  ['{"left":1,"\\u006ceft":2}', 'has the key "left" twice in one object'],
  ['{"\\n\u202e":1,"\\n\u202e":2}', 'has the key "\\u000a\\u202e" twice in one object'],
  ['{"__proto__":1,"__proto__":2}', 'has the key "__proto__" twice in one object'],
])('%j is refused', (file, reason) => {
  expect(refusalOf(file)).toBe(reason);
});

test.each(['{"a":{"a":1},"b":["a",{"a":2}]}', '{"a":"b\\":","b":"a"}', '["a","a"]', '{"":1}'])(
  '%s has no key twice',
  (file) => {
    expect(refusalOf(file)).toBeNull();
  },
);

test('a long key is cut, and nesting costs no stack', () => {
  const key = 'x'.repeat(100_000);
  expect(refusalOf(`{"${key}":1,"${key}":1}`)!.length).toBeLessThan(100);
  expect(refusalOf('['.repeat(100_000) + ']'.repeat(100_000))).toBeNull();
});
