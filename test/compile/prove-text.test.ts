import { beforeAll, describe, expect, test } from 'vitest';
import { compileModel, proveText } from '../../src/compile/compile.ts';
import { creditModel, deferring, priceModel, townsModel } from './models.ts';
import { evidenceFor, metaFor } from './content-for.ts';

const model = creditModel();
const { files } = compileModel(model, evidenceFor(model), metaFor(model));
const typescript = files.get('predict.ts') ?? '';
const javascript = files.get('predict.js') ?? '';

/** The faults found after one edit of `predict.ts`. */
function faultsAfter(from: string, to: string): readonly string[] {
  const edited = typescript.replace(from, () => to);
  expect(edited, `"${from}" stands in predict.ts`).not.toBe(typescript);
  return proveText(model, edited, javascript);
}

function lineOf(needle: string): number {
  return typescript.slice(0, typescript.indexOf(needle)).split('\n').length;
}

beforeAll(() => {
  expect(proveText(model, typescript, javascript)).toEqual([]);
});

describe('an edit of the tree is named, with its line', () => {
  test.each([
    ['a threshold', '<= 80)', '<= 80.5)', 'threshold 80.5, the tree has 80'],
    [
      'one ulp',
      '> 140.5)',
      '> 140.50000000000003)',
      'threshold 140.50000000000003, the tree has 140.5',
    ],
    ['a feature', '(x.Seniority ??', '(x.Income ??', 'it asks "Income", the tree asks "Seniority"'],
    ['a feature by its quoted name', '(x.Seniority ??', '(x["Age"] ??', 'it asks "Age"'],
    [
      'a category',
      'x.Home === "owner"',
      'x.Home === "rent"',
      'category "owner" goes the other way',
    ],
    [
      'an unknown category',
      'x.Home === "owner"',
      'x.Home === "owner" || x.Home === "x"',
      '"x" is listed twice, or cannot arrive',
    ],
    [
      'a missing rule',
      '(x.Income ?? NaN) <= 80',
      '!((x.Income ?? NaN) > 80)',
      'a missing "Income" goes the other way',
    ],
    [
      'a missing category',
      'x.Records === "yes"',
      'x.Records !== "no"',
      'a missing "Records" goes the other way',
    ],
    ['a leaf', 'return 0;', 'return 1;', 'leaf 1 where the tree has leaf 0'],
    ['a leaf that is none', 'return 7;', 'return 8;', 'leaf 8 where the tree has leaf 7'],
    ['two leaves', '2 - +(f1', '3 - +(f1', 'leaf 3 where the tree has leaf 2'],
    ['the test of two leaves', '+(f1 === 2)', '+(f1 === 3)', 'goes the other way'],
  ])('%s', (_, from, to, fault) => {
    const faults = faultsAfter(from, to);
    expect(faults[0]).toContain(`predict.ts: line ${lineOf(from)}: `);
    expect(faults.join('\n')).toContain(fault);
  });
});

