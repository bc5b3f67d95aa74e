import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  compileForPython,
  findPythonHost,
  type PythonHost,
} from '../../src/commands/targets/python.ts';
import { LEAF } from '../../src/compile/python/fixed.ts';
import { pythonParts } from '../../src/compile/python/parts.ts';
import { foundModules, requestText } from '../../src/compile/python/protocol.ts';
import { pyComment, pyFloat, pyText } from '../../src/compile/python/quote.ts';
import { READER } from '../../src/compile/python/reader-script.ts';
import { runPython } from '../../src/node/python.ts';
import { contentFor } from './content-for.ts';
import { edited, orSkip } from './engines.ts';
import { creditModel } from './models.ts';
import { HOSTILE_NAMES } from './random-model.ts';

const python = orSkip('Python 3.8 or newer', await findPythonHost());
const host = python as PythonHost;

/** Of the versions beside the usual one, those that are here. */
const others = (
  await Promise.all(
    [8, 9, 10, 11, 12, 13, 14].map(async (minor) => {
      const command = `python3.${minor}`;
      return runPython({ command, version: '' }, 'print()', '').then(
        () => [command],
        () => [],
      );
    }),
  )
).flat();

describe.skipIf(python === null)('whatever the compiler would not write is a fault', () => {
  const content = contentFor(creditModel());
  const parts = pythonParts(content.model, content.branch);
  let module = '';

  beforeAll(async () => {
    module = String((await compileForPython(content, null)).files.get('predict.py'));
    await expect(host.read([{ text: module, parts }])).resolves.toHaveLength(1);
  });

  test.skipIf(others.length === 0)('other versions of Python read it alike', async () => {
    const requests = [{ text: module, parts }];
    const found = await host.read(requests);
    for (const command of others) {
      const reply = await runPython({ command, version: '' }, READER, requestText(requests));
      expect(foundModules(reply), command).toEqual(found);
    }
  });

  test.each([
    ['another comparison', ' <= 80.0', ' < 80.0', 'a comparison that the compiler does not write'],
    ['a whole number', ' <= 80.0', ' <= 80', 'a threshold is not a number'],
    ['a computed threshold', ' <= 80.0', ' <= 70.0 + 10.0', 'something other than plain data'],
    ['another helper', '_text(row, "Home") ==', 'str(row, "Home") ==', 'other than a feature'],
    ['another row', '_number(row, "Seniority")', '_number(x, "Seniority")', 'asks another row'],
    ['a chain', ' <= 80.0:', ' <= 80.0 <= 90.0:', 'a test is not one comparison'],
    ['a call in a return', 'return 0', 'return int("0")', 'other than a leaf number'],
    ['a truth for a leaf', 'return 0', 'return False', 'other than a leaf number'],
    [
      'an elif',
      '    else:\n        # Records',
      '    elif True:\n        # Records',
      'one statement',
    ],
    ['a statement in a branch', 'return 0', 'print(row); return 0', 'exactly one statement'],
    ['a statement before the tree', '    if _text(row', '    print(row)\n    if _text(row', 'tree'],
    ['a default', 'def leaf(row: Row)', 'def leaf(row: Row = {})', 'does not write'],
    ['a decorator', 'def leaf(row', '@staticmethod\ndef leaf(row', 'does not write'],
    ['code in a table', '("bad", "good")', '("bad", str("good"))', 'other than plain data'],
    ['a formatted text in a table', '("bad", "good")', '("bad", f"good")', 'other than plain data'],
    ['a key twice', '"seed": 7', '"seed": 7, "seed": 7', 'a key twice'],
    ['two halves of a character', '"bad", "good"', '"bad", "\\ud83d\\ude00"', 'two halves'],
    ['another helper body', 'return _NAN', 'return 0.0', 'does not write'],
    ['another predict', 'return _decisions[leaf(row)]', 'return "good"', 'does not write'],
    ['another import', 'import List', 'import Any as List', 'does not write'],
    ['a statement too many', '# Where this', 'print(1)\n# Where this', 'other than plain data'],
    ['broken syntax', 'def predict', 'def', 'it does not parse'],
  ])('%s', async (_, from, to, fault) => {
    await expect(host.read([{ text: edited(module, from, to), parts }])).rejects.toThrow(fault);
  });

  test('a statement after the last, and one that is not there', async () => {
    const longer = `${module}print(1)\n`;
    await expect(host.read([{ text: longer, parts }])).rejects.toThrow('too many or too few');
    const shorter = module.slice(0, module.indexOf('\nmeta: Meta'));
    await expect(host.read([{ text: shorter, parts }])).rejects.toThrow('too many or too few');
  });

  test('an encoding that makes other text of the bytes', async () => {
    const text = module.replace('\n#\n', '\n# coding: utf-16\n');
    await expect(host.read([{ text, parts }])).rejects.toThrow('it does not parse');
  });

  test('a file nested beyond reading', async () => {
    const text = module.replace('(\n    {', `(${'('.repeat(5_000)}{`);
    await expect(host.read([{ text, parts }])).rejects.toThrow('it does not parse');
  });

  test('a table of other data, and a module that answers otherwise', async () => {
    const [found] = await host.read([{ text: module, parts }]);
    const tables = new Map([...found!.tables, ['decisions', ['good']]]);
    const misread: PythonHost = { ...host, read: async () => [{ ...found!, tables }] };
    await expect(compileForPython(content, misread)).rejects.toThrow('decisions[0] is "good"');
    const liar: PythonHost = {
      ...host,
      run: async (requests) => {
        const answers = await host.run(requests);
        return 'module' in requests[0]! ? [(answers[0] as unknown[]).with(3, [0, 'x'])] : answers;
      },
    };
    await expect(compileForPython(content, liar)).rejects.toThrow('does not answer as leaf');
  });
});

