/**
 * Compiles a tree to C for a small device, says how large it is, and compares it with predict.js:
 * `node examples/device/run.mjs [--quick] [--out <folder>]`. Needs gcc (or `CC`) and `size`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { creditRun } from '../credit.mjs';
import { table } from '../table.mjs';
import { answersOf, build, compilerName, sizesOf } from './build.mjs';
import { creditRows, KINDS } from './rows.mjs';

const HEAD = ['', 'code', 'constants', 'memory', 'with every table', 'as predict.js'];
const CLI = path.join(import.meta.dirname, '../../bin/espalier.js');

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, out: { type: 'string' } },
});
const run = await creditRun({ out: values.out, ...(values.quick ? { trees: 20 } : {}) });
/** @type {typeof import('../browser/predict.js')} */
const tree = await import(pathToFileURL(path.join(run, 'predict.js')).href);
const rows = creditRows(tree.schema);
const flat = new Float64Array(rows.length * tree.schema.length);
rows.forEach((row, i) => tree.encode(row, flat, i * tree.schema.length));
const expected = rows.map((row) => `${tree.leaf(row)} ${tree.predict(row)}`);

const folder = mkdtempSync(path.join(tmpdir(), 'espalier-device-'));
try {
  const lines = Object.keys(KINDS).map(measure);
  console.log(`A tree of ${tree.meta.leaves} leaves, at most ${tree.meta.depth} questions`);
  console.log(table([HEAD, ...lines]));
  console.log(`\nBytes; ${compilerName()}, -Os, ${process.arch}. The first rows:`);
  console.log(rows.slice(0, 3).map(rowText).join('\n'));
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * A line of the table for one kind of numbers.
 * @param {string} numbers
 */
function measure(numbers) {
  const { type, pack } = KINDS[/** @type {keyof typeof KINDS} */ (numbers)];
  const { object, program } = build(compileTo(numbers), type, folder);
  const { code, constants, memory, all } = sizesOf(object);
  const answers = answersOf(program, pack(flat));
  const same = expected.filter((answer, i) => answer === answers[i]).length;
  if (same < rows.length) process.exitCode = 1;
  const sizes = [code, constants, memory, all].map(String);
  return [numbers, ...sizes, `${same} of ${rows.length} rows`];
}

/**
 * @param {Record<string, string | number | null>} row
 * @param {number} i
 */
function rowText(row, i) {
  const known = Object.entries(row).filter(([, value]) => value !== null);
  return `  ${known.map(([name, value]) => `${name} ${value}`).join(', ')}: leaf ${expected[i]}`;
}

/**
 * The folder of the run's tree in C.
 * @param {string} numbers
 */
function compileTo(numbers) {
  const flags = ['--to', 'c', '--numbers', numbers, '--force', '--json'];
  const text = execFileSync(process.execPath, [CLI, 'compile', run, ...flags], {
    encoding: 'utf8',
  });
  /** @type {{ directory: string }} */
  const { directory } = JSON.parse(text);
  return directory;
}
