import type { TargetEquality } from '../../core/run.ts';
import { compareBranches } from '../compare.ts';
import type { Content } from '../content.ts';
import { proveCode } from '../prove-code.ts';
import { compareFlat } from './compare-flat.ts';
import type { Dialect } from './dialect.ts';
import type { Form } from './print-leaf.ts';
import type { PrintedSql } from './print-sql.ts';
import { readFlat } from './read-flat.ts';
import { readNested } from './read-leaf.ts';
import { readQuery } from './read-query.ts';
import { selectOf } from './report.ts';
import { refuseFaults, sqlEngine, type SqlHost } from './run.ts';
import { SqlFault, type Expression } from './syntax.ts';

/** DuckDB's own parser, which reads the other dialects as well. */
export interface SqlParser {
  /** Such as `the parser of DuckDB 1.5.6`. */
  readonly name: string;
  /** What `json_serialize_sql` reports of a text. */
  readonly parse: (sql: string) => Promise<unknown>;
}

/**
 * Proves SQL of any dialect: reads the whole query back, compares its CASE with the tree and its
 * answers with the leaves, and where there is a database runs the expression and the files on the
 * boundary vectors, and faults.
 *
 * @throws Error for any difference, and for a fault that no vector notices.
 */
export async function proveSql(
  content: Content,
  dialect: Dialect,
  printed: PrintedSql,
  parser: SqlParser,
  host: SqlHost | null,
): Promise<TargetEquality> {
  const { model, branch, vectors, meta, plantFaults } = content;
  refuseFaults(await readBackSql(content, dialect, printed, parser));
  const { leafOf } = printed;
  const engine = host === null ? null : sqlEngine(host, content, dialect, printed);
  const { seed } = meta;
  const claim = { model, branch, vectors, seed, plantFaults, print: leafOf, reader: null, engine };
  const equality = await proveCode(claim);
  return { ...equality, readBack: 'equal', readBackBy: parser.name };
}

/**
 * Compares `predict.sql` with the tree, and `leaf.sql` with it. Returns the faults in words; none when
 * both are the tree.
 */
export async function readBackSql(
  content: Content,
  dialect: Dialect,
  { form, files }: Pick<PrintedSql, 'form' | 'files'>,
  parser: SqlParser,
): Promise<string[]> {
  try {
    const query = selectOf(await parser.parse(files.get('predict.sql')!));
    const leaf = readQuery(query, content, dialect);
    const alone = await expressionOf(files.get('leaf.sql')!, parser);
    const same = JSON.stringify(alone) === JSON.stringify(leaf);
    return [
      ...compareLeaf(content, dialect, form, leaf),
      ...(same ? [] : ['leaf.sql is not the expression of predict.sql']),
    ];
  } catch (error) {
    if (error instanceof SqlFault) return [error.message];
    throw error;
  }
}

/** The differences between an expression of the leaf and the tree, in words. @throws SqlFault */
export function compareLeaf(
  { model }: Content,
  dialect: Dialect,
  form: Form,
  leaf: Expression,
): string[] {
  return form === 'flat'
    ? compareFlat(model, readFlat(leaf, model, dialect))
    : compareBranches(model, readNested(leaf, model, dialect));
}

/** An expression as the parser reports it. @throws SqlFault */
export async function expressionOf(text: string, parser: SqlParser): Promise<Expression> {
  const [column, ...others] = selectOf(await parser.parse(`SELECT ${text}\n`)).columns;
  if (column?.kind === 'one' && others.length === 0) return column.value;
  throw new SqlFault('the leaf is no expression');
}
