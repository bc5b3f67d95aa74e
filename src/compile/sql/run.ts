import type { Content } from '../content.ts';
import type { Engine } from '../prove-code.ts';
import type { Vector } from '../vectors.ts';
import type { Dialect } from './dialect.ts';
import { answerRows, outputNames } from './print-query.ts';
import type { PrintedSql } from './print-sql.ts';
import { parted } from './parted.ts';
import { vectorTable } from './print-vectors.ts';
import { identifier } from './quote.ts';

/** A database at hand. */
export interface SqlHost {
  /** Such as `DuckDB v1.5.6`. */
  readonly name: string;
  /**
   * Runs the statements in an empty database, and then each query. `once`: queries are so many that
   * making them faster would take longer than they do.
   */
  readonly run: (
    statements: readonly string[],
    queries: readonly string[],
    once?: boolean,
  ) => Promise<readonly QueryResult[]>;
}

/** The rows of a query, or why the database refuses it. */
export type QueryResult =
  { readonly rows: readonly (readonly unknown[])[] } | { readonly error: string };

/** The leaf of every row where the database refuses an expression: none of the tree. */
const NO_LEAF = -1;

/** Runs expressions of the leaf. One that the database refuses reaches no leaf; the first may not be. */
export function sqlEngine(host: SqlHost, content: Content, dialect: Dialect): Engine {
  return {
    name: host.name,
    run: async ([own, ...others], vectors) => {
      const { statements, order } = vectorTable(content, vectors, dialect);
      const groups = [[own!], ...parted(others)];
      const ask = (some: readonly (readonly string[])[]): Promise<readonly QueryResult[]> =>
        host.run(
          statements,
          some.map((group) => leafQuery(group, order)),
          true,
        );
      const results = await ask(groups);
      rowsOf(results[0]!);
      // One expression that is refused takes the others of its query with it.
      const doubtful = groups.filter((_, g) => 'error' in results[g]!).flat();
      const alone = doubtful.length === 0 ? [] : await ask(doubtful.map((one) => [one]));
      const rest = alone.map((result) => leavesOf(result, 0, vectors));
      return groups.flatMap((group, g) =>
        'error' in results[g]!
          ? rest.splice(0, group.length)
          : group.map((_, i) => leavesOf(results[g]!, i, vectors)),
      );
    },
  };
}

function leafQuery(programs: readonly string[], order: string): string {
  const columns = programs.map((program, i) => `(${program}\n) AS "${i}"`).join(', ');
  return `SELECT ${columns} FROM rows AS r ORDER BY r.${order}`;
}

function leavesOf(result: QueryResult, column: number, vectors: readonly Vector[]): number[] {
  if ('error' in result) return vectors.map(() => NO_LEAF);
  return result.rows.map((row) => Number(row[column] ?? NO_LEAF));
}

/**
 * Runs `predict.sql` on the vectors and `test.sql` as they are written.
 * Returns the differences in words; none where every row has the answer of its leaf.
 * @throws Error where the database refuses one of them.
 */
export async function runFiles(
  host: SqlHost,
  content: Content,
  dialect: Dialect,
  { query, tests }: PrintedSql,
): Promise<string[]> {
  const { vectors, model } = content;
  const { statements, order } = vectorTable(content, vectors, dialect);
  const names = outputNames(model, dialect).map(identifier).join(', ');
  const inner = query.replace(/\n;\n$/, '\n');
  const asked = `SELECT ${names} FROM (\n${inner}) AS q ORDER BY q.${order}`;
  const [answers, ...differences] = await host.run(statements, [asked, ...tests]);
  const expected = answerRows(content);
  const found = rowsOf(answers!);
  const faults = vectors.flatMap(({ leaf }, i) => {
    const same = expected[leaf]!.every(({ value }, j) => found[i]?.[j] === value);
    return same ? [] : [`predict.sql gives row ${i} the answer ${String(found[i])}`];
  });
  const missed = differences.flatMap((result) => rowsOf(result));
  return [...faults, ...missed.map((row) => `test.sql finds the row ${row.join(', ')}`)];
}

function rowsOf(result: QueryResult): readonly (readonly unknown[])[] {
  if ('rows' in result) return result.rows;
  throw new Error(`the database refuses the compiled SQL: ${result.error}`);
}
