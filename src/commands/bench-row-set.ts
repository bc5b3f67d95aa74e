import type { Column } from '../core/table.ts';

/**
 * A set of rows of `columns`, of `most` rows at most: the function adds a row by its number, and says
 * whether no row of the same values was there. Two missing values are the same.
 */
export function rowSet(columns: readonly Column[], most: number): (row: number) => boolean {
  const mask = 2 * powerOfTwo(most) - 1;
  /** Row numbers from 1, 0 where there is none; a row stands at its hash or behind it. */
  const slots = new Int32Array(mask + 1);
  return (row) => {
    for (let at = hashOf(columns, row) & mask; ; at = (at + 1) & mask) {
      const other = slots[at]! - 1;
      if (other === -1) {
        slots[at] = row + 1;
        return true;
      }
      if (columns.every((column) => isSame(column[row]!, column[other]!))) return false;
    }
  };
}

function powerOfTwo(atLeast: number): number {
  let power = 1;
  while (power < atLeast) power *= 2;
  return power;
}

const isSame = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** FNV-1a over the halves of each number, finished by an avalanche. */
function hashOf(columns: readonly Column[], row: number): number {
  let hash = 0x811c9dc5;
  for (const column of columns) {
    // 0 for -0, which is the same number.
    double[0] = column[row]! + 0;
    hash = Math.imul(hash ^ halves[0]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15) ^ halves[1]!, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
