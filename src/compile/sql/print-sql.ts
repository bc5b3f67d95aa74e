import type { WordedBranch } from '../branches.ts';
import type { Content } from '../content.ts';
import type { Dialect } from './dialect.ts';
import { formFor, printLeaf, type Form } from './print-leaf.ts';
import { printLeafFile, printQuery } from './print-query.ts';
import { printVectorTest, vectorStatements } from './print-vectors.ts';

/** A tree in the SQL of one database. */
export interface PrintedSql {
  readonly form: Form;
  /** The expression of the leaf: for the branches of the tree, or for those with a fault. */
  readonly leafOf: (branch: WordedBranch) => string;
  /** The query of `predict.sql`, as it stands in the file. */
  readonly query: string;
  /** The queries of `test.sql`. */
  readonly tests: readonly string[];
  /** Texts by file name. */
  readonly files: ReadonlyMap<string, string>;
}

/** `form`: as the database can bear it, where left out. */
export function printSql(
  content: Content,
  dialect: Dialect,
  form: Form = formFor(content, dialect),
): PrintedSql {
  const leafOf = (branch: WordedBranch): string => printLeaf(content, branch, dialect, form);
  const leaf = leafOf(content.branch);
  const query = printQuery(content, dialect, form, leaf);
  const tests = vectorStatements(content, content.vectors, dialect, leaf);
  return {
    form,
    leafOf,
    query,
    tests,
    files: new Map([
      ['predict.sql', query],
      ['leaf.sql', printLeafFile(content, leaf)],
      ['test.sql', printVectorTest(content, dialect, tests)],
    ]),
  };
}
