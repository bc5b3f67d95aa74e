import { shorten } from '../../core/text.ts';
import type { Content } from '../content.ts';
import type { Engine } from '../prove-code.ts';
import type { Vector } from '../vectors.ts';
import type { Dialect } from './dialect.ts';
import { answerRows, outputNames } from './print-query.ts';
import type { PrintedSql } from './print-sql.ts';
import { parted } from './parted.ts';
import { vectorTable, type VectorTable } from './print-vectors.ts';
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

/**
 * Runs expressions of the leaf, and with the first, which is the tree's, the files as they are written.
 * A fault that the database refuses reaches no leaf; the tree may not be refused.
 *
 * @throws Error where `predict.sql` or `test.sql` gives a row another answer than its leaf.
 */
export function sqlEngine(
  host: SqlHost,
  content: Content,
  dialect: Dialect,
  printed: PrintedSql,
): Engine {
  return {
    name: host.name,
    run: async ([own, ...others], vectors) => {
      const table = vectorTable(content, vectors, dialect);
      // In one table: making it takes longer than all that is asked of it.
      const [found, ...results] = await host.run(table.statements, [
        leafQuery([own!], table.order),
        ...fileQueries(content, dialect, printed, table),
      ]);
      rowsOf(found!);
      refuseFaults(fileFaults(content, results));
      const faulty = others.length === 0 ? [] : await runFaulty(host, table, others, vectors);
      return [leavesOf(found!, 0, vectors), ...faulty];
    },
  };
}

/** The leaves of many expressions, a column each. */
async function runFaulty(
  host: SqlHost,
  { statements, order }: VectorTable,
  programs: readonly string[],
  vectors: readonly Vector[],
): Promise<number[][]> {
  const groups = parted(programs);
  const ask = (some: readonly (readonly string[])[]): Promise<readonly QueryResult[]> =>
    host.run(
      statements,
      some.map((group) => leafQuery(group, order)),
      true,
    );
  const results = await ask(groups);
  // One expression that is refused takes the others of its query with it.
  const doubtful = groups.filter((_, g) => 'error' in results[g]!).flat();
  const alone = doubtful.length === 0 ? [] : await ask(doubtful.map((one) => [one]));
  const rest = alone.map((result) => leavesOf(result, 0, vectors));
  return groups.flatMap((group, g) =>
    'error' in results[g]!
      ? rest.splice(0, group.length)
      : group.map((_, i) => leavesOf(results[g]!, i, vectors)),
  );
}

function leafQuery(programs: readonly string[], order: string): string {
  const columns = programs.map((program, i) => `(${program}\n) AS "${i}"`).join(', ');
  return `SELECT ${columns} FROM rows AS r ORDER BY r.${order}`;
}

function leavesOf(result: QueryResult, column: number, vectors: readonly Vector[]): number[] {
  if ('error' in result) return vectors.map(() => NO_LEAF);
  return result.rows.map((row) => Number(row[column] ?? NO_LEAF));
}

/** `predict.sql` on the vectors, and then the queries of `test.sql`, as they are written. */
function fileQueries(
  { model }: Content,
  dialect: Dialect,
  { query, tests }: PrintedSql,
  { order }: VectorTable,
): string[] {
  const names = outputNames(model, dialect).map(identifier).join(', ');
  const inner = query.replace(/\n;\n$/, '\n');
  return [`SELECT ${names} FROM (\n${inner}) AS q ORDER BY q.${order}`, ...tests];
}

/** What the files answer otherwise than the leaves of the vectors, in words. */
function fileFaults(content: Content, [answers, ...differences]: readonly QueryResult[]): string[] {
  const expected = answerRows(content);
  const found = rowsOf(answers!);
  const faults = content.vectors.flatMap(({ leaf }, i) => {
    const same = expected[leaf]!.every(({ value }, j) => found[i]?.[j] === value);
    return same ? [] : [`predict.sql gives row ${i} the answer ${String(found[i])}`];
  });
  const missed = differences.flatMap((result) => rowsOf(result));
  return [...faults, ...missed.map((row) => `test.sql finds the row ${row.join(', ')}`)];
}

/** @throws Error where there are any. */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new Error(`the compiled SQL is not the tree: ${shorten(faults.join('; '), 1000)}`);
}

function rowsOf(result: QueryResult): readonly (readonly unknown[])[] {
  if ('rows' in result) return result.rows;
  throw new Error(`the database refuses the compiled SQL: ${result.error}`);
}
