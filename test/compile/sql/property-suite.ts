import { expect, test } from 'vitest';
import type { Content } from '../../../src/compile/content.ts';
import type { Dialect } from '../../../src/compile/sql/dialect.ts';
import { printLeaf, type Form } from '../../../src/compile/sql/print-leaf.ts';
import { printSql } from '../../../src/compile/sql/print-sql.ts';
import { vectorStatements } from '../../../src/compile/sql/print-vectors.ts';
import {
  compareLeaf,
  expressionOf,
  proveSql,
  type SqlParser,
} from '../../../src/compile/sql/prove-sql.ts';
import type { SqlHost } from '../../../src/compile/sql/run.ts';
import type { Vector } from '../../../src/compile/vectors.ts';
import { Random } from '../../../src/core/random.ts';
import { leafIds, leafOf, type Model } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import { randomModel } from '../random-model.ts';
import { randomRow } from '../random-row.ts';
import { sqlNamed } from './models.ts';

/** Random trees tried in each database; `ESPALIER_TREES=2000` tries more. */
const TREES = Number(process.env['ESPALIER_TREES'] ?? 40);
const PROVEN_IN_FULL = Math.ceil(TREES / 10);
const ROWS_PER_TREE = 40;
/** Trees in one call of a database. */
const TOGETHER = 40;

/** Random trees: what is printed is read back as the tree, and answers random rows as it does. */
export function propertySuite(host: SqlHost, dialect: Dialect, parser: SqlParser): void {
  const random = new Random(20261125);
  const contents = Array.from({ length: TREES }, () => contentFor(sqlNamed(randomModel(random))));
  const formsOf = ({ meta }: Content): readonly Form[] =>
    meta.depth <= dialect.deepest ? ['nested', 'flat'] : ['flat'];

  test(`any tree is read back (${TREES} trees)`, { timeout: 3_600_000 }, async () => {
    for (const content of contents) {
      const { branch } = content;
      for (const form of formsOf(content)) {
        const leaf = await expressionOf(printLeaf(content, branch, dialect, form), parser);
        expect(compareLeaf(content, dialect, form, leaf)).toEqual([]);
      }
    }
  });

  test(`any tree answers any row (${TREES} trees)`, { timeout: 3_600_000 }, async () => {
    const queries = contents.flatMap((content) => {
      const vectors = [...content.vectors, ...randomVectors(content.model, random)];
      return formsOf(content).flatMap((form) =>
        vectorStatements(
          content,
          vectors,
          dialect,
          printLeaf(content, content.branch, dialect, form),
        ),
      );
    });
    for (let from = 0; from < queries.length; from += TOGETHER) {
      const some = queries.slice(from, from + TOGETHER);
      expect(await host.run([], some)).toEqual(some.map(() => ({ rows: [] })));
    }
  });

  test(`any tree is proven (${PROVEN_IN_FULL} trees)`, { timeout: 3_600_000 }, async () => {
    for (const content of contents.slice(0, PROVEN_IN_FULL)) {
      const equality = await proveSql(content, dialect, printSql(content, dialect), parser, host);
      expect(equality.mutants.survived).toBe(0);
    }
  });
}

function randomVectors(model: Model, random: Random): Vector[] {
  const leaves = leafIds(model.tree);
  return Array.from({ length: ROWS_PER_TREE }, () => {
    const { row, codes } = randomRow(model, random);
    const leaf = leafOf(model.tree, (feature) => codes[feature] ?? NaN);
    return { row, leaf: leaves.indexOf(leaf), site: -1 };
  });
}
