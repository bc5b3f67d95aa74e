import type { SqlParser } from '../../compile/sql/prove-sql.ts';
import type { QueryResult, SqlHost } from '../../compile/sql/run.ts';
import { findSqlite, runSqlite } from '../../node/sqlite.ts';
import { quoteText, type Database } from '../../store/database.ts';

/** DuckDB in this process. */
export async function duckDbHost(database: Database, signal?: AbortSignal): Promise<SqlHost> {
  const ask = async (query: string): Promise<QueryResult> => {
    try {
      return { rows: await database.rows(query) };
    } catch (error) {
      signal?.throwIfAborted();
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    name: `DuckDB ${await versionOf(database)}`,
    run: async (statements, queries, once = false) => {
      await database.run('PRAGMA disable_optimizer');
      for (const statement of statements) await database.run(statement);
      if (!once) await database.run('PRAGMA enable_optimizer');
      const results: QueryResult[] = [];
      for (const query of queries) results.push(await ask(query));
      await database.run('DROP TABLE IF EXISTS rows');
      return results;
    },
  };
}

/** The parser of DuckDB: what it parses is not run. */
export async function duckDbParser(database: Database): Promise<SqlParser> {
  return {
    name: `the parser of DuckDB ${await versionOf(database)}`,
    parse: async (sql) => {
      const [[report] = []] = await database.rows(`SELECT json_serialize_sql(${quoteText(sql)})`);
      return JSON.parse(String(report)) as unknown;
    },
  };
}

async function versionOf(database: Database): Promise<string> {
  const [[version] = []] = await database.rows('SELECT version()');
  return String(version).replace(/^v/, '');
}

/** The SQLite of this machine's Python; `null` where there is none. */
export async function sqliteHost(signal?: AbortSignal): Promise<SqlHost | null> {
  const sqlite = await findSqlite(signal);
  if (sqlite === null) return null;
  return {
    name: `SQLite ${sqlite.version}`,
    run: async (statements, queries) => {
      const [results] = await runSqlite(sqlite, [{ statements, queries }], signal);
      return results!;
    },
  };
}
