import { DEFER, defers, type Model } from '../../core/tree.ts';
import { ifsOf, isCategoryTest, type Branch } from '../branches.ts';
import { featureWords } from '../script/declarations.ts';
import {
  EXPLAIN,
  FIGURE,
  INFINITY,
  LEAF,
  META,
  MODULE_DOC,
  NAN,
  NUMBER,
  pathClass,
  ROW,
  TEXT,
} from './fixed.ts';
import { pyComment, pyText } from './quote.ts';

/**
 * One statement of `predict.py`. `fixed`: `code` is all of it and follows from the model alone.
 * `data`: the table `name` follows `code`. `branches`: the tree follows it, indented.
 */
export interface PythonPart {
  readonly kind: 'fixed' | 'data' | 'branches';
  readonly name: string;
  /** Comment lines above it, safe to print. */
  readonly comment: readonly string[];
  readonly code: string;
}

/** The statements of `predict.py` in order. Printer and reader both follow this list. */
export function pythonParts(model: Model, branch: Branch): readonly PythonPart[] {
  const asks = defers(model.tree);
  const numbers = model.task === 'regression';
  const answer = !numbers ? 'str' : asks ? 'Union[float, str]' : 'float';
  return [
    fixed(MODULE_DOC),
    fixed(
      `from typing import ${numbers ? '' : 'List, '}Mapping, Optional, Tuple, TypedDict, Union`,
    ),
    fixed(`__all__ = [${exportedNames(asks).map(pyText).join(', ')}]`),
    fixed(ROW, ...rowWords(model)),
    fixed(FIGURE),
    fixed(pathClass(answer)),
    fixed(META),
    ...(asks
      ? [fixed(`DEFER = ${pyText(DEFER)}`, '# The answer of a leaf: ask the teacher.')]
      : []),
    data('classes', 'classes: Tuple[str, ...] =', `# ${numbers ? NO_CLASSES : CLASSES}`),
    ...helperParts(branch),
    { kind: 'branches', name: 'leaf', comment: [], code: LEAF },
    ...(numbers ? numberParts(asks, answer) : classParts(asks)),
    fixed(EXPLAIN),
    data('paths', 'paths: Tuple[Path, ...] =', '# Every path, in the order of the leaves.'),
    data('meta', 'meta: Meta =', '# Where this file comes from, and how far it can be trusted.'),
  ];
}

const CLASSES = 'Every decision, in the order of each score.';
const NO_CLASSES = 'None: a number is predicted.';
const OR_DEFER = ', or DEFER: ask the teacher.';

function exportedNames(asks: boolean): string[] {
  const names = ['classes', 'explain', 'leaf', 'meta', 'paths', 'predict', 'score'];
  return asks ? ['DEFER', ...names] : names;
}

function rowWords({ features }: Model): string[] {
  const asked = features.filter(({ withheld }) => withheld !== true);
  return [
    '# A row: these names, each with its value. None, NaN and a name left out are missing values.',
    ...asked.map((feature) => pyComment(`- ${feature.name}: ${featureWords(feature)}`)),
  ];
}

/** What the tests of the tree are written with, as far as they need it. */
function helperParts(branch: Branch): PythonPart[] {
  const tests = ifsOf(branch).map(({ test }) => test);
  const infinite = tests.some((test) => !isCategoryTest(test) && test.threshold === Infinity);
  return [
    ...(infinite ? [fixed(INFINITY)] : []),
    ...(tests.some((test) => !isCategoryTest(test)) ? [fixed(NAN), fixed(NUMBER)] : []),
    ...(tests.some(isCategoryTest) ? [fixed(TEXT)] : []),
  ];
}

function classParts(asks: boolean): PythonPart[] {
  return [
    data('decisions', '_decisions: Tuple[str, ...] =', '# What each leaf decides.'),
    data(
      'values',
      '_values: Tuple[Tuple[float, ...], ...] =',
      '# The class probabilities of each leaf, in the order of `classes`.',
    ),
    answer(
      'predict',
      'str',
      '_decisions[leaf(row)]',
      `The decision for a row${asks ? OR_DEFER : '.'}`,
    ),
    answer(
      'score',
      'List[float]',
      'list(_values[leaf(row)])',
      'The class probabilities for a row, in the order of `classes`.',
    ),
  ];
}

function numberParts(asks: boolean, type: string): PythonPart[] {
  const predict = 'The number predicted for a row';
  const values = (words: string): PythonPart =>
    data('values', '_values: Tuple[float, ...] =', words);
  if (!asks) {
    return [
      values('# What each leaf predicts.'),
      answer('predict', type, '_values[leaf(row)]', `${predict}.`),
      answer('score', 'float', '_values[leaf(row)]', 'The same as `predict`.'),
    ];
  }
  return [
    data('decisions', `_decisions: Tuple[${type}, ...] =`, '# What each leaf answers.'),
    values('# The mean of the teacher at each leaf.'),
    answer('predict', type, '_decisions[leaf(row)]', `${predict}${OR_DEFER}`),
    answer(
      'score',
      'float',
      '_values[leaf(row)]',
      'The number of a row, where `predict` defers too.',
    ),
  ];
}

function fixed(code: string, ...comment: readonly string[]): PythonPart {
  return { kind: 'fixed', name: '', comment, code };
}

function data(name: string, code: string, ...comment: readonly string[]): PythonPart {
  return { kind: 'data', name, comment, code };
}

function answer(name: string, type: string, from: string, doc: string): PythonPart {
  return fixed(`def ${name}(row: Row) -> ${type}:\n    """${doc}"""\n    return ${from}`);
}
