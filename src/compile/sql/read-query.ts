import type { Content } from '../content.ts';
import type { Dialect } from './dialect.ts';
import { answerRows, ANSWERS, outputNames, type Cell } from './print-query.ts';
import { readLeafNumber } from './read-leaf.ts';
import { readNumber } from './read-test.ts';
import { SqlFault, type Expression, type Select, type Source } from './syntax.ts';

/**
 * The expression of the leaf in `predict.sql`; all around it must be as it should: the table of the
 * answers, value for value, and every row of `rows` with the answer of its leaf.
 * @throws SqlFault
 */
export function readQuery(query: Select, content: Content, dialect: Dialect): Expression {
  const names = outputNames(content.model, dialect);
  const { tables, columns: selected, from } = query;
  const answers = tables.get(ANSWERS);
  if (answers === undefined || tables.size > 1) throw new SqlFault('it names other tables');
  if (JSON.stringify(answers.columns) !== JSON.stringify(names)) {
    throw new SqlFault('the answers have other columns');
  }
  checkAnswers(answers.select.from, content, dialect);
  const all = selected.map((column) => (column.kind === 'all' ? column.table : ''));
  if (all.join(' ') !== 'r a') throw new SqlFault('it gives other columns than r.* and a.*');
  if (from.kind !== 'left join' || !isTable(from.left, 'rows', 'r')) {
    throw new SqlFault('it does not read from rows');
  }
  if (!isTable(from.right, ANSWERS, 'a')) throw new SqlFault('the answers are not joined');
  return joinedBy(from.on, names[0]!);
}

/** The other side of `a."leaf" = ...`. */
function joinedBy(on: Expression, leaf: string): Expression {
  if (on.kind === 'compare' && on.operator === '=') {
    const { left, right } = on;
    if (left.kind === 'column' && left.table === 'a' && left.name === leaf) return right;
  }
  throw new SqlFault('the answers are not joined by the leaf');
}

function isTable(source: Source, name: string, alias: string): boolean {
  return source.kind === 'table' && source.name === name && source.alias === alias;
}

function checkAnswers(source: Source, content: Content, dialect: Dialect): void {
  if (source.kind !== 'values') throw new SqlFault('the answers are no list of values');
  const expected = answerRows(content);
  const found = source.rows;
  const same =
    found.length === expected.length &&
    expected.every((row, i) =>
      row.every((cell, j) => Object.is(cellOf(cell.kind, found[i]![j], dialect), cell.value)),
    );
  if (!same) throw new SqlFault('the answers are not those of the leaves');
}

function cellOf(kind: Cell['kind'], cell: Expression | undefined, dialect: Dialect): unknown {
  if (cell === undefined) return undefined;
  if (kind === 'whole') return readLeafNumber(cell);
  if (kind === 'number') return readNumber(cell, dialect);
  return cell.kind === 'text' ? cell.value : undefined;
}
