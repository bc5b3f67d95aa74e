import { inputError } from '../../core/errors.ts';
import { visible } from '../../core/text.ts';
import { DEFER, defers } from '../../core/tree.ts';
import type { Content } from '../content.ts';
import type { Port, Tensor } from './graph.ts';

/** One output of the model: what each leaf answers there. */
export interface AnswerTable {
  readonly port: Port;
  /** Name of the constant. */
  readonly constant: string;
  /** One entry, or one row, a leaf. */
  readonly tensor: Tensor;
}

/**
 * What is looked up by the number of a leaf, so that all outputs agree whatever rule decides.
 * @throws EspalierError `E_ENCODING` where a class has a name that ONNX cannot hold.
 */
export function answerTables(content: Content): AnswerTable[] {
  const { model, answers } = content;
  const shape = [answers.length];
  const paths = answers.map(({ id }) => id);
  const deferred = answers.map(({ decision }) => (decision === DEFER ? 1 : 0));
  return [
    ...(model.task === 'regression' ? numberTables(content) : classTables(content)),
    table('path', { type: 'string', shape, data: paths }, PATH),
    ...(defers(model.tree)
      ? [table('deferred', { type: 'bool', shape, data: deferred }, ASK)]
      : []),
  ];
}

function numberTables({ answers }: Content): AnswerTable[] {
  const data = answers.flatMap(({ value }) => value);
  return [table('number', { type: 'float64', shape: [answers.length], data }, NUMBER)];
}

function classTables({ model, answers }: Content): AnswerTable[] {
  const n = answers.length;
  const data = answers.flatMap(({ value }) => value);
  const label = defers(model.tree) ? LABEL_OR_DEFER : LABEL;
  return [
    table('label', { type: 'string', shape: [n], data: answers.map(labelOf) }, label),
    table(
      'probabilities',
      { type: 'float64', shape: [n, model.classNames.length], data },
      PROBABILITIES,
    ),
  ];
}

const NUMBER = 'What is predicted.';
const LABEL = 'What is decided: the name of a class.';
const LABEL_OR_DEFER = 'The name of a class, or DEFER where the teacher is to be asked.';
const PATH = 'Id of the path, as in paths.json and on the site.';
const ASK = 'Whether the row is left to the teacher: ask it.';
const PROBABILITIES = 'Probability of each class, in the order of "classes" in the metadata.';

function labelOf({ decision }: { readonly decision: string | number }): string {
  const label = String(decision);
  if (!isWellFormed(label)) {
    throw inputError(
      'E_ENCODING',
      `the class "${visible(label)}" is not sound Unicode, so ONNX cannot hold its name; rename it in the data and distil again.`,
    );
  }
  return label;
}

/** Whether a text is without lone surrogates. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

function table(name: string, tensor: Tensor, doc: string): AnswerTable {
  const port = { name, type: tensor.type, shape: ['N', ...tensor.shape.slice(1)], doc };
  return { port, constant: `${name}_of_leaf`, tensor };
}
