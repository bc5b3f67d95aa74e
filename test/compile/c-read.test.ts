import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCHost, type CHost } from '../../src/commands/targets/c.ts';
import { C_KINDS } from '../../src/compile/c/kinds.ts';
import { cNames } from '../../src/compile/c/names.ts';
import { printHeader } from '../../src/compile/c/print-header.ts';
import { printCLeaf, printSource } from '../../src/compile/c/print-source.ts';
import { cProgram } from '../../src/compile/c/program.ts';
import { cComment, cText, utf8 } from '../../src/compile/c/quote.ts';
import { compareTables, readCLeaf } from '../../src/compile/c/read-back.ts';
import { compareBranches } from '../../src/compile/compare.ts';
import { layoutOf } from '../../src/compile/flat.ts';
import { contentFor } from './content-for.ts';
import { edited, orSkip } from './engines.ts';
import { creditModel, numericFeature } from './models.ts';
import { HOSTILE_NAMES } from './random-model.ts';

const compiler = orSkip('a C compiler (cc, gcc or clang)', await findCHost());
const host = compiler as CHost;

describe('whatever the compiler would not write is a fault', () => {
  const program = cProgram(contentFor(creditModel()), C_KINDS.float32);
  const header = printHeader(program);
  const leaf = printCLeaf(program, program.content.branch);
  const source = printSource(program, leaf);

  test('and what it writes is not', () => {
    expect(compareBranches(program.content.model, readCLeaf(program, header, leaf))).toEqual([]);
    expect(compareTables(program, source)).toEqual([]);
  });

  test.each([
    ['another comparison', '<= 80.0f', '< 80.0f', 'none of the known shapes'],
    ['a computed threshold', '<= 80.0f', '<= 70.0f + 10.0f', 'compared with no number'],
    ['a position by number', 'x[ESPALIER_X_SENIORITY]', 'x[0]', 'other than the row'],
    ['an unknown position', 'x[ESPALIER_X_SENIORITY]', 'x[ESPALIER_X_AGE]', 'other than the row'],
    ['another row', 'x[ESPALIER_X_SENIORITY]', 'y[ESPALIER_X_SENIORITY]', 'other than the row'],
    ['an unknown category', 'ESPALIER_HOME_OWNER', 'ESPALIER_HOME_X', 'compared with no number'],
    ['an assignment', '== ESPALIER_HOME_OWNER', '= ESPALIER_HOME_OWNER', 'none of the known'],
    ['a call in a return', 'return 0;', 'return f(0);', 'other than its number'],
    ['a statement in a branch', 'return 0;', 'x; return 0;', 'exactly one statement'],
    ['an if without else', '} else {\n    /* Records', '}\n  {\n    /* Records', 'one statement'],
    ['another head', 'int espalier_leaf(', 'long espalier_leaf(', 'starts in another way'],
    ['a second function', 'int espalier_leaf(const float *x) {\n', '', 'starts in another way'],
    ['C that is not JavaScript', 'return 0;', 'return (int)0;', 'Missing semicolon'],
  ])('%s', (_, from, to, fault) => {
    expect(() => readCLeaf(program, header, edited(leaf, from, to))).toThrow(fault);
  });

  test.each([
    ['a threshold', '<= 80.0f', '<= 80.5f', 'threshold 80.5, the tree has 80'],
    ['a float that is none', '<= 80.0f', '<= 80.1f', 'threshold 80.1, the tree has 80'],
    ['a feature', 'x[ESPALIER_X_SENIORITY]', 'x[ESPALIER_X_INCOME]', 'it asks "Income"'],
    ['a category', '== ESPALIER_HOME_OWNER', '== ESPALIER_HOME_RENT', 'goes the other way'],
    [
      'a missing rule',
      '!(x[ESPALIER_X_SENIORITY] > 2.5f)',
      'x[ESPALIER_X_SENIORITY] <= 2.5f',
      'a missing "Seniority" goes the other way',
    ],
    ['a leaf', 'return 0;', 'return 1;', 'leaf 1 where the tree has leaf 0'],
  ])('%s that differs is found by the comparison with the tree', (_, from, to, fault) => {
    const found = readCLeaf(program, header, edited(leaf, from, to));
    expect(compareBranches(program.content.model, found).join()).toContain(fault);
  });

  test('constants are what the header says they are', () => {
    const other = edited(header, 'ESPALIER_HOME_OWNER 2', 'ESPALIER_HOME_OWNER 3');
    const found = readCLeaf(program, other, leaf);
    expect(compareBranches(program.content.model, found)).not.toEqual([]);
    const moved = edited(header, 'ESPALIER_X_INCOME = 3', 'ESPALIER_X_INCOME = 0');
    const misread = readCLeaf(program, moved, leaf);
    expect(compareBranches(program.content.model, misread)).not.toEqual([]);
  });

  test.each([
    ['a class', '"bad", "good"', '"good", "bad"', 'espalier_class_names[0] is "good"'],
    ['a decision', '{0, 1, 0,', '{1, 1, 0,', 'espalier_classes[0] is 1'],
    ['a probability', '{0.71, 0.29}', '{0.72, 0.29}', 'espalier_probabilities[0][0] is 0.72'],
    ['a path', '"5c7901159cdc"', '"5c7901159cdd"', 'espalier_paths[0] is "5c7901159cdd"'],
    [
      'a table that is not there',
      'const int espalier_classes',
      'int espalier_classes',
      'there is no',
    ],
  ])('%s in a table', (_, from, to, fault) => {
    expect(compareTables(program, edited(source, from, to)).join()).toContain(fault);
  });
});

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_NAMES));

