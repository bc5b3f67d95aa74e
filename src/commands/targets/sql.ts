import type { Content } from '../../compile/content.ts';
import { SQL_DIALECTS, type Dialect, type DialectName } from '../../compile/sql/dialect.ts';
import { askedFeatures, refuseNames } from '../../compile/sql/names.ts';
import { printSql, type PrintedSql } from '../../compile/sql/print-sql.ts';
import { proveSql, type SqlParser } from '../../compile/sql/prove-sql.ts';
import type { SqlHost } from '../../compile/sql/run.ts';
import { inputError } from '../../core/errors.ts';
import { listWords, shorten } from '../../core/text.ts';
import { Database } from '../../store/database.ts';
import { duckDbHost, duckDbParser, sqliteHost } from './sql-hosts.ts';
import type { CompiledTarget, CompileTarget } from './target.ts';

/** `predict.sql`, `leaf.sql` and `test.sql` for one database. */
export const compileSql: CompileTarget = async (content, { dialect, signal }) => {
  const database = await Database.open({ threads: 1, signal });
  try {
    const host = await hostOf(dialect, database, signal);
    return await compileForSql(content, dialect, await duckDbParser(database), host);
  } finally {
    await database.close();
  }
};

/** {@link compileSql} with the database that is there, if any. */
export async function compileForSql(
  content: Content,
  name: DialectName,
  parser: SqlParser,
  host: SqlHost | null,
): Promise<CompiledTarget> {
  const dialect = SQL_DIALECTS[name];
  refuseNames(content.model, content.branch, dialect);
  const printed = printSql(content, dialect);
  refuseLength(printed, dialect);
  return {
    name: `sql-${name}`,
    files: printed.files,
    equality: await proveSql(content, dialect, printed, parser, host),
    notes: [...dateNotes(content, dialect), ...hostNotes(host, dialect)],
  };
}

/** The database itself, where it is at hand. */
async function hostOf(
  name: DialectName,
  database: Database,
  signal: AbortSignal | undefined,
): Promise<SqlHost | null> {
  switch (name) {
    case 'duckdb':
      return duckDbHost(database, signal);
    case 'sqlite':
      return sqliteHost(signal);
    case 'postgres':
      return null;
  }
}

/** @throws EspalierError `E_SQL_SIZE` */
function refuseLength({ query }: PrintedSql, { title, longest }: Dialect): void {
  const bytes = Buffer.byteLength(query);
  if (bytes <= longest) return;
  throw inputError(
    'E_SQL_SIZE',
    `the query is ${bytes} bytes long, ${title} takes ${longest} of them with its test; distil again with a smaller --depth.`,
  );
}

function dateNotes({ model, branch }: Content, dialect: Dialect): string[] {
  const dates = askedFeatures(model, branch).filter(
    (feature) => feature.kind === 'numeric' && feature.format === 'date',
  );
  if (dates.length === 0) return [];
  const names = listWords(
    dates.map(({ name }) => `"${shorten(name, 40)}"`),
    'and',
  );
  return [
    `${names}: the query reads days since 1970-01-01 as a number; of dates, ${dialect.days('x')}.`,
  ];
}

function hostNotes(host: SqlHost | null, { title }: Dialect): string[] {
  if (host !== null) return [];
  return [`No ${title} ran it here: run test.sql in your database, it should give no rows.`];
}
