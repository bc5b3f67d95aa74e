import type { Random } from '../core/random.ts';
import { selectRows, type Column, type Table } from '../core/table.ts';
import { emptyTable, type Sampler } from './sampler.ts';

/** Chance that a value is taken over from (or drawn around) the neighbour: p of the paper. */
const SWAP = 0.5;
/** The paper's s: a number is drawn with standard deviation |a - b| / s around the neighbour's. */
const SHARPNESS = 1;
/** Rows that are perturbed, and rows that are searched for neighbours: bounds the time. */
const MAX_SEEDS = 5000;
const MAX_NEIGHBOURS = 2000;

/**
 * MUNGE (Bucila, Caruana, Niculescu-Mizil 2006): a row and its nearest neighbour exchange some of
 * their values, numbers with noise as large as their difference. Stays near the real rows. Numbers
 * are put back on the nearest value that was seen, so that whole numbers stay whole.
 */
export function mungeSampler(table: Table, random: Random): Sampler {
  const seeds = selectRows(table, pickRows(table.nRows, MAX_SEEDS, random.substream('seeds')));
  const pool = pickRows(table.nRows, MAX_NEIGHBOURS, random.substream('neighbours'));
  const others = selectRows(table, pool);
  const neighbour = nearestNeighbours(seeds, others);
  const support = table.columns.map(supportOf);
  return (n, draw) => {
    const drawn = emptyTable(table.features, n);
    for (let row = 0; row < n; row++) {
      const seed = draw.below(seeds.nRows);
      const near = neighbour[seed]!;
      for (let f = 0; f < drawn.columns.length; f++) {
        const own = seeds.columns[f]![seed]!;
        const swap = draw.uniform() < SWAP;
        drawn.columns[f]![row] = swap
          ? perturb(own, others.columns[f]![near]!, support[f]!, draw)
          : own;
      }
    }
    return drawn;
  };
}

function pickRows(nRows: number, most: number, random: Random): Int32Array {
  const rows = Int32Array.from({ length: nRows }, (_, row) => row);
  if (nRows <= most) return rows;
  random.shuffle(rows);
  return rows.slice(0, most).sort();
}

/** Ascending values of a numeric column; `null` for categories. */
function supportOf(column: Column): Float64Array | null {
  if (column instanceof Int32Array) return null;
  return Float64Array.from(new Set(column.filter((value) => !Number.isNaN(value)))).sort();
}

function perturb(own: number, near: number, support: Float64Array | null, draw: Random): number {
  if (support === null || Number.isNaN(own) || Number.isNaN(near) || own === near) return near;
  const spread = Math.abs(own - near) / SHARPNESS;
  return nearest(support, near + spread * draw.normal());
}

/** The seen value nearest to `value`, the lower one on a tie. */
function nearest(support: Float64Array, value: number): number {
  let low = 0;
  let high = support.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (support[middle]! < value) low = middle + 1;
    else high = middle;
  }
  const above = support[low]!;
  const below = support[Math.max(0, low - 1)]!;
  return value - below <= above - value ? below : above;
}

/**
 * For each row of `seeds` the nearest other row of `others`: numbers by difference over standard
 * deviation, categories and missing values by whether they differ. Identical rows do not count.
 */
function nearestNeighbours(seeds: Table, others: Table): Int32Array {
  const scales = seeds.columns.map(scaleOf);
  const nearestOf = new Int32Array(seeds.nRows);
  for (let seed = 0; seed < seeds.nRows; seed++) {
    let best = Infinity;
    for (let row = 0; row < others.nRows; row++) {
      const distance = rowDistance(seeds, seed, others, row, scales, best);
      if (distance > 0 && distance < best) {
        best = distance;
        nearestOf[seed] = row;
      }
    }
  }
  return nearestOf;
}

/** Squared distance, given up as soon as it passes `limit`. */
function rowDistance(
  a: Table,
  i: number,
  b: Table,
  j: number,
  scales: readonly number[],
  limit: number,
): number {
  let distance = 0;
  for (let f = 0; f < scales.length; f++) {
    const x = a.columns[f]![i]!;
    const y = b.columns[f]![j]!;
    if (scales[f] === 0 || Number.isNaN(x) || Number.isNaN(y)) {
      if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) distance += 1;
    } else {
      const step = (x - y) * scales[f]!;
      distance += step * step;
    }
    if (distance >= limit) return distance;
  }
  return distance;
}

/** 1 / standard deviation of a numeric column; 0 for categories (and constant columns). */
function scaleOf(column: Column): number {
  if (column instanceof Int32Array) return 0;
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    n++;
    const delta = value - mean;
    mean += delta / n;
    squares += delta * (value - mean);
  }
  return squares > 0 ? 1 / Math.sqrt(squares / n) : 0;
}
