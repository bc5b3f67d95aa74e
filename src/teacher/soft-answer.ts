import { inputError } from '../core/errors.ts';
import type { Labels, Table } from '../core/table.ts';
import { shorten } from '../core/text.ts';

/** How far probabilities may miss 1 and still be rescaled in silence. */
const SUM_TOLERANCE = 1e-3;

/** What answers must fit: the task and its classes. */
export type AnswerShape = Pick<Labels, 'task' | 'nOutputs' | 'classNames'>;

/**
 * One answer of a stranger's function as a row of soft targets: probabilities rescaled to add up to
 * 1, a class name as all or nothing, a number as it is.
 * @throws EspalierError `E_TEACHER_ANSWER` naming the row, what was found and what was expected.
 */
export function softAnswer(
  answer: unknown,
  shape: AnswerShape,
  table: Table,
  row: number,
): readonly number[] {
  const soft = shape.task === 'regression' ? number(answer) : distribution(answer, shape);
  if (soft !== null) return soft;
  const source = table.sourceRow[row]!;
  const where = source > 0 ? `row ${source}` : 'a synthetic row';
  throw inputError(
    'E_TEACHER_ANSWER',
    `the teacher answered ${where} with ${shown(answer)}; expected ${expected(answer, shape)}.`,
  );
}

function number(answer: unknown): number[] | null {
  const list = listOf(answer) ?? [answer];
  const [value] = list;
  return list.length === 1 && typeof value === 'number' && Number.isFinite(value) ? [value] : null;
}

function distribution(answer: unknown, { classNames }: AnswerShape): number[] | null {
  if (typeof answer === 'string') {
    if (!classNames.includes(answer)) return null;
    return classNames.map((name) => (name === answer ? 1 : 0));
  }
  const list = listOf(answer);
  if (list === null || list.length !== classNames.length) return null;
  if (!list.every((p) => typeof p === 'number' && p >= 0)) return null;
  const shares = list as readonly number[];
  const sum = shares.reduce((total, p) => total + p, 0);
  return Math.abs(sum - 1) <= SUM_TOLERANCE ? shares.map((p) => p / sum) : null;
}

/** A list or a typed array as a list; `null` for anything else. */
function listOf(answer: unknown): readonly unknown[] | null {
  if (Array.isArray(answer)) return answer;
  if (!ArrayBuffer.isView(answer) || answer instanceof DataView) return null;
  return Array.from(answer as unknown as ArrayLike<unknown>);
}

function expected(answer: unknown, { task, nOutputs }: AnswerShape): string {
  if (task === 'regression') return 'a finite number';
  if (typeof answer === 'string') return `one of the ${nOutputs} class names`;
  return `${nOutputs} probabilities that add up to 1`;
}

/** Anything at all in a few words that hide nothing. */
function shown(answer: unknown): string {
  const list = listOf(answer);
  if (list === null) return shorten(word(answer), 80);
  const words = list.slice(0, 12).map((item) => (listOf(item) === null ? word(item) : 'a list'));
  return shorten(`[${words.join(', ')}${list.length > 12 ? ', …' : ''}]`, 80);
}

function word(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `"${value}"`;
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    default:
      return value === null ? 'null' : `an ${typeof value === 'object' ? 'object' : 'odd value'}`;
  }
}
