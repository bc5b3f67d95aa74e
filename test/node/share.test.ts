import { describe, expect, test } from 'vitest';
import { share } from '../../src/node/share.ts';

const isShared = (array: ArrayBufferView): boolean => array.buffer instanceof SharedArrayBuffer;

describe('shared data', () => {
  test('are equal to the original, which stays as it is', () => {
    const column = Float64Array.from({ length: 1000 }, (_, i) => i / 3);
    const codes = Int32Array.of(-1, 2);
    const data = { column, list: [{ codes, name: 'x' }, null], map: new Map([['a', 1]]), n: 3 };
    const shared = share(data);
    expect(shared).toEqual(data);
    expect(shared.map).toBe(data.map);
    expect(isShared(shared.column)).toBe(true);
    expect(isShared(column)).toBe(false);
  });

  test('hold an array once, however often it is named, in one call or in several', () => {
    const column = new Uint8Array(10_000);
    const inner = { column };
    const first = share({ inner, again: inner, column });
    expect(first.again).toBe(first.inner);
    expect(first.inner.column).toBe(first.column);
    expect(share({ column }).column).toBe(first.column);
    expect(share(first).column).toBe(first.column);
  });

  test('take of a larger buffer only what is seen of it', () => {
    const all = Int32Array.from({ length: 100_000 }, (_, i) => i);
    for (const [from, to] of [
      [3, 7],
      [10, 20_000],
    ]) {
      const view = all.subarray(from, to);
      const { seen } = share({ seen: view });
      expect(seen).toEqual(view);
      expect(seen.buffer.byteLength).toBe(view.byteLength);
    }
  });
});