describe('whatever the compiler would not write is a fault', () => {
  test.each([
    ['another comparison', '(x.Income ?? NaN) <= 80', '(x.Income ?? NaN) < 80'],
    ['another default', '(x.Income ?? NaN) <= 80', '(x.Income ?? 0) <= 80'],
    ['no default', '(x.Income ?? NaN) <= 80', 'x.Income <= 80'],
    ['a computed threshold', '<= 80)', '<= 70 + 10)'],
    ['a loose comparison', 'x.Home === "owner"', 'x.Home == "owner"'],
    ['mixed comparisons', 'x.Home !== "owner" &&', 'x.Home === "owner" &&'],
    ['mixed features', 'x.Home !== "owner" &&', 'x.Records !== "owner" &&'],
    ['a call', '(x.Income ?? NaN) <= 80', '(Number(x.Income) ?? NaN) <= 80'],
    ['a call in a return', 'return 0;', 'return eval("0");'],
    ['optional access', '(x.Seniority ?? NaN)', '(x?.Seniority ?? NaN)'],
    ['another row', '(x.Seniority ?? NaN)', '(y.Seniority ?? NaN)'],
    ['a statement before the tree', '  if (x.Records', '  console.log(x);\n  if (x.Records'],
    ['a statement in a branch', 'return 0;', 'x; return 0;'],
    ['a directive', '  if (x.Records', '  "use asm";\n  if (x.Records'],
    ['a loop', 'return 0;', 'while (true) {}'],
    ['two leaves in the readable function', 'return 0;', 'return 1 - +((x.Income ?? NaN) <= 80);'],
    ['a sum for two leaves', '2 - +(f1', '2 + +(f1'],
    ['two leaves without a number', '2 - +(f1', '2 - (f1'],
    ['two leaves by a call', '2 - +(f1 === 2)', '2 - Number(f1 === 2)'],
    ['two leaves that are computed', '2 - +(f1', '1 + 1 - +(f1'],
    ['an import', 'export interface Features', 'import "node:fs";\nexport interface Features'],
    ['a statement at the end', '  unseen: "a', '  ...{}, unseen: "a'],
    ['code in a table', '"bad", "good"];', '"bad", String("good")];'],
    ['a hole in a table', '"bad", "good"];', '"bad", , "good"];'],
    ['a prototype in a table', 'seed: 7', '__proto__: {}, seed: 7'],
    ['code in meta', 'seed: 7', 'seed: (() => 7)()'],
    ['another predict', 'return decisions[leaf(x)]!', 'return "good"; decisions[leaf(x)]!'],
    ['another signature', 'function leaf(x: Features)', 'function leaf(x: Features, y = 1)'],
    ['an async function', 'function leaf(', 'async function leaf('],
    ['another type', 'readonly Income: number | null;', 'readonly Income: number;'],
    ['another union', '"no" | "yes" | null', '"no" | "yes" | "x" | null'],
    ['let for const', 'const decisions', 'let decisions'],
    [
      'two constants',
      'const decisions: readonly Label[] =',
      'const a = 1, decisions: readonly Label[] =',
    ],
    ['a renamed table', 'const decisions', 'const decision'],
    ['broken syntax', 'export function predict', 'export function'],
  ])('%s', (_, from, to) => {
    expect(faultsAfter(from, to)).toHaveLength(1);
  });

  test('a statement after the last', () => {
    const faults = proveText(model, typescript, `${javascript}\nglobalThis.x = 1;\n`);
    expect(faults).toEqual([
      expect.stringMatching(/^predict\.js: line \d+: a statement too many$/),
    ]);
  });

  test('a file nested beyond reading', () => {
    const deep = `${javascript}\n${'('.repeat(200_000)}`;
    expect(proveText(model, typescript, deep)).toEqual([
      expect.stringMatching(/^predict\.js: it /),
    ]);
  });

  test('hidden characters are shown in the fault', () => {
    const [fault] = faultsAfter('export function predict', '"\u202e"; export function predict');
    expect(fault).toMatch(/\\u202e/);
  });

  test('an empty file', () => {
    expect(proveText(model, '', javascript)).toEqual([expect.stringContaining('is not there')]);
  });
});

