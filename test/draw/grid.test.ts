import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { leafIds, nodeDepths } from '../../src/core/tree.ts';
import { evidenceOf, fidelityAt } from '../../src/draw/evidence.ts';
import { shownNodes } from '../../src/draw/folds.ts';
import { gridScene, type GridView } from '../../src/draw/grid.ts';
import { gridRows, pageCount, pageOfRow, pageWords, rowFor } from '../../src/draw/grid-pages.ts';
import { nodeShares } from '../../src/draw/layout.ts';
import { sceneText } from '../../src/draw/scene.ts';
import { selectionWords } from '../../src/draw/spoken.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, HOSTILE_RUN } from '../fixtures/site-run.ts';
import { THOUSAND_RUN } from '../fixtures/tree-runs.ts';
import { models } from './models.ts';

function viewOf(model: GridView['model'], kind: GridView['kind']): GridView {
  const folded = new Set<number>();
  return {
    kind,
    model,
    shares: nodeShares(model.tree, null),
    evidence: null,
    rows: gridRows(kind, model, shownNodes(model.tree, folded)),
    page: 1,
    folded,
    selected: null,
    focus: 0,
    links: null,
  };
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

test('an outline has a row a node with its level, a table a row a path', () => {
  fc.assert(
    fc.property(models, (model) => {
      const view = viewOf(model, 'outline');
      fc.pre(view.rows.length <= 128);
      const text = sceneText(gridScene(view));
      const levels = Array.from(text.matchAll(/aria-level="(\d+)"/g), ([, level]) => Number(level));
      expect(levels).toEqual(Array.from(nodeDepths(model.tree), (depth) => depth + 1));
      const table = sceneText(gridScene(viewOf(model, 'table')));
      expect(count(table, /<tr data-node/g)).toBe(Math.min(100, leafIds(model.tree).length));
    }),
    { numRuns: 30 },
  );
});

test('a thousand paths are a page at a time, and every row has its page', () => {
  const model = makeModel(THOUSAND_RUN);
  const view = viewOf(model, 'table');
  expect(pageCount(view)).toBe(11);
  expect(pageWords({ ...view, page: 11 })).toBe('Rows 1,001 to 1,024 of 1,024');
  for (const [i, node] of view.rows.entries()) {
    expect(pageOfRow(view, node)).toBe(Math.floor(i / 100) + 1);
  }
  const last = sceneText(gridScene({ ...view, page: 11 }));
  expect(count(last, /<tr data-node/g)).toBe(24);
  expect(last).toContain('aria-rowindex="1025"');
});

test('a node without a row of its own has one above it, or the next path', () => {
  const model = makeModel(CREDIT_RUN);
  const leaf = leafIds(model.tree)[5]!;
  expect(rowFor([0, 1], model, leaf)).toBe(1);
  expect(rowFor(leafIds(model.tree), model, 0)).toBe(leafIds(model.tree)[0]);
});

test('the evidence of a node is that of all paths below it', () => {
  const { tree } = makeModel(CREDIT_RUN);
  const paths = leafIds(tree).map((leaf, i) => ({
    leaf,
    id: `${leaf}`,
    realRows: { train: 0, select: i, test: 0 },
    fidelity: { value: i === 0 ? null : 1 / i, low: 0, high: 1, n: i },
  }));
  const evidence = evidenceOf(tree, paths);
  const n = (paths.length * (paths.length - 1)) / 2;
  expect(fidelityAt(evidence, 0)).toMatchObject({ n, value: (paths.length - 1) / n });
  expect(fidelityAt(evidence, paths[0]!.leaf).value).toBeNull();
  expect(fidelityAt(null, 0).value).toBeNull();
});

test('a selection says which path it is, what it decides and on how many rows', () => {
  const model = makeModel(CREDIT_RUN);
  const leaves = leafIds(model.tree);
  const shares = model.tree.feature.length;
  const rows = Array.from({ length: shares }, () => ({ share: 0.1, rows: 412 }));
  expect(selectionWords(model, rows, leaves[11]!)).toMatch(
    new RegExp(`^Path 12 of ${leaves.length}: (good|bad), 412 rows$`),
  );
  expect(selectionWords(model, rows, 0)).toMatch(/^Asks Seniority: \d+ paths below, 412 rows$/);
});

test('hostile names stay text', () => {
  for (const kind of ['outline', 'table'] as const) {
    const text = sceneText(gridScene(viewOf(makeModel(HOSTILE_RUN), kind)));
    expect(text).not.toMatch(/<(script|img|svg\/|b>|i>)/);
    expect(text).not.toMatch(/[\u202e\u200b\u2028]/);
  }
});
