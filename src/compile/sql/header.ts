import { defers } from '../../core/tree.ts';
import type { Feature } from '../../core/table.ts';
import { shorten } from '../../core/text.ts';
import type { Content } from '../content.ts';
import { headerLines, originLine } from '../header.ts';
import type { OutputColumns } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { askedFeatures } from './names.ts';
import type { Form } from './print-leaf.ts';
import { namesInSql } from './print-test.ts';
import { comment, identifier } from './quote.ts';

/** The comments at the top of a file: where it comes from, what it is and what it reads. */
export function printHeader(content: Content, lines: readonly string[]): string {
  return [`@${originLine(content.meta)}`, '', ...lines]
    .map((line) => `${line === '' ? '--' : comment(line)}\n`)
    .join('');
}

/** What the query is, whom to trust it for, and how columns are read. */
export function queryWords(
  content: Content,
  columns: OutputColumns,
  dialect: Dialect,
  form: Form,
): string[] {
  const { model, meta } = content;
  const missing =
    dialect.name === 'sqlite' ? 'NULL, or no number in a column of numbers' : 'NULL or NaN';
  return [
    ...headerLines(model, meta, missing),
    '',
    `SQL for ${dialect.title}. Reads a table or view called rows: to read another, change that one word at the end.`,
    ...outputWords(content, columns),
    'As a view: write CREATE VIEW, a name and AS before it.',
    ...formWords(form, dialect),
    '',
    'Columns that are read:',
    ...askedFeatures(model, content.branch).map((feature) => `  ${columnWords(feature, dialect)}`),
  ];
}

function outputWords({ model }: Content, columns: OutputColumns): string[] {
  const { leaf, path, decision, values } = columns;
  const numbers = model.task === 'regression';
  const last = numbers ? 'the number' : 'the probability of each class';
  const names = [leaf, path, decision, ...values.slice(0, 2)].map(identifier).join(', ');
  return [
    `Gives every column of a row, and with it the leaf, the id of its path, the decision and ${last}:`,
    `  ${names}${values.length > 2 ? ', …' : ''}`,
    ...(numbers && defers(model.tree)
      ? [
          'The decision is text, as it may be DEFER; the number is there for a row that defers, too.',
        ]
      : []),
  ];
}

function formWords(form: Form, { title, deepest }: Dialect): string[] {
  if (form === 'nested') return [];
  return [
    `The tree is deeper than ${deepest} levels, which ${title} may refuse as CASE within CASE: one WHEN a leaf, all its conditions.`,
  ];
}

/** A column and how it is read. */
function columnWords(feature: Feature, dialect: Dialect): string {
  const name = shorten(identifier(feature.name), 80);
  if (feature.kind === 'numeric') {
    return feature.format === 'date'
      ? `${name}: days since 1970-01-01 as a number; of dates, ${dialect.days(name)}`
      : `${name}: a number, compared as a double`;
  }
  const { categories } = feature;
  const all = namesInSql(categories, feature, dialect);
  if (all.length === categories.length) return `${name}: text`;
  const { true: yes, false: no } = dialect.booleans;
  return `${name}: text, or a boolean of the database (${yes}, ${no})`;
}
