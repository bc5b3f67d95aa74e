import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { distill, explain, predict, verify } from '../../src/index.ts';
import { SMALL, temporaryFolder } from './toy-data.ts';

const NAMES = [
  `it's "quoted" \`back\` \${globalThis.pwned=1}`,
  'line\nbreak\r\n*/ globalThis.pwned = 1 /*',
  'sep\u2028globalThis.pwned=1\u2029;',
  '</script><script>globalThis.pwned=1</script><img src=x onerror=pwned=1>',
  '\u202Eright-to-left\u202C',
  '__proto__',
  'constructor',
  'a b',
  'a_b',
  'x',
  'X',
  '=cmd|calc',
];
const CLASSES = ['<b>no</b>', '=yes()', '__proto__'];
const CATEGORIES = ["o'ne", 'tw"o\n', '</script>', 'hasOwnProperty'];

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Twelve columns of hostile names, categories and classes. */
function hostileCsv(): string {
  const random = new Random('hostile');
  const lines = [[...NAMES, 'target\u0007'].map(quote).join(',')];
  for (let row = 0; row < 300; row++) {
    const numbers = NAMES.map(() => random.below(20));
    const cells = numbers.map((n, i) => (i % 3 === 1 ? quote(CATEGORIES[n % 4]!) : String(n)));
    const score = numbers[0]! + numbers[5]! + (numbers[1]! % 4) * 5;
    cells.push(quote(CLASSES[score < 20 ? 0 : score < 30 ? 1 : 2]!));
    lines.push(cells.join(','));
  }
  return lines.join('\r\n');
}

test('hostile names, categories and classes are data, from the file to the function', async () => {
  const out = await temporaryFolder();
  const data = join(out, 'hostile.csv');
  await writeFile(data, hostileCsv());
  const done = await distill({ ...SMALL, data, out, target: 'target\u0007' });
  expect((await verify(done.directory)).checks.filter((check) => !check.ok)).toEqual([]);
  expect(done.run.features.map((feature) => feature.name).toSorted()).toEqual(NAMES.toSorted());
  expect(done.run.classes.toSorted()).toEqual(CLASSES.toSorted());

  const module = await import(join(done.directory, 'predict.js'));
  const { predictions } = await predict(done.directory, data, {});
  const { explanation } = await explain(done.directory, data, 7, {});
  expect(explanation.answer).toBe(predictions[6]!.answer);
  expect(new Set(predictions.map(({ answer }) => answer)).size).toBeGreaterThan(1);
  expect(module.paths).toHaveLength(done.paths.length);
  expect(globalThis).not.toHaveProperty('pwned');

  const card = await readFile(join(done.directory, 'MODEL_CARD.md'), 'utf8');
  expect(card).not.toMatch(/(?<!\\)<\/?(b|script|img)/);
  const csv = await readFile(join(done.directory, 'paths.csv'), 'utf8');
  expect(csv).not.toMatch(/(^|,)"?=/m);
});
