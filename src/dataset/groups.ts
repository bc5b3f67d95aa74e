import type { Table } from '../core/table.ts';

/** Spreads the bits of a 32-bit state over another word (murmur3). */
function mix(state: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = state ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

/**
 * The group of each row: rows with the same value in every column share one, numbered from 0 in
 * order of appearance. Told by a 53-bit hash: two different rows may meet in one group (about once
 * in a million rows squared over 10^16), which only keeps them on one side of a split.
 */
export function duplicateGroups(table: Table): Int32Array {
  const high = new Int32Array(table.nRows);
  const low = new Int32Array(table.nRows).fill(0x9747b28c);
  const cell = new DataView(new ArrayBuffer(8));
  for (const column of table.columns) {
    for (let row = 0; row < table.nRows; row++) {
      cell.setFloat64(0, column[row]!);
      const a = cell.getInt32(0);
      const b = cell.getInt32(4);
      high[row] = mix(mix(high[row]!, a), b);
      low[row] = mix(mix(low[row]!, b), a);
    }
  }
  const groups = new Map<number, number>();
  return high.map((h, row) => {
    const key = (h >>> 0) * 2097152 + (low[row]! >>> 11);
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    return group;
  });
}

/** The group of each row by its text, numbered from 0 in order of appearance. */
export function textGroups(values: readonly string[]): Int32Array {
  const groups = new Map<string, number>();
  return Int32Array.from(values, (value) => {
    const group = groups.get(value) ?? groups.size;
    groups.set(value, group);
    return group;
  });
}
