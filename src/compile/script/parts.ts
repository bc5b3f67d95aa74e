import { DEFER, defers, type Model } from '../../core/tree.ts';
import { ANSWER_OR_DEFER, typeParts } from './declarations.ts';
import { quoted } from './quote.ts';

/** `ts`: with types. `js`: the same text without them. */
export type Flavour = 'ts' | 'js';

/**
 * One top-level statement of a generated file. `fixed`: `code` is all of it and follows from the
 * model alone. `data`: a literal follows `code`. `branches`: the tree follows it, in braces.
 */
export interface Part {
  readonly name: string;
  readonly kind: 'fixed' | 'data' | 'branches';
  /** Lines of its doc comment, safe to print. */
  readonly doc: readonly string[];
  readonly code: string;
}

/**
 * The statements of a generated file, in order. Printer and reader both follow this list.
 * `reads` tells whether the leaf function looks at its row at all.
 */
export function partsOf(model: Model, flavour: Flavour, reads: boolean): readonly Part[] {
  const declare = declarer(flavour);
  const classes = model.task === 'classification';
  const parts = [
    ...(flavour === 'ts' ? typeParts(model) : []),
    ...(defers(model.tree) ? [DEFER_PART] : []),
    classes
      ? declare.table('classes', 'readonly Label[]', 'Every decision, in the order of each score.')
      : declare.table('classes', 'readonly Label[]', 'None: a number is predicted.'),
    declare.leaf(reads ? 'x' : '_x'),
  ];
  return [
    ...parts,
    ...(classes ? classAnswers(model, declare) : numberAnswers(model, declare)),
    ...declare.evidence(),
  ];
}

const DEFER_PART: Part = {
  name: 'DEFER',
  kind: 'fixed',
  doc: ['The answer of a leaf that does not decide: ask the teacher.'],
  code: `export const DEFER = ${quoted(DEFER)};`,
};

function classAnswers({ tree }: Model, declare: Declarer): Part[] {
  const asks = defers(tree);
  const label = asks ? ANSWER_OR_DEFER : 'Label';
  return [
    declare.privateTable('decisions', listOf(label), 'What each leaf decides.'),
    declare.privateTable(
      'values',
      'readonly (readonly number[])[]',
      'The class probabilities of each leaf, in the order of `classes`.',
    ),
    declare.answer('predict', label, 'decisions', `The decision for a row${asks ? OR_DEFER : '.'}`),
    declare.answer(
      'score',
      'readonly number[]',
      'values',
      'The class probabilities for a row, in the order of `classes`.',
    ),
  ];
}

function numberAnswers({ tree }: Model, declare: Declarer): Part[] {
  const values = (doc: string): Part => declare.privateTable('values', 'readonly number[]', doc);
  const predict = 'The number predicted for a row';
  if (!defers(tree)) {
    return [
      values('What each leaf predicts.'),
      declare.answer('predict', 'Label', 'values', `${predict}.`),
      declare.answer('score', 'number', 'values', 'The same as `predict`.'),
    ];
  }
  return [
    declare.privateTable('decisions', listOf(ANSWER_OR_DEFER), 'What each leaf answers.'),
    values('The mean of the teacher at each leaf.'),
    declare.answer('predict', ANSWER_OR_DEFER, 'decisions', `${predict}${OR_DEFER}`),
    declare.answer('score', 'number', 'values', 'The number of a row, where `predict` defers too.'),
  ];
}

const OR_DEFER = ', or `DEFER`: ask the teacher.';

function listOf(type: string): string {
  return type.includes(' ') ? `readonly (${type})[]` : `readonly ${type}[]`;
}

type Declarer = ReturnType<typeof declarer>;

/** Declarations with TypeScript types, or with the same types in JSDoc. */
function declarer(flavour: Flavour) {
  const typed = flavour === 'ts';
  const typeOf = (type: string): string => (typed ? `: ${type}` : '');
  const tags = (...lines: string[]): string[] => (typed ? [] : lines);
  const privateTable = (name: string, type: string, doc: string): Part => ({
    name,
    kind: 'data',
    doc: [doc, ...tags(`@type {${type}}`)],
    code: `const ${name}${typeOf(type)} =`,
  });
  const table = (name: string, type: string, doc: string): Part => {
    const part = privateTable(name, type, doc);
    return { ...part, code: `export ${part.code}` };
  };
  const leaf = (row: string): Part => ({
    name: 'leaf',
    kind: 'branches',
    doc: [
      'The leaf a row reaches, counted from 0, left to right.',
      ...tags(`@param {Features} ${row}`, '@returns {number}'),
    ],
    code: `function leaf(${row}${typeOf('Features')})${typeOf('number')}`,
  });
  const answer = (name: string, type: string, from: string, doc: string): Part => ({
    name,
    kind: 'fixed',
    doc: [doc, ...tags('@param {Features} x', `@returns {${type}}`)],
    code: `export function ${name}(x${typeOf('Features')})${typeOf(type)} {
  return ${from}[leaf(x)]${typed ? '!' : ''};
}`,
  });
  const evidence = (): Part[] => [
    answer('explain', 'Path', 'paths', 'The path a row takes, with the evidence for it.'),
    table('paths', 'readonly Path[]', 'Every path, in the order of the leaves.'),
    table('meta', 'Meta', 'Where this file comes from, and how far it can be trusted.'),
  ];
  return { privateTable, table, leaf, answer, evidence };
}
