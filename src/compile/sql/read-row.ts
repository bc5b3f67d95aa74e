import type { Model } from '../../core/tree.ts';
import type { Dialect } from './dialect.ts';
import type { Reading, RowValue } from './read-test.ts';
import { SqlFault, type Expression, type SelectedColumn } from './syntax.ts';

/** The CASE of an expression of the leaf, and how it reads the row. @throws SqlFault */
export function openLeaf(
  leaf: Expression,
  model: Model,
  dialect: Dialect,
): { readonly body: Expression; readonly reading: Reading } {
  if (leaf.kind !== 'select') {
    return { body: leaf, reading: { model, dialect, valueOf: valueOnTheSpot } };
  }
  const { tables, columns, from } = leaf.select;
  const [column, ...others] = columns;
  if (
    tables.size > 0 ||
    others.length > 0 ||
    column?.kind !== 'one' ||
    from.kind !== 'select' ||
    from.alias !== 'x'
  ) {
    throw new SqlFault('the columns are not read in the known way');
  }
  const { select } = from;
  if (select.from.kind !== 'none' || select.tables.size > 0) {
    throw new SqlFault('the columns of a row are read from a table');
  }
  const kinds = new Map(select.columns.map(typedColumn));
  const valueOf = (expression: Expression): RowValue | null => {
    if (expression.kind !== 'column' || expression.table !== 'x') return null;
    const as = kinds.get(expression.name);
    return as === undefined ? null : { feature: expression.name, as };
  };
  return { body: column.value, reading: { model, dialect, valueOf } };
}

/** A column that is read as a number or as text, under its own name. */
function typedColumn(column: SelectedColumn): [string, 'known' | 'category'] {
  if (column.kind === 'one') {
    const { name, value } = column;
    if (isTypedText(value, name)) return [name, 'category'];
    if (isTypedNumber(value, name)) return [name, 'known'];
  }
  throw new SqlFault('a column is neither read as a number nor as text');
}

function isTypedText(value: Expression, name: string): boolean {
  return (
    value.kind === 'collate' &&
    value.collation === 'BINARY' &&
    isCast(value.operand, name, 'VARCHAR')
  );
}

/** `CASE WHEN r."name" <= CAST('9e999' AS REAL) THEN CAST(r."name" AS REAL) END`. */
function isTypedNumber(value: Expression, name: string): boolean {
  if (value.kind !== 'case' || value.otherwise.kind !== 'null') return false;
  const [when, ...more] = value.whens;
  if (when === undefined || more.length > 0) return false;
  const { test, result } = when;
  return (
    test.kind === 'compare' &&
    test.operator === '<=' &&
    isColumn(test.left, name) &&
    test.right.kind === 'cast' &&
    test.right.type === 'FLOAT' &&
    test.right.operand.kind === 'text' &&
    test.right.operand.value === '9e999' &&
    isCast(result, name, 'FLOAT')
  );
}

/** A value of the row that is read where it is compared. */
function valueOnTheSpot(expression: Expression): RowValue | null {
  if (expression.kind === 'collate') {
    const name = castColumn(expression.operand, 'VARCHAR');
    return name === null || expression.collation !== 'C' ? null : { feature: name, as: 'category' };
  }
  if (expression.kind === 'call') {
    const [value, nan, ...more] = expression.operands;
    if (expression.name !== 'nullif' || value === undefined || more.length > 0) return null;
    const name = castColumn(value, 'DOUBLE');
    const known = name !== null && nan?.kind === 'text' && nan.value === 'NaN';
    return known ? { feature: name, as: 'known' } : null;
  }
  const name = castColumn(expression, 'DOUBLE');
  return name === null ? null : { feature: name, as: 'numeric' };
}

/** The name of the column of the row that is cast; `null` for anything else. */
function castColumn(expression: Expression, type: string): string | null {
  if (expression.kind !== 'cast' || expression.type !== type) return null;
  const { operand } = expression;
  return operand.kind === 'column' && operand.table === 'r' ? operand.name : null;
}

function isCast(expression: Expression, name: string, type: string): boolean {
  return castColumn(expression, type) === name;
}

function isColumn(expression: Expression, name: string): boolean {
  return expression.kind === 'column' && expression.table === 'r' && expression.name === name;
}
