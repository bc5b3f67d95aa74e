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

/** Statements to run in an empty database, and the queries after them. */
export interface SqliteJob {
  readonly statements: readonly string[];
  readonly queries: readonly string[];
}

/** Runs jobs, each in a database of its own: a result for every query of a job. */
export async function runSqlite(
  { python }: Sqlite,
  jobs: readonly SqliteJob[],
  signal?: AbortSignal,
): Promise<readonly SqliteResult[][]> {
  const output = await runPython(python, SCRIPT, JSON.stringify(jobs), signal);
  return JSON.parse(output) as SqliteResult[][];
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

def plain(value):
    if isinstance(value, bytes) or isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value

def ask(database, query):
    try:
        return {"rows": [[plain(value) for value in row] for row in database.execute(query)]}
    except (sqlite3.Error, ValueError) as error:  # ValueError: a text that SQLite cannot be told
        return {"error": str(error)}

def run(job):
    database = sqlite3.connect(":memory:")
    for statement in job["statements"]:
        database.execute(statement)
    results = [ask(database, query) for query in job["queries"]]
    database.close()
    return results

jobs = json.loads(sys.stdin.buffer.read().decode("utf-8"))
print(json.dumps([run(job) for job in jobs]))
`;