describe('an edit of a test on a feature with a rest', () => {
  const towns = townsModel();
  const compiledTowns = compileModel(towns, evidenceFor(towns), metaFor(towns)).files;
  const faultOf = (from: string, to: string): string => {
    const [ts, js] = ['predict.ts', 'predict.js'].map((name) => compiledTowns.get(name) ?? '');
    const edited = ts!.replace(from, () => to);
    expect(edited, `"${from}" stands in predict.ts`).not.toBe(ts);
    return proveText(towns, edited, js!).join('\n');
  };
  const FIRST = 'typeof x.town === "string" && x.town !== "Bonn" && x.town !== "Ulm"';
  const JOB = 'x["job title"]';
  const SECOND = `${JOB} === "cook" || typeof ${JOB} !== "string"`;
  const UNKNOWN = 'none of the known shapes';

  test.each([
    ['the rest by its name', FIRST, 'x.town === "Worms" || x.town === "other"', 'any other text'],
    ['no question for text', FIRST, 'x.town !== "Bonn" && x.town !== "Ulm"', 'a missing "town"'],
    ['the rest listed too', FIRST, `${FIRST} && x.town !== "other"`, '"other" is listed twice'],
    ['a category too few', FIRST, FIRST.replace(' && x.town !== "Ulm"', ''), 'category "Ulm"'],
    ['any other text instead', SECOND, `${JOB} !== "nurse"`, 'any other text of "job title"'],
    ['no missing value', SECOND, `${JOB} === "cook"`, 'a missing "job title" goes the other way'],
    ['another type', FIRST, FIRST.replace('"string"', '"number"'), 'a type other than text'],
    ['the opposite type', FIRST, FIRST.replace('===', '!=='), 'are joined by &&'],
    ['the opposite type at the end', SECOND, SECOND.replace('!==', '==='), UNKNOWN],
    ['the type in another place', FIRST, FIRST.replace(/(.*?) && (.*)/, '$2 && $1'), UNKNOWN],
    ['the type first', SECOND, SECOND.replace(/(.*) \|\| (.*)/, '$2 || $1'), UNKNOWN],
    ['the type twice', FIRST, `typeof x.town === "string" && ${FIRST}`, UNKNOWN],
    ['the type of another', SECOND, SECOND.replace(`typeof ${JOB}`, 'typeof x.town'), 'asks two'],
    ['the type alone', FIRST, 'typeof x.town === "string"', 'category "Bonn" goes the other way'],
    ['a number for text', FIRST, '(x.town ?? NaN) <= 1', 'it asks "town" for a number'],
  ])('%s', (_, from, to, fault) => {
    expect(faultOf(from, to)).toContain(fault);
  });

  test('a missing rule for unseen texts alone, where there is no rest', () => {
    const faults = faultsAfter(
      'x.Home !== "owner" &&',
      'typeof x.Home === "string" && x.Home !== "owner" &&',
    );
    expect(faults.join('\n')).toContain('a missing "Home" goes the other way');
  });
});

describe('an edit of a table is named', () => {
  test.each([
    [
      'a decision',
      '["bad", "good", "bad"',
      '["good", "good", "bad"',
      'decisions[0] is "good", expected "bad"',
    ],
    ['a probability', '[0.71, 0.29]', '[0.72, 0.28]', 'values[0][0] is 0.72, expected 0.71'],
    [
      'the classes',
      '= ["bad", "good"]',
      '= ["good", "bad"]',
      'classes[0] is "good", expected "bad"',
    ],
    ['a leaf too few', '  [0.71, 0.29],\n', '', 'expected'],
    [
      'the words of a path',
      '"Records is yes", "Income',
      '"Records is no", "Income',
      'paths[0][conditions][0]',
    ],
    ['the decision of a path', 'decision: "bad"', 'decision: "good"', 'paths[0][decision]'],
  ])('%s', (_, from, to, fault) => {
    expect(faultsAfter(from, to).join('\n')).toContain(fault);
  });
});

test('a leaf that defers must do so in the code, and no other may', () => {
  const asking = deferring(model, [0]);
  const texts = compileModel(asking, evidenceFor(asking), metaFor(asking)).files;
  const [ts, js] = [texts.get('predict.ts') ?? '', texts.get('predict.js') ?? ''];
  expect(proveText(asking, ts, js)).toEqual([]);
  const answering = ts.replace('  "DEFER",\n', '  "bad",\n');
  expect(proveText(asking, answering, js).join()).toContain('decisions[0] is "bad"');
  const renamed = ts.replace('const DEFER = "DEFER"', 'const DEFER = "bad"');
  expect(proveText(asking, renamed, js).join()).toContain('"DEFER" has "bad" where "DEFER"');
  expect(proveText(asking, typescript, javascript)).toHaveLength(2);
  expect(proveText(model, ts, js)).toHaveLength(2);
});

test('white space and comments are free', () => {
  const reformatted = javascript
    .replaceAll('\n  ', '\n      ')
    .replace('return 0;', 'return /* ! */ 0');
  expect(proveText(model, typescript, reformatted)).toEqual([]);
});

test('a file that is not the tree is not run', () => {
  const armed = javascript.replace('return 0;', 'return (globalThis.__armed = 1, 0);');
  expect(proveText(model, typescript, armed)).toHaveLength(1);
  expect(globalThis).not.toHaveProperty('__armed');
});

test('the code of another model is refused', () => {
  const other = priceModel();
  const faults = proveText(other, typescript, javascript);
  expect(faults.map((fault) => fault.slice(0, 11))).toEqual(['predict.ts:', 'predict.js:']);
});
