import type { ByteRows } from './bytes.ts';

/** 32-bit words that hold one side of a split for every bin of a byte. */
export const SET_WORDS = 8;

/** One tree for {@link walkRows}. */
export interface PackedTree {
  /**
   * Two numbers a node. First `feature << 16 | set`, where `set` numbers the bins that go left. Then the
   * left child, which the right one follows; a leaf is its own and sends every bin left, so that rows
   * can walk in step.
   */
  readonly nodes: Int32Array;
  /** Whether no split asks for a category. */
  readonly numeric: boolean;
  /** {@link SET_WORDS} words a set. */
  readonly sets: Int32Array;
  /** Row-major, one row a node. */
  readonly value: Float64Array;
}

/**
 * Adds the value each row reaches to `out`, from its row `first` on. Four rows walk in step until none
 * moves: their memory reads overlap, and which child follows is a bit, not a branch to be guessed wrong.
 */
export function walkRows(
  tree: PackedTree,
  rows: ByteRows,
  nOutputs: number,
  out: Float64Array,
  first: number,
): void {
  const walk = tree.numeric && !rows.hasMissing ? walkNumbers : walkSets;
  walk(tree, rows, nOutputs, out, first);
}

/** A bin's side is looked up in the split's set. */
function walkSets(
  tree: PackedTree,
  { bytes, width, rows }: ByteRows,
  nOutputs: number,
  out: Float64Array,
  first: number,
): void {
  const { nodes, sets } = tree;
  const ends = new Int32Array(4);
  for (let row = 0, a = 0; row < rows; row += 4, a += 4 * width) {
    const b = a + width;
    const c = b + width;
    const d = c + width;
    let p = 0;
    let q = 0;
    let r = 0;
    let s = 0;
    for (;;) {
      let test = nodes[p << 1]!;
      let bin = bytes[a + (test >> 16)]!;
      let word = sets[((test & 0xffff) << 3) + (bin >> 5)]!;
      const p2 = nodes[(p << 1) + 1]! + (~(word >>> (bin & 31)) & 1);
      test = nodes[q << 1]!;
      bin = bytes[b + (test >> 16)]!;
      word = sets[((test & 0xffff) << 3) + (bin >> 5)]!;
      const q2 = nodes[(q << 1) + 1]! + (~(word >>> (bin & 31)) & 1);
      test = nodes[r << 1]!;
      bin = bytes[c + (test >> 16)]!;
      word = sets[((test & 0xffff) << 3) + (bin >> 5)]!;
      const r2 = nodes[(r << 1) + 1]! + (~(word >>> (bin & 31)) & 1);
      test = nodes[s << 1]!;
      bin = bytes[d + (test >> 16)]!;
      word = sets[((test & 0xffff) << 3) + (bin >> 5)]!;
      const s2 = nodes[(s << 1) + 1]! + (~(word >>> (bin & 31)) & 1);
      if (((p2 ^ p) | (q2 ^ q) | (r2 ^ r) | (s2 ^ s)) === 0) break;
      p = p2;
      q = q2;
      r = r2;
      s = s2;
    }
    ends[0] = p;
    ends[1] = q;
    ends[2] = r;
    ends[3] = s;
    addValues(tree, ends, Math.min(4, rows - row), nOutputs, out, first + row);
  }
}

/** Where sets only hold the bins up to their own number, as no value is missing: a fifth faster. */
function walkNumbers(
  tree: PackedTree,
  { bytes, width, rows }: ByteRows,
  nOutputs: number,
  out: Float64Array,
  first: number,
): void {
  const { nodes } = tree;
  const ends = new Int32Array(4);
  for (let row = 0, a = 0; row < rows; row += 4, a += 4 * width) {
    const b = a + width;
    const c = b + width;
    const d = c + width;
    let p = 0;
    let q = 0;
    let r = 0;
    let s = 0;
    for (;;) {
      let test = nodes[p << 1]!;
      const p2 = nodes[(p << 1) + 1]! + (((test & 255) - bytes[a + (test >> 16)]!) >>> 31);
      test = nodes[q << 1]!;
      const q2 = nodes[(q << 1) + 1]! + (((test & 255) - bytes[b + (test >> 16)]!) >>> 31);
      test = nodes[r << 1]!;
      const r2 = nodes[(r << 1) + 1]! + (((test & 255) - bytes[c + (test >> 16)]!) >>> 31);
      test = nodes[s << 1]!;
      const s2 = nodes[(s << 1) + 1]! + (((test & 255) - bytes[d + (test >> 16)]!) >>> 31);
      if (((p2 ^ p) | (q2 ^ q) | (r2 ^ r) | (s2 ^ s)) === 0) break;
      p = p2;
      q = q2;
      r = r2;
      s = s2;
    }
    ends[0] = p;
    ends[1] = q;
    ends[2] = r;
    ends[3] = s;
    addValues(tree, ends, Math.min(4, rows - row), nOutputs, out, first + row);
  }
}

function addValues(
  { value }: PackedTree,
  ends: Int32Array,
  rows: number,
  k: number,
  out: Float64Array,
  first: number,
): void {
  for (let i = 0; i < rows; i++) {
    for (let o = 0; o < k; o++) out[(first + i) * k + o]! += value[ends[i]! * k + o]!;
  }
}
