import { createRequire } from 'node:module';
import { SQL_DIALECTS, type Dialect } from '../../../src/compile/sql/dialect.ts';
import type { SqlParser } from '../../../src/compile/sql/prove-sql.ts';
import type { SqlHost } from '../../../src/compile/sql/run.ts';
import { duckDbHost, duckDbParser, sqliteHost } from '../../../src/commands/targets/sql-hosts.ts';
import { Database } from '../../../src/store/database.ts';
import { orSkip } from '../engines.ts';
import { startPostgres } from './postgres.ts';

/** A database to test with, and the SQL that it is told. */
interface TestHost {
  /** Such as `DuckDB 1.5.6`, or why there is none. */
  readonly name: string;
  readonly host: SqlHost | null;
  readonly dialect: Dialect;
}

/** The databases of this machine, and the parser of all their dialects. */
export interface TestHosts {
  readonly all: readonly TestHost[];
  readonly parser: SqlParser;
  readonly close: () => Promise<void>;
}

/** Opens every database that this machine has; DuckDB is always there. */
export async function openHosts(): Promise<TestHosts> {
  const database = await Database.open({ threads: 1 });
  const { duckdb, sqlite, postgres } = SQL_DIALECTS;
  const libsql = libsqlHost();
  const python = await sqliteHost();
  orSkip('SQLite (python3, or the npm package libsql)', python ?? libsql);
  const server = await startPostgres();
  return {
    all: [
      testHost(await duckDbHost(database), duckdb, ''),
      testHost(python, sqlite, 'SQLite: there is no python3'),
      testHost(libsql, sqlite, 'SQLite: the package libsql is not installed'),
      testHost(server?.host ?? null, postgres, 'PostgreSQL: its programs are not installed'),
    ],
    parser: await duckDbParser(database),
    close: async () => {
      await database.close();
      await server?.stop();
    },
  };
}

/** The rows of one query. @throws Error where the database refuses it. */
export async function asked(
  host: SqlHost,
  statements: readonly string[],
  query: string,
): Promise<readonly (readonly unknown[])[]> {
  const [result] = await host.run(statements, [query]);
  if (result !== undefined && 'rows' in result) return result.rows;
  throw new Error(`refused: ${result?.error}`);
}

function testHost(host: SqlHost | null, dialect: Dialect, missing: string): TestHost {
  return { name: host?.name ?? missing, host, dialect };
}

/** What is used of libsql: a SQLite of another version than Python's. */
interface Libsql {
  readonly exec: (sql: string) => void;
  readonly prepare: (sql: string) => { raw: () => { all: () => unknown[][] } };
  readonly close: () => void;
}

const LIBSQL = 'libsql';

function libsqlHost(): SqlHost | null {
  const Libsql = loadLibsql();
  if (Libsql === null) return null;
  const [[version] = []] = new Libsql(':memory:').prepare('SELECT sqlite_version()').raw().all();
  return {
    name: `SQLite ${String(version)} of libsql`,
    run: async (statements, queries) => {
      const database = new Libsql(':memory:');
      for (const statement of statements) database.exec(statement);
      const results = queries.map((query) => {
        try {
          return { rows: database.prepare(query).raw().all() };
        } catch (error) {
          return { error: String(error) };
        }
      });
      database.close();
      return results;
    },
  };
}

function loadLibsql(): (new (file: string) => Libsql) | null {
  try {
    return createRequire(import.meta.url)(LIBSQL) as new (file: string) => Libsql;
  } catch {
    return null;
  }
}
