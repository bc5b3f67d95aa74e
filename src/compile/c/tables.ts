import { defers } from '../../core/tree.ts';
import type { Data } from '../script/print-data.ts';
import type { CProgram } from './program.ts';

/** A constant array of `predict.c`; `predict.h` declares it. */
export interface CTable {
  readonly comment: string;
  /** Its type, name and size. */
  readonly declaration: string;
  readonly name: string;
  readonly data: Data;
}

/** A function of a row that looks up what the leaf says. */
export interface CAnswer {
  readonly comment: string;
  readonly type: string;
  readonly name: string;
  /** The table it looks up. */
  readonly from: string;
}

/** What the leaves say: the tables, and the functions that look them up. */
export interface CAnswers {
  readonly tables: readonly CTable[];
  readonly functions: readonly CAnswer[];
}

const OR_DEFER = ', or ESPALIER_DEFER: ask the teacher';

export function cAnswers({ content: { model, answers } }: CProgram): CAnswers {
  const { tree, classNames } = model;
  const asks = defers(tree);
  const paths = table(
    'The id of each path, as in paths.json and on the site.',
    'const char *const',
    'paths',
    '[ESPALIER_LEAVES]',
    answers.map(({ id }) => id),
  );
  const path = answer('The id of the path a row takes.', 'const char *', 'path', 'paths');
  const deferred = answers.map(({ node }) => tree.deferred[node] === 1);
  if (model.task === 'regression') {
    const values = answers.map(({ value }) => value[0]!);
    return {
      tables: [
        table('The number of each leaf.', 'const double', 'numbers', '[ESPALIER_LEAVES]', values),
        ...(asks
          ? [
              table(
                'ESPALIER_DEFER for a leaf that does not answer: ask the teacher. 0 for all others.',
                'const int',
                'deferred',
                '[ESPALIER_LEAVES]',
                deferred.map((one) => (one ? -1 : 0)),
              ),
            ]
          : []),
        paths,
      ],
      functions: [
        answer('The number predicted for a row.', 'double ', 'number', 'numbers'),
        ...(asks
          ? [answer(`0 for a row that is answered${OR_DEFER}.`, 'int ', 'defers', 'deferred')]
          : []),
        path,
      ],
    };
  }
  return {
    tables: [
      table(
        'Every decision, in the order of the probabilities.',
        'const char *const',
        'class_names',
        '[ESPALIER_CLASSES]',
        classNames,
      ),
      table(
        `The class that each leaf decides${asks ? OR_DEFER : ''}.`,
        'const int',
        'classes',
        '[ESPALIER_LEAVES]',
        answers.map(({ node }, i) => (deferred[i] ? -1 : tree.decision[node]!)),
      ),
      table(
        'The class probabilities of each leaf.',
        'const double',
        'probabilities',
        '[ESPALIER_LEAVES][ESPALIER_CLASSES]',
        answers.map(({ value }) => value),
      ),
      paths,
    ],
    functions: [
      answer(
        `The class decided for a row, a place in espalier_class_names${asks ? OR_DEFER : ''}.`,
        'int ',
        'class',
        'classes',
      ),
      answer(
        'The class probabilities for a row, in the order of espalier_class_names.',
        'const double *',
        'score',
        'probabilities',
      ),
      path,
    ],
  };
}

function table(comment: string, type: string, name: string, size: string, data: Data): CTable {
  const full = `espalier_${name}`;
  return { comment, declaration: `${type} ${full}${size}`, name: full, data };
}

function answer(comment: string, type: string, name: string, from: string): CAnswer {
  return { comment, type, name: `espalier_${name}`, from: `espalier_${from}` };
}
