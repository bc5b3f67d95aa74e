import { expect, test } from 'vitest';

import { leavesOf, truncate } from '../../src/core/tree.ts';
import type { Table } from '../../src/core/table.ts';
import { changeWords } from '../../src/draw/spoken.ts';
import type { HeldOutSets } from '../../src/report/held-out.ts';
import type { StoredRows } from '../../src/report/read-held-out.ts';
import { changedRows, changesOf } from '../../src/serve/changes.ts';
import { makeModel, numeric } from '../fixtures/site-model.ts';
import { CREDIT_RUN } from '../fixtures/site-run.ts';

const features = [numeric('a', 0, 10), numeric('b', 0, 10)];
const model = makeModel({ ...CREDIT_RUN, seed: 'changes', features, depth: 4, early: 0 });
const { tree } = model;
const n = 121;
const columns = [
  Float64Array.from({ length: n }, (_, i) => i % 11),
  Float64Array.from({ length: n }, (_, i) => Math.floor(i / 11)),
];
const table: Table = { features, columns, nRows: n, sourceRow: new Int32Array(n) };
const leaves = leavesOf(tree, table);

test('a tree changes nothing against itself, and a shorter one what it decides otherwise', () => {
  expect(changedRows(tree, tree, { columns, leaves }, null)).toBe(0);
  const cut = truncate(tree, 1);
  const expected = Array.from(leavesOf(cut, table)).filter(
    (leaf, row) => cut.decision[leaf] !== tree.decision[leaves[row]!],
  );
  expect(changedRows(tree, cut, { columns, leaves }, null)).toBe(expected.length);
});

test('numbers count where they are further apart than the tolerance', () => {
  const cut = truncate(tree, 0);
  expect(changedRows(tree, cut, { columns, leaves }, 0)).toBe(n);
  expect(changedRows(tree, cut, { columns, leaves }, 1e9)).toBe(0);
});

test('a leaf that asks the teacher is another answer than one that decides', () => {
  const deferred = tree.deferred.map((_, id) => (id === leaves[0] ? 1 : 0));
  const asked = Array.from(leaves).filter((leaf) => leaf === leaves[0]).length;
  expect(changedRows(tree, { ...tree, deferred }, { columns, leaves }, null)).toBe(asked);
});

test('without the values of a column a tree that asks about it cannot be counted, another can', () => {
  const first = tree.feature[0]!;
  const without = columns.map((column, f) => (f === first ? null : column));
  expect(changedRows(tree, tree, { columns: without, leaves }, null)).toBeNull();
  expect(changedRows(tree, truncate(tree, 0), { columns: without, leaves }, null)).not.toBeNull();
});

test('rows that cannot be read are told, not thrown', async () => {
  const warned: unknown[] = [];
  const log = (...line: unknown[]): void => {
    warned.push(line);
  };
  const services = {
    heldOutOf: () => Promise.reject(new Error('gone')),
    logger: { info: log, warn: log, error: log },
  };
  const run = { model } as Parameters<typeof changesOf>[1];
  const other = { ...model };
  const changes = await changesOf(services, run, other, 'depth 1');
  expect(changes).toEqual({ changed: null, rows: 0, beyond: null, newlyProtected: [] });
  expect(warned).toHaveLength(1);
  expect(await changesOf(services, run, model, 'depth ')).toBeNull();
});

test('a protected feature that only the other tree asks is named', async () => {
  const own = { ...model, tree: truncate(tree, 0) };
  const marked = features.map((one) => (one.name === 'b' ? { ...one, protected: true } : one));
  const other = { ...model, features: marked };
  const rows = { columns, leaves: new Int32Array(n) } as unknown as StoredRows;
  const services = {
    heldOutOf: () => Promise.resolve({ select: rows, test: rows } as HeldOutSets),
    logger: console,
  };
  const run = {
    model: own,
    manifest: { metrics: { withinTolerance: { tolerance: null } } },
  } as unknown as Parameters<typeof changesOf>[1];
  const changes = await changesOf(services, run, other, 'depth 4');
  expect(changes).toMatchObject({ rows: 2 * n, newlyProtected: ['b'] });
  expect(changeWords(changes)).toMatch(
    / It asks b, a protected feature that the run’s own tree does not ask\.$/,
  );
});
