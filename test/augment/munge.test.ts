import { describe, expect, it } from 'vitest';
import { mungeSampler } from '../../src/augment/munge.ts';
import { Random } from '../../src/core/random.ts';
import type { Table } from '../../src/core/table.ts';
import { makeRows, tableOf, type Values } from '../fixtures/rows.ts';

const { table } = makeRows('binary', 500);

describe('MUNGE', () => {
  it('draws only seen values, missing ones included', () => {
    const drawn = mungeSampler(table, new Random(1))(5000, new Random(2));
    drawn.columns.forEach((column, f) => {
      const seen = new Set(table.columns[f]);
      expect([...column].filter((value) => !seen.has(value))).toEqual([]);
    });
    expect(drawn.columns[0]!.some(Number.isNaN)).toBe(true);
    expect(drawn.sourceRow.every((row) => row === 0)).toBe(true);
  });

  it('is seeded twice: by the rows it picks and by the values it draws', () => {
    const draw = (learn: number, seed: number): unknown =>
      mungeSampler(table, new Random(learn))(100, new Random(seed)).columns;
    expect(draw(1, 2)).toEqual(draw(1, 2));
    expect(draw(1, 3)).not.toEqual(draw(1, 2));
  });

  it('stays near the real rows: two clusters stay apart', () => {
    const random = new Random('clusters');
    const x: number[] = [];
    const y: number[] = [];
    const side: string[] = [];
    for (let i = 0; i < 400; i++) {
      const far = i % 2 === 0;
      x.push((far ? 10 : 0) + random.normal() / 4);
      y.push((far ? -10 : 0) + random.normal() / 4);
      side.push(far ? 'far' : 'near');
    }
    const clusters = tableOf({ x, y, side });
    const drawn = mungeSampler(clusters, new Random(1))(4000, new Random(2));
    for (let row = 0; row < drawn.nRows; row++) {
      const [a, b, c] = drawn.columns.map((column) => column[row]!);
      expect(a! > 5).toBe(b! < -5);
      expect(a! > 5).toBe(c === 0);
    }
  });

  it('keeps a row as it is when all rows are identical', () => {
    const same = tableOf({ x: [3, 3, 3], home: ['own', 'own', 'own'], gap: [null, null, null] });
    const drawn = mungeSampler(same, new Random(1))(50, new Random(2));
    expect(new Set(drawn.columns[0])).toEqual(new Set([3]));
    expect(new Set(drawn.columns[1])).toEqual(new Set([0]));
    expect(drawn.columns[2]!.every(Number.isNaN)).toBe(true);
  });

  /** Rows of 20 equal values each, so that an exchange can hardly leave a row as it was. */
  function wide(values: readonly number[], extra: Readonly<Record<string, Values>> = {}): Table {
    const same = Array.from({ length: 20 }, (_, f) => [`x${f}`, values] as const);
    return tableOf({ ...Object.fromEntries(same), ...extra });
  }

  /** Share of drawn rows whose 20 values are all still equal. */
  function untouched(rows: Table): number {
    const drawn = mungeSampler(rows, new Random(1))(2000, new Random(2));
    const columns = drawn.columns.slice(0, 20);
    const kept = Array.from(columns[0]!).filter((value, row) =>
      columns.every((column) => column[row] === value),
    );
    return kept.length / drawn.nRows;
  }

  it('exchanges values with the nearest row that differs, not with an identical one', () => {
    expect(untouched(wide([0, 0, 1, 1]))).toBeLessThan(0.01);
  });

  it('does not take a row for its own neighbour because a value is missing in both', () => {
    const flat = [null, 5, null, 5];
    expect(untouched(wide([0, 0.5, 1, 1.5], { flat }))).toBeLessThan(0.01);
    const home = [null, 'own', null, 'own'];
    expect(untouched(wide([0, 0.5, 1, 1.5], { home }))).toBeLessThan(0.01);
  });
});
