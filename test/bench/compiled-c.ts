import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Branch } from '../../src/compile/branches.ts';
import { layoutOf, printFlatTest, type FlatStyle } from '../../src/compile/flat.ts';
import { lower } from '../../src/compile/lower.ts';
import { leafIds, type Model } from '../../src/core/tree.ts';
import type { Forest } from '../../src/teacher/forest.ts';

/** What gcc calls itself; `null` where there is none. */
export function gccName(): string | null {
  try {
    const text = execFileSync('gcc', ['--version'], { encoding: 'utf8', stdio: 'pipe' });
    return text.split('\n')[0]!;
  } catch {
    return null;
  }
}

export type CForm = 'call' | 'batch';

/**
 * Compiles a program that answers rows a call each, by a function that is not inlined, or a batch at
 * a time, by a loop that the function may be inlined in. Returns its path.
 */
export function buildC(text: string, form: CForm, folder: string, name: string): string {
  const source = join(folder, `${name}.c`);
  const program = join(folder, name);
  writeFileSync(source, text);
  const flags = ['-O2', '-std=c11', ...(form === 'call' ? ['-DONE_CALL_A_ROW'] : [])];
  execFileSync('gcc', [...flags, source, '-o', program], { stdio: 'pipe' });
  return program;
}

/** A tree as nested ifs that return the number of the leaf. */
export function treeProgram(model: Model): string {
  return programText('int32_t', layoutOf(model).features.length, [
    `ANSWERING int32_t answer(const double *x) {\n${ifsText(model, lower(model), String)}}\n`,
  ]);
}

/** A forest of two classes as a function of nested ifs for each tree, and the mean of their answers. */
export function forestProgram(forest: Forest): string {
  const { trees, features, task, classNames } = forest;
  const functions = trees.map((tree, i) => {
    const model: Model = { task, features, classNames, target: '', tree };
    const values = leafIds(tree).map((leaf) => tree.value[leaf]!);
    const body = ifsText(model, lower(model), (leaf) => doubleText(values[leaf]!));
    return `static double tree${i}(const double *x) {\n${body}}\n`;
  });
  const sum = trees.map((_, i) => `  sum += tree${i}(x);\n`).join('');
  const answer = `ANSWERING double answer(const double *x) {\n  double sum = 0;\n${sum}  return sum / ${trees.length};\n}\n`;
  return programText('double', features.length, [...functions, answer]);
}

const STYLE: FlatStyle = {
  access: (position) => `x[${position}]`,
  number: doubleText,
  code: (_, place) => doubleText(place),
  equal: '==',
  unequal: '!=',
  missing: null,
};

/** The shortest decimal that is read as the same double. */
function doubleText(value: number): string {
  if (value === Infinity) return 'INFINITY';
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

function ifsText(model: Model, root: Branch, leafText: (leaf: number) => string): string {
  const layout = layoutOf(model);
  const lines = (branch: Branch, indent: string): string => {
    if (branch.kind === 'return') return `${indent}return ${leafText(branch.leaf)};\n`;
    const { test, yes, no } = branch;
    const inner = `${indent}  `;
    return (
      `${indent}if (${printFlatTest(test, layout, STYLE)}) {\n${lines(yes, inner)}` +
      `${indent}} else {\n${lines(no, inner)}${indent}}\n`
    );
  };
  return lines(root, '  ');
}

/** The same conversation as `compiled-child.ts` has. The barrier keeps passes from being joined. */
function programText(type: string, stride: number, functions: readonly string[]): string {
  return `#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#ifdef ONE_CALL_A_ROW
#define ANSWERING static __attribute__((noinline))
#else
#define ANSWERING static inline
#endif
${functions.join('')}
static double work(const double *x, ${type} *out, long from, long to) {
#ifdef ONE_CALL_A_ROW
  ${type === 'double' ? 'double' : 'int64_t'} total = 0;
  (void)out;
  for (long i = from; i < to; i++) total += answer(x + i * ${stride});
  return (double)total;
#else
  for (long i = from; i < to; i++) out[i] = answer(x + i * ${stride});
  return 0;
#endif
}

static double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  long rows = atol(argv[2]);
  double *x = malloc(sizeof(double) * (size_t)rows * ${stride});
  ${type} *out = calloc((size_t)rows, sizeof(${type}));
  FILE *file = fopen(argv[1], "rb");
  if (!x || !out || !file) return 3;
  if (fread(x, sizeof(double) * ${stride}, (size_t)rows, file) != (size_t)rows) return 4;
  fclose(file);
  for (long i = 0; i < rows; i++) out[i] = answer(x + i * ${stride});
  file = fopen(argv[3], "wb");
  if (!file || fwrite(out, sizeof(${type}), (size_t)rows, file) != (size_t)rows) return 5;
  fclose(file);
  printf("ready\\n");
  fflush(stdout);
  long from, to, passes;
  while (scanf("%ld %ld %ld", &from, &to, &passes) == 3) {
    volatile double sum = 0;
    double before = cpu();
    for (long pass = 0; pass < passes; pass++) {
      sum = work(x, out, from, to);
      __asm__ volatile("" ::: "memory");
    }
    double spent = cpu() - before;
#ifndef ONE_CALL_A_ROW
    for (long i = from; i < to; i++) sum += (double)out[i];
#endif
    printf("%.4f %.17g\\n", spent / (double)passes / (double)(to - from), sum);
    fflush(stdout);
  }
  return 0;
}
`;
}
