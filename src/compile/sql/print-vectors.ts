import type { Feature } from '../../core/table.ts';
import type { Content } from '../content.ts';
import type { Vector } from '../vectors.ts';
import { namesBeside } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { printHeader } from './header.ts';
import { areOne, askedFeatures, columnFault } from './names.ts';
import { parted } from './parted.ts';
import { identifier } from './quote.ts';

/** `test.sql` around {@link vectorStatements}. */
export function printVectorTest(
  content: Content,
  dialect: Dialect,
  statements: readonly string[],
): string {
  const header = printHeader(content, [
    `Whether ${dialect.title} takes the tree as it was proven: rows on and beside every border, and the leaf that`,
    'each of them must reach. A row in a result is a difference: there should be none.',
  ]);
  return header + statements.map((statement) => `\n${statement};\n`).join('');
}

/** Queries of the boundary vectors and the leaf that each must reach: a row is a difference. */
export function vectorStatements(
  content: Content,
  vectors: readonly Vector[],
  dialect: Dialect,
  leaf: string,
): string[] {
  const features = askedFeatures(content.model, content.branch);
  const name = namesBeside(content.model, dialect);
  const [expected, found] = [identifier(name('expected')), identifier(name('found'))];
  const columns = [...features.map((feature) => identifier(feature.name)), expected].join(', ');
  return parted(vectorRows(features, vectors, dialect)).map(
    (rows) => `WITH vector (${columns}) AS (
  VALUES
${rows.join(',\n')}
)
SELECT t.*
FROM (
SELECT r.*,
${leaf}
AS ${found}
FROM vector AS r
) AS t
WHERE t.${found} ${dialect.differs} t.${expected}`,
  );
}

/** A table of vectors in a database. */
export interface VectorTable {
  /** They make it, under the name `rows`. */
  readonly statements: readonly string[];
  /** The column that numbers its rows from 0, as SQL writes it. */
  readonly order: string;
}

/** The table of the vectors, in their order. */
export function vectorTable(
  { model, branch }: Content,
  vectors: readonly Vector[],
  dialect: Dialect,
): VectorTable {
  const asked = askedFeatures(model, branch);
  // A fault may ask any feature.
  const others = model.features.filter(
    (feature) =>
      !asked.includes(feature) &&
      columnFault(feature.name, dialect) === null &&
      model.features.every((other) => !areOne(feature.name, other.name, dialect)),
  );
  const order = identifier(namesBeside(model, dialect)('order'));
  const features = [...asked, ...others];
  const numbered = vectors.map((vector, i) => ({ ...vector, leaf: i }));
  const columns = features.map(({ kind, name }) => `${identifier(name)} ${dialect.types[kind]}`);
  return {
    statements: [
      `CREATE TABLE rows (${[...columns, `${order} INTEGER`].join(', ')})`,
      ...parted(vectorRows(features, numbered, dialect)).map(
        (rows) => `INSERT INTO rows VALUES\n${rows.join(',\n')}`,
      ),
    ],
    order,
  };
}

/** Rows of values, each with its leaf at the end, in brackets; none twice. */
function vectorRows(
  features: readonly Feature[],
  vectors: readonly Vector[],
  dialect: Dialect,
): string[] {
  const rows = vectors.map(({ row, leaf }) => {
    const values = features.map(({ name }) => {
      const value = Object.hasOwn(row, name) ? row[name] : null;
      if (value === null || value === undefined) return 'NULL';
      return typeof value === 'number' ? dialect.number(value) : dialect.text(value);
    });
    return `    (${[...values, leaf].join(', ')})`;
  });
  return [...new Set(rows)];
}
