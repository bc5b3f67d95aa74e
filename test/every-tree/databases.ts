import { duckDbHost, duckDbParser } from '../../src/commands/targets/sql-hosts.ts';
import type { SqlParser } from '../../src/compile/sql/prove-sql.ts';
import type { QueryResult, SqlHost } from '../../src/compile/sql/run.ts';
import { findSqlite, runSqlite } from '../../src/node/sqlite.ts';
import { Database } from '../../src/store/database.ts';
import type { Gathering } from '../compile/gathering.ts';
import { startPostgres, type SqlJob } from '../compile/sql/postgres.ts';

export interface Databases {
  readonly parser: SqlParser;
  readonly duckdb: SqlHost;
  readonly sqlite: SqlHost | null;
  readonly postgres: SqlHost | null;
  readonly close: () => Promise<void>;
}

type RunAll = (jobs: readonly SqlJob[]) => Promise<readonly QueryResult[][]>;

/** The databases of this machine, each asked by many trees at a time. */
export async function openDatabases({ batched }: Gathering): Promise<Databases> {
  const database = await Database.open({ threads: 1 });
  const sqlite = await findSqlite();
  const server = await startPostgres();
  const manyTogether = (name: string, runAll: RunAll): SqlHost => {
    const ask = batched(runAll);
    return {
      name,
      run: async (statements, queries) => (await ask([{ statements, queries }]))[0]!,
    };
  };
  return {
    parser: await duckDbParser(database),
    duckdb: oneByOne(await duckDbHost(database)),
    sqlite: sqlite && manyTogether(`SQLite ${sqlite.version}`, (jobs) => runSqlite(sqlite, jobs)),
    postgres: server && manyTogether(server.host.name, server.runAll),
    close: async () => {
      await database.close();
      await server?.stop();
    },
  };
}

/** All jobs have the one table of the database. */
function oneByOne(host: SqlHost): SqlHost {
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: host.name,
    run: (...job) => {
      const next = last.then(() => host.run(...job));
      last = next.catch(() => undefined);
      return next;
    },
  };
}
