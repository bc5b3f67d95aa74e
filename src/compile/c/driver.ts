import type { Data } from '../script/print-data.ts';
import { leafHead, printHeader } from './print-header.ts';
import type { CProgram } from './program.ts';
import { utf8 } from './quote.ts';
import { cAnswers } from './tables.ts';

/* The programs around generated code that show what it answers. */

/** Leaf functions of one model, to be run on rows of numbers. */
export interface LeafJob {
  readonly program: CProgram;
  readonly leaves: readonly string[];
  readonly rows: readonly Float64Array[];
}

/** The source of one program that does all the jobs: a compiler is slower to start than to read. */
export function leafSource(jobs: readonly LeafJob[]): string {
  return [INCLUDED, ...jobs.map(printJob), printMain(jobs.length)].join('\n');
}

const INCLUDED = `#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
`;

/** What that program reads: every row of every job, as it lies in memory. */
export function leafInput(jobs: readonly LeafJob[]): Uint8Array {
  const parts = jobs.flatMap(({ program, rows }) =>
    rows.map((row) => program.kind.pack(row.length === 0 ? [NaN] : Array.from(row))),
  );
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What it prints: for each job and each leaf function of it, the leaf that each row reaches. */
export function leavesIn(jobs: readonly LeafJob[], output: Uint8Array): Int32Array[][] {
  const found = new Int32Array(Uint8Array.from(output).buffer);
  let at = 0;
  return jobs.map(({ leaves, rows }) =>
    leaves.map(() => {
      at += rows.length;
      return found.subarray(at - rows.length, at);
    }),
  );
}

function printMain(jobs: number): string {
  const calls = Array.from({ length: jobs }, (_, i) => `  run_${i}();\n`);
  return `int main(void) {
#ifdef _WIN32
  _setmode(_fileno(stdin), _O_BINARY);
  _setmode(_fileno(stdout), _O_BINARY);
#endif
${calls.join('')}  return 0;
}
`;
}

function printJob({ program, leaves, rows }: LeafJob, job: number): string {
  const { kind, layout } = program;
  const head = leafHead(kind);
  const size = Math.max(1, layout.features.length);
  const name = (i: number): string => `leaf_${job}_${i}`;
  const functions = leaves.map((leaf, i) =>
    leaf.replace(head, `static ${head.replace('espalier_leaf', name(i))}`),
  );
  return `${ownNames(printHeader(program), job)}
${ownNames(functions.join('\n'), job)}
static int (*const leaves_${job}[])(const ${kind.type} *) = {${leaves.map((_, i) => name(i)).join(', ')}};

static void run_${job}(void) {
  static ${kind.type} rows[${Math.max(1, rows.length)}][${size}];
  if (fread(rows, sizeof rows[0], ${rows.length}, stdin) != ${rows.length}) exit(2);
  for (int i = 0; i < ${leaves.length}; i++) {
    for (int row = 0; row < ${rows.length}; row++) {
      int32_t leaf = leaves_${job}[i](rows[row]);
      if (fwrite(&leaf, sizeof leaf, 1, stdout) != 1) exit(3);
    }
  }
}
`;
}

/** All that a text names, under names that no other job has. */
function ownNames(text: string, job: number): string {
  return text.replace(/\bespalier_/gi, (prefix) => `${prefix}${job}_`);
}

/** A program that prints every table of `predict.c`, an entry a line in hexadecimal bytes. */
export function printDump(program: CProgram): string {
  const loops = cAnswers(program).tables.map(({ declaration, name }) => {
    const [, outer, inner] = /\[(\w+)\](?:\[(\w+)\])?$/.exec(declaration)!;
    const print = declaration.includes('char')
      ? 'text'
      : declaration.includes('int')
        ? 'whole'
        : 'number';
    const item = inner === undefined ? `${name}[i]` : `${name}[i][j]`;
    const body = `${print}(${item});`;
    const within = inner === undefined ? body : `for (int j = 0; j < ${inner}; j++) ${body}`;
    return `  for (int i = 0; i < ${outer}; i++) ${within}\n`;
  });
  return `#include <stdint.h>
#include <stdio.h>
#include "predict.h"

static void bytes(const void *from, size_t count) {
  const unsigned char *at = (const unsigned char *)from;
  while (count-- > 0) printf("%02x", *at++);
  putchar('\\n');
}

void text(const char *value) {
  size_t length = 0;
  while (value[length] != 0) length++;
  bytes(value, length);
}

void whole(int value) {
  int32_t exact = value;
  bytes(&exact, sizeof exact);
}

void number(double value) { bytes(&value, sizeof value); }

int main(void) {
${loops.join('')}  return 0;
}
`;
}

/** What that program has to print. */
export function expectedDump(program: CProgram): string {
  const lines = cAnswers(program).tables.flatMap(({ declaration, data }) => {
    const pack = declaration.startsWith('const int')
      ? (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer)
      : (value: number): Uint8Array => new Uint8Array(Float64Array.of(value).buffer);
    return scalars(data).map((value) =>
      hex(typeof value === 'number' ? pack(value) : utf8(value.split('\0')[0]!)),
    );
  });
  return lines.map((line) => `${line}\n`).join('');
}

function scalars(data: Data): Array<string | number> {
  if (Array.isArray(data)) return data.flatMap((item: Data) => scalars(item));
  return typeof data === 'string' || typeof data === 'number' ? [data] : [];
}

function hex(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