describe.skipIf(python === null)('a row as people write it', () => {
  const answers = async (rows: readonly object[]): Promise<unknown> => {
    const { files } = await compileForPython(contentFor(creditModel()), null);
    const module = String(files.get('predict.py'));
    const [found] = await host.run([{ module, rows: rows as never }]);
    return (found as unknown[][]).map(([leaf]) => leaf);
  };

  test('may hold whole numbers, names of no feature, and NaN for a missing category', async () => {
    expect(
      await answers([
        { Records: 'yes', Income: 140, colour: 'red' },
        { Records: 'yes', Income: 141, Home: NaN },
        { Records: NaN, Income: 80 },
      ]),
    ).toEqual([0, 2, 3]);
  });

  test('with text for a number, or a number for a category, is refused by name', async () => {
    await expect(answers([{ Income: '80' }])).rejects.toThrow("'Income' takes a number, not text");
    await expect(answers([{ Records: 1 }])).rejects.toThrow("'Records' takes text, not a number");
  });
});

describe('what enters Python text', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_NAMES));

  test.skipIf(python === null)('reads back as itself', async () => {
    const many = { seed: 20261122, numRuns: 500 };
    const texts = fc.sample(anyText, many);
    const numbers = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), many);
    const parts = [
      { kind: 'branches', name: 'leaf', comment: [], code: LEAF },
      { kind: 'data', name: 'texts', comment: [], code: 'texts =' },
      { kind: 'data', name: 'numbers', comment: [], code: 'numbers =' },
    ] as const;
    const text = [
      `${LEAF}\n    return 0`,
      ...texts.map((one) => pyComment(one)),
      `texts = (${texts.map((one) => pyText(one)).join(', ')})`,
      `numbers = (${numbers.map(pyFloat).join(', ')})\n`,
    ].join('\n');
    const [found] = await host.read([{ text, parts }]);
    expect(found!.tables.get('texts')).toEqual(texts);
    expect(found!.tables.get('numbers')).toEqual(numbers);
  });

  test('is ASCII on one line', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(pyText(text)).toMatch(/^"[\u0020-\u007e]*"$/);
        expect(pyComment(text)).toMatch(/^# [^\n\r\f\v\0]*$/);
      }),
    );
  });

  test('is no directive', () => {
    expect(pyComment('type: ignore')).toBe('# - type: ignore');
    expect(pyComment('type of home is rent')).toBe('# type of home is rent');
  });
});
