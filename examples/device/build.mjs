import { execFileSync } from 'node:child_process';
import path from 'node:path';

const CC = process.env['CC'] ?? 'gcc';

/** As small as the compiler can, every function and table in a section of its own. */
const FLAGS = '-std=c99 -Os -Wall -Wextra -fno-pie -ffunction-sections -fdata-sections'.split(' ');

/**
 * Compiles `predict.c`, and device.c with it.
 * @param {string} from The folder of `predict.c` and `predict.h`.
 * @param {string} type Of a value in a row.
 * @param {string} folder For what is built.
 */
export function build(from, type, folder) {
  const object = path.join(folder, `predict-${type}.o`);
  const program = path.join(folder, `device-${type}`);
  execFileSync(CC, [...FLAGS, '-c', path.join(from, 'predict.c'), '-o', object]);
  const device = path.join(import.meta.dirname, 'device.c');
  execFileSync(CC, [
    ...FLAGS,
    `-DVALUE=${type}`,
    `-I${from}`,
    '-no-pie',
    device,
    object,
    '-o',
    program,
  ]);
  return { object, program };
}

/** What deciding needs of the object file; a linker leaves out the rest where nothing calls it. */
const NEEDED = /^(text\.espalier_(leaf|class)|rodata\.(espalier_classes|cst\d+))$/;

/**
 * Bytes as `size` counts them: of code and of constants that the decision needs, of memory that is
 * written to, and of all code and constants, the names and probabilities among them.
 * @param {string} object
 */
export function sizesOf(object) {
  const lines = execFileSync('size', ['-A', object], { encoding: 'utf8' }).split('\n');
  const sizes = { code: 0, constants: 0, memory: 0, all: 0 };
  for (const line of lines) {
    const [, section = '', digits = ''] = /^\.(\S+)\s+(\d+)/.exec(line) ?? [];
    const bytes = Number(digits);
    const isCode = section.startsWith('text');
    if (/^(data|bss)/.test(section)) sizes.memory += bytes;
    if (!isCode && !section.startsWith('rodata')) continue;
    sizes.all += bytes;
    if (NEEDED.test(section)) sizes[isCode ? 'code' : 'constants'] += bytes;
  }
  return sizes;
}

/**
 * What the program says of rows: a leaf and a decision each.
 * @param {string} program
 * @param {Float64Array | Float32Array | Int32Array} rows
 */
export function answersOf(program, rows) {
  const text = execFileSync(program, [], { input: rows, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return text.trimEnd().split('\n');
}

/** What the compiler calls itself. */
export function compilerName() {
  const [line = CC] = execFileSync(CC, ['--version'], { encoding: 'utf8' }).split('\n');
  return line;
}
