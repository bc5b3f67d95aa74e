import { flatRow } from '../flat.ts';
import { cData } from './print-data.ts';
import { cOrigin } from './print-header.ts';
import { numberOf } from './print-source.ts';
import type { CProgram } from './program.ts';
import { cText } from './quote.ts';
import { cAnswers, type CAnswer, type CTable } from './tables.ts';

/**
 * The text of `predict_test.c`: the boundary vectors as a program that needs nothing but C, so that
 * an edit of `predict.c` by hand fails.
 */
export function printCTest(program: CProgram): string {
  const { kind, content } = program;
  const size = Math.max(1, program.layout.features.length);
  const { rows, attempts } = attemptsOf(program, size);
  const { tables, functions } = cAnswers(program);
  const expected = tables.filter((table) => functions.some(({ from }) => from === table.name));
  const checks = ['espalier_leaf(x) == leaf', ...functions.map(checkOf)];
  return `${cOrigin(content.meta)}
/* Rows on and beside every threshold of the tree, and the path each of them takes. */
/* Run with: cc -std=c99 predict.c predict_test.c -o predict_test && ./predict_test */

#include <stdio.h>
#include <string.h>

#include "predict.h"

/* For each split, a row that gets there. */
static const ${kind.type} rows[][${size}] = ${cData(rows, kind.literal, 60)};

/* A value for one feature of a row, and the leaf that is reached with it. */
struct attempt {
  int row;
  int feature;
  ${kind.type} value;
  int leaf;
};

static const struct attempt attempts[] = {
${attempts.map((values) => `  {${values.join(', ')}}`).join(',\n')}
};

/* What each leaf says. */
${expected.map(printExpected).join('\n')}
static int is_right(const struct attempt *attempt) {
  const int leaf = attempt->leaf;
  ${kind.type} x[${size}];
  memcpy(x, rows[attempt->row], sizeof x);
  x[attempt->feature] = attempt->value;
  return ${checks.join(' &&\n         ')};
}

int main(void) {
  const int count = (int)(sizeof attempts / sizeof attempts[0]);
  int wrong = 0;
  int i;
  if (strcmp(ESPALIER_MODEL_HASH, ${cText(content.meta.modelHash)}) != 0) {
    printf("predict.h is of another model\\n");
    return 1;
  }
  for (i = 0; i < count; i++) {
    if (!is_right(&attempts[i])) wrong++;
  }
  printf("%d of %d rows take their path\\n", count - wrong, count);
  return wrong == 0 ? 0 : 1;
}
`;
}

/** Rows of values, and [row, feature, value, leaf]; the first row has no value at all. */
function attemptsOf({ kind, content, layout }: CProgram, size: number) {
  const { probes, vectors } = content;
  const empty = Array.from({ length: size }, () => NaN);
  const nothing = vectors.find(({ site }) => site === -1)!;
  const first = [0, 0, kind.literal(NaN), nothing.leaf];
  const attempts = probes.flatMap(({ row, feature, tries }, i) => {
    const position = layout.position(feature);
    const lines = tries.map(({ value, leaf }) => {
      const flat = flatRow(layout, { ...row, [feature]: value })[position]!;
      return [i + 1, position, kind.literal(flat), leaf];
    });
    // Texts that are all the same in a row of numbers are tried once.
    const texts = lines.map((line) => line.join());
    return lines.filter((_, at) => texts.indexOf(texts[at]!) === at);
  });
  const rows = probes.map(({ row }) => Array.from(flatRow(layout, row)));
  return { rows: [empty, ...rows], attempts: [first, ...attempts] };
}

function printExpected({ declaration, name, data }: CTable): string {
  const own = declaration.replace(name, expectedName(name));
  return `static ${own} = ${cData(data, numberOf(declaration), own.length + 11)};\n`;
}

function expectedName(table: string): string {
  return table.replace('espalier_', 'expected_');
}

function checkOf({ type, name, from }: CAnswer): string {
  const own = expectedName(from);
  if (type === 'const char *') return `strcmp(${name}(x), ${own}[leaf]) == 0`;
  if (type === 'const double *') {
    return `memcmp(${name}(x), ${own}[leaf], sizeof ${own}[leaf]) == 0`;
  }
  return `${name}(x) == ${own}[leaf]`;
}
