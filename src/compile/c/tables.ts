import { defers, type Model } from '../../core/tree.ts';
import type { Data } from '../script/print-data.ts';
import type { LeafAnswer } from '../tables.ts';
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
/** What `ESPALIER_DEFER` is. */
export const DEFERRED = -1;

export function cAnswers({ content: { model, answers } }: CProgram): CAnswers {
  const { tables, functions } =
    model.task === 'regression' ? numberAnswers(model, answers) : classAnswers(model, answers);
  const ids = answers.map(({ id }) => id);
  return {
    tables: [
      ...tables,
      table(
        'The id of each path, as in paths.json and on the site.',
        'const char *const',
        'paths',
        LEAVES,
        ids,
      ),
    ],
    functions: [
      ...functions,
      answer('The id of the path a row takes.', 'const char *', 'path', 'paths'),
    ],
  };
}

const LEAVES = '[ESPALIER_LEAVES]';

function classAnswers({ tree, classNames }: Model, answers: readonly LeafAnswer[]): CAnswers {
  const orDefer = defers(tree) ? OR_DEFER : '';
  const decided = answers.map(({ node }) =>
    tree.deferred[node] === 1 ? DEFERRED : tree.decision[node]!,
  );
  const probabilities = answers.map(({ value }) => value);
  return {
    tables: [
      table(
        'Every decision, in the order of the probabilities.',
        'const char *const',
        'class_names',
        '[ESPALIER_CLASSES]',
        classNames,
      ),
      table(`The class that each leaf decides${orDefer}.`, 'const int', 'classes', LEAVES, decided),
      table(
        'The class probabilities of each leaf.',
        'const double',
        'probabilities',
        `${LEAVES}[ESPALIER_CLASSES]`,
        probabilities,
      ),
    ],
    functions: [
      answer(
        `The class decided for a row, a place in espalier_class_names${orDefer}.`,
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
    ],
  };
}

function numberAnswers({ tree }: Model, answers: readonly LeafAnswer[]): CAnswers {
  const numbers = answers.map(({ value }) => value[0]!);
  const predicted = table('The number of each leaf.', 'const double', 'numbers', LEAVES, numbers);
  const words = 'The number predicted for a row';
  if (!defers(tree)) {
    return {
      tables: [predicted],
      functions: [answer(`${words}.`, 'double ', 'number', 'numbers')],
    };
  }
  const deferred = answers.map(({ node }) => (tree.deferred[node] === 1 ? DEFERRED : 0));
  return {
    tables: [
      predicted,
      table(`0 for a leaf that answers${OR_DEFER}.`, 'const int', 'deferred', LEAVES, deferred),
    ],
    functions: [
      answer(`${words}, where espalier_defers gives 0.`, 'double ', 'number', 'numbers'),
      answer(`0 for a row that is answered${OR_DEFER}.`, 'int ', 'defers', 'deferred'),
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
