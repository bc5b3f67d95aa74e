import { defers, type Model } from '../../core/tree.ts';
import { ANSWER_OR_DEFER } from './declarations.ts';
import type { Declarer, Part } from './declarer.ts';

/** What the leaves answer, and why: `predict`, `score`, `explain`, `paths`, `meta`. */
export function answerParts(model: Model, declare: Declarer): Part[] {
  const classes = model.task === 'classification';
  return [
    ...(classes ? classAnswers(model, declare) : numberAnswers(model, declare)),
    answer(declare, 'explain', 'Path', 'paths', 'The path a row takes, with the evidence for it.'),
    declare.table('paths', 'readonly Path[]', 'Every path, in the order of the leaves.'),
    declare.table('meta', 'Meta', 'Where this file comes from, and how far it can be trusted.'),
  ];
}

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
    answer(
      declare,
      'predict',
      label,
      'decisions',
      `The decision for a row${asks ? OR_DEFER : '.'}`,
    ),
    answer(
      declare,
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
      answer(declare, 'predict', 'Label', 'values', `${predict}.`),
      answer(declare, 'score', 'number', 'values', 'The same as `predict`.'),
    ];
  }
  return [
    declare.privateTable('decisions', listOf(ANSWER_OR_DEFER), 'What each leaf answers.'),
    values('The mean of the teacher at each leaf.'),
    answer(declare, 'predict', ANSWER_OR_DEFER, 'decisions', `${predict}${OR_DEFER}`),
    answer(
      declare,
      'score',
      'number',
      'values',
      'The number of a row, where `predict` defers too.',
    ),
  ];
}

const OR_DEFER = ', or `DEFER`: ask the teacher.';

function listOf(type: string): string {
  return type.includes(' ') ? `readonly (${type})[]` : `readonly ${type}[]`;
}

function answer(declare: Declarer, name: string, type: string, from: string, doc: string): Part {
  return declare.define({
    name,
    doc: [doc],
    parameters: [['x', 'Features']],
    returns: type,
    body: [`return ${from}[leaf(x)]${declare.there};`],
  });
}
