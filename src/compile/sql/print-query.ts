import type { Model } from '../../core/tree.ts';
import type { Content } from '../content.ts';
import { outputColumns } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { printHeader, queryWords } from './header.ts';
import type { Form } from './print-leaf.ts';
import { identifier } from './quote.ts';

/** The name of the table of answers within the query. */
export const ANSWERS = 'espalier_leaf';

/** `predict.sql`: every row of `rows` with its answer. `leaf` is the expression of the leaf. */
export function printQuery(content: Content, dialect: Dialect, form: Form, leaf: string): string {
  const columns = outputColumns(content.model, dialect);
  const names = outputNames(content.model, dialect);
  const rows = answerRows(content).map(
    (row) => `    (${row.map((cell) => cellText(cell, dialect)).join(', ')})`,
  );
  return `${printHeader(content, queryWords(content, columns, dialect, form))}
WITH ${ANSWERS} (${names.map(identifier).join(', ')}) AS (
  VALUES
${rows.join(',\n')}
)
SELECT r.*, a.*
FROM rows AS r -- the table or view to read
LEFT JOIN ${ANSWERS} AS a ON a.${identifier(columns.leaf)} =
${leaf}
;
`;
}

/** `leaf.sql`: the expression of the leaf alone. */
export function printLeafFile(content: Content, leaf: string): string {
  const lines = [
    'The leaf of a row r, counted from 0, left to right: an expression for a query of your own, as in',
    'SELECT r.*, (this expression) AS leaf FROM your_table AS r',
    'What it reads and what each leaf answers is told in predict.sql, which has the same expression.',
  ];
  return `${printHeader(content, lines)}\n${leaf}\n`;
}

/** The columns that the query adds to those of a row, in order. */
export function outputNames(model: Model, dialect: Dialect): string[] {
  const { leaf, path, decision, values } = outputColumns(model, dialect);
  return [leaf, path, decision, ...values];
}

/** What stands beside each leaf: its number, path, decision and values. */
export function answerRows({ answers }: Content): Cell[][] {
  const texts = answers.some(({ decision }) => typeof decision === 'string');
  return answers.map(({ id, decision, value }, leaf) => [
    { kind: 'whole', value: leaf },
    { kind: 'text', value: id },
    texts ? { kind: 'text', value: String(decision) } : { kind: 'number', value: Number(decision) },
    ...value.map((number): Cell => ({ kind: 'number', value: number })),
  ]);
}

/** A value of the table of answers. */
export type Cell =
  | { readonly kind: 'whole' | 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string };

function cellText(cell: Cell, dialect: Dialect): string {
  switch (cell.kind) {
    case 'whole':
      return String(cell.value);
    case 'number':
      return dialect.number(cell.value);
    case 'text':
      return dialect.text(cell.value);
  }
}
