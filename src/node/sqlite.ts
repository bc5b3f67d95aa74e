import { findPython, runPython, type Python } from './python.ts';

/** SQLite, as Python brings it along. */
export interface Sqlite {
  readonly python: Python;
  /** Such as `3.40.1`. */
  readonly version: string;
}

/** The rows of a query, with what is no JSON as text; or why it was refused. */
export type SqliteResult = { readonly rows: unknown[][] } | { readonly error: string };

/** `null` where there is no Python, or it has no SQLite. */
export async function findSqlite(signal?: AbortSignal): Promise<Sqlite | null> {
  const python = await findPython(signal);
  if (python === null) return null;
  const version = (await runPython(python, VERSION, '', signal)).trim();
  return version === '' ? null : { python, version };
}

/** Runs statements in an empty database, and then each query. */
export async function runSqlite(
  { python }: Sqlite,
  statements: readonly string[],
  queries: readonly string[],
  signal?: AbortSignal,
): Promise<readonly SqliteResult[]> {
  const request = JSON.stringify({ statements, queries });
  return JSON.parse(await runPython(python, SCRIPT, request, signal)) as SqliteResult[];
}

const VERSION = `
try:
    import sqlite3
    print(sqlite3.sqlite_version)
except ImportError:
    pass
`;

const SCRIPT = `
import json, math, sqlite3, sys

request = json.loads(sys.stdin.buffer.read().decode("utf-8"))
database = sqlite3.connect(":memory:")
for statement in request["statements"]:
    database.execute(statement)

def plain(value):
    if isinstance(value, bytes) or isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value

def ask(query):
    try:
        return {"rows": [[plain(value) for value in row] for row in database.execute(query)]}
    except sqlite3.Error as error:
        return {"error": str(error)}

print(json.dumps([ask(query) for query in request["queries"]]))
`;
