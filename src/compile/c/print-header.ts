import { defers } from '../../core/tree.ts';
import { headerLines, originLine } from '../header.ts';
import { featureWords } from '../script/declarations.ts';
import type { CompileMeta } from '../tables.ts';
import type { CKind, CKindName } from './kinds.ts';
import type { CProgram } from './program.ts';
import { cComment, cText } from './quote.ts';
import { cAnswers, DEFERRED } from './tables.ts';

const NO_FAST_MATH = `#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "a missing value is NaN: do not compile with -ffast-math"
#endif
`;

/** What the numbers of a row are, beyond their type. */
const KIND_WORDS: Readonly<Record<CKindName, string>> = {
  float64: 'A row is made of doubles.',
  float32: 'A row is made of floats. Each threshold is that of the tree, rounded down to a float.',
  int32: 'A row is made of whole numbers. Each threshold is that of the tree, rounded down to one.',
};

/** The text of `predict.h`. */
export function printHeader(program: CProgram): string {
  const { kind, content } = program;
  const { model, meta } = content;
  const { tables, functions } = cAnswers(program);
  const lines = [...headerLines(model, meta, 'ESPALIER_MISSING'), KIND_WORDS[kind.name]];
  const sections = [
    `${cOrigin(meta)}\n${lines.map((line) => `${cComment(line)}\n`).join('')}`,
    '#ifndef ESPALIER_PREDICT_H\n#define ESPALIER_PREDICT_H\n',
    `#include ${kind.include}\n`,
    ...(kind.missing === 'NAN' ? [NO_FAST_MATH] : []),
    '#ifdef __cplusplus\nextern "C" {\n#endif\n',
    sizes(program),
    missing(kind),
    positions(program),
    ...categories(program),
    `${cComment('The leaf a row reaches, counted from 0, left to right.')}\n${leafHead(kind)};\n`,
    ...functions.map(
      ({ comment, type, name }) => `${cComment(comment)}\n${type}${name}(const ${kind.type} *x);\n`,
    ),
    ...tables.map(({ comment, declaration }) => `${cComment(comment)}\nextern ${declaration};\n`),
    '#ifdef __cplusplus\n}\n#endif\n',
    '#endif\n',
  ];
  return sections.join('\n');
}

/** The first line of every generated file. */
export function cOrigin(meta: CompileMeta): string {
  return cComment(originLine(meta)).replace('/* ', '/* @');
}

/** The function that holds the tree, without its end. */
export function leafHead({ type }: CKind): string {
  return `int espalier_leaf(const ${type} *x)`;
}

function sizes({ content: { model, meta, answers } }: CProgram): string {
  const lines = [
    `#define ESPALIER_MODEL_HASH ${cText(meta.modelHash)}`,
    `#define ESPALIER_LEAVES ${answers.length}`,
    ...(model.task === 'regression' ? [] : [`#define ESPALIER_CLASSES ${model.classNames.length}`]),
    ...(defers(model.tree) ? [`#define ESPALIER_DEFER (${DEFERRED})`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function missing({ missing: value }: CKind): string {
  const words = 'A value that is missing, and a category not seen in training.';
  return `${cComment(words)}\n#define ESPALIER_MISSING ${value}\n`;
}

function positions({ layout, names }: CProgram): string {
  const members = layout.features.map((feature, position) => {
    const words = cComment(`${feature.name}: ${featureWords(feature)}`);
    return `  ${names.features[position]} = ${position}, ${words}\n`;
  });
  const last = `  ESPALIER_FEATURES = ${layout.features.length}\n`;
  const words = 'A row: where each value stands. A category is one of the numbers below.';
  return `${cComment(words)}\nenum espalier_feature {\n${members.join('')}${last}};\n`;
}

function categories({ layout, names }: CProgram): string[] {
  return layout.features.flatMap((feature, position) => {
    if (feature.kind === 'numeric') return [];
    const lines = feature.categories.map((name, place) => {
      const words = name === feature.rest ? `${name}, and every text not listed here` : name;
      return `#define ${names.categories[position]![place]} ${place} ${cComment(words)}\n`;
    });
    return [`${cComment(`The categories of ${feature.name}.`)}\n${lines.join('')}`];
  });
}