describe('what enters C text', () => {
  test('is ASCII on one line, without a trigraph', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(cText(a + b)).toMatch(/^"[\u0020-\u007e]*"$/);
        expect(cText(a + b)).not.toContain('??');
        const comment = cComment(`${a}*/${b}/*??/\\`);
        expect(comment).toMatch(/^\/\* [^\n\r]* \*\/$/);
        expect(comment.slice(2, -2)).not.toMatch(/\*\/|\/\*|\?\?/);
      }),
    );
  });

  test.skipIf(compiler === null)('is the same bytes for a compiler', async () => {
    const texts = fc.sample(anyText, { seed: 20261122, numRuns: 300 });
    const lines = texts.map((text) => `  show(${cText(text)}, sizeof ${cText(text)} - 1);`);
    const main = `#include <stdio.h>
${texts.map(cComment).join('\n')}
static void show(const char *text, size_t size) {
  while (size-- > 0) printf("%02x", (unsigned char)*text++);
  putchar('\\n');
}
int main(void) {
${lines.join('\n')}
  return 0;
}
`;
    const found = await host.check(new Map([['main.c', main]]));
    expect(found.split('\n').slice(0, -1)).toEqual(
      texts.map((text) => Buffer.from(utf8(text)).toString('hex')),
    );
  });

  test('is UTF-8 where it is text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/\p{Surrogate}/u.test(text));
        expect(utf8(text)).toEqual([...Buffer.from(text)]);
      }),
    );
  });
});

test('constants are identifiers, and no two are the same', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(anyText, fc.constantFrom('A', 'A_B', 'a b', 'B', 'x', 'X')), {
        minLength: 1,
        maxLength: 8,
      }),
      (names) => {
        const features = names.map((name) => ({
          ...numericFeature(name),
          kind: 'categorical' as const,
          categories: names,
          rest: null,
          boolean: false,
        }));
        const layout = layoutOf({ ...creditModel(), features });
        const { features: positions, categories } = cNames(layout);
        const all = [...positions, ...categories.flat()];
        expect(new Set(all).size).toBe(all.length);
        for (const name of all) {
          expect(name).toMatch(/^ESPALIER(_[A-Z0-9]+)+$/);
          expect(name.length).toBeLessThanOrEqual(63);
        }
        expect(all).not.toContain('ESPALIER_FEATURES');
      },
    ),
  );
});
