import type { Model } from '../core/tree.ts';
import { typeParts } from './declarations.ts';

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
  const types = flavour === 'ts' ? typeParts(model) : [];
  const leaf = declare.leaf(reads ? 'x' : '_x');
  return model.task === 'classification'
    ? [
        ...types,
        declare.table('classes', 'readonly Label[]', 'Every decision, in the order of each score.'),
        leaf,
        declare.privateTable('decisions', 'readonly Label[]', 'What each leaf decides.'),
        declare.privateTable(
          'values',
          'readonly (readonly number[])[]',
          'The class probabilities of each leaf, in the order of `classes`.',
        ),
        declare.answer('predict', 'Label', 'decisions', 'The decision for a row.'),
        declare.answer(
          'score',
          'readonly number[]',
          'values',
          'The class probabilities for a row, in the order of `classes`.',
        ),
        ...declare.evidence(),
      ]
    : [
        ...types,
        declare.table('classes', 'readonly Label[]', 'None: a number is predicted.'),
        leaf,
        declare.privateTable('values', 'readonly number[]', 'What each leaf predicts.'),
        declare.answer('predict', 'Label', 'values', 'The number predicted for a row.'),
        declare.answer('score', 'number', 'values', 'The same as `predict`.'),
        ...declare.evidence(),
      ];
}

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
