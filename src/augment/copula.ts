import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Column, Table } from '../core/table.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { emptyTable, type Sampler } from './sampler.ts';

/** Pull of the correlations towards 0, so that the matrix stays positive definite. */
const SHRINKAGE = 1e-3;

/**
 * A Gaussian copula on empirical marginals (Sklar 1959; normal scores of mid-ranks): every column
 * keeps its own distribution, missing values and all, and pairs keep their rank correlation.
 *
 * A missing value ranks below all others. Categories rank by `score`, so that their order carries
 * what they have to do with the target.
 *
 * @param score one number a row of `table`, such as the probability of a class
 */
export function copulaSampler(table: Table, score: ArrayLike<number>): Sampler {
  const marginals = table.columns.map((column) => marginalOf(column, score));
  const factor = choleskyFactor(marginals.map(({ scores }) => scores));
  return (n, random) => {
    const drawn = emptyTable(table.features, n);
    const noise = new Float64Array(marginals.length);
    for (let row = 0; row < n; row++) {
      for (let f = 0; f < noise.length; f++) noise[f] = random.normal();
      for (let f = 0; f < noise.length; f++) {
        let z = 0;
        for (let g = 0; g <= f; g++) z += factor[f]![g]! * noise[g]!;
        const { sorted } = marginals[f]!;
        const at = Math.min(sorted.length - 1, Math.floor(normalCdf(z) * sorted.length));
        drawn.columns[f]![row] = sorted[at]!;
      }
    }
    return drawn;
  };
}

interface Marginal {
  /** The column in rank order: its quantile function. */
  readonly sorted: Column;
  /** Standardised normal score of each row. */
  readonly scores: Float64Array;
}

function marginalOf(column: Column, score: ArrayLike<number>): Marginal {
  const key = rankKey(column, score);
  const rows = Int32Array.from(column, (_, row) => row).sort(
    (a, b) => compare(key(a), key(b)) || a - b,
  );
  const n = rows.length;
  const scores = new Float64Array(n);
  for (let from = 0; from < n;) {
    let to = from + 1;
    while (to < n && compare(key(rows[to]!), key(rows[from]!)) === 0) to++;
    const z = normalQuantile((from + to) / 2 / n);
    for (let i = from; i < to; i++) scores[rows[i]!] = z;
    from = to;
  }
  const sorted = column.slice();
  for (let i = 0; i < n; i++) sorted[i] = column[rows[i]!]!;
  return { sorted, scores: standardise(scores) };
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The number a row is ranked by: its value, or its category's mean score; missing is lowest. */
function rankKey(column: Column, score: ArrayLike<number>): (row: number) => number {
  if (column instanceof Float64Array) {
    return (row) => (Number.isNaN(column[row]!) ? -Infinity : column[row]!);
  }
  const sums = new Map<number, { total: number; count: number }>();
  column.forEach((code, row) => {
    const sum = sums.get(code) ?? { total: 0, count: 0 };
    sum.total += score[row]!;
    sum.count++;
    sums.set(code, sum);
  });
  const codes = [...sums.keys()].sort((a, b) => {
    const [x, y] = [sums.get(a)!, sums.get(b)!];
    return compare(x.total / x.count, y.total / y.count) || a - b;
  });
  const rank = new Map(codes.map((code, i) => [code, code < 0 ? -Infinity : i]));
  return (row) => rank.get(column[row]!)!;
}

function standardise(scores: Float64Array): Float64Array {
  let squares = 0;
  let sum = 0;
  for (const z of scores) {
    sum += z;
    squares += z * z;
  }
  const mean = sum / scores.length;
  const variance = squares / scores.length - mean * mean;
  if (!(variance > 1e-12)) return scores.fill(0);
  const sd = Math.sqrt(variance);
  return scores.map((z) => (z - mean) / sd);
}

/** Lower Cholesky factor of the shrunk correlation matrix of the scores. */
function choleskyFactor(scores: readonly Float64Array[]): number[][] {
  const size = scores.length;
  const correlation = Matrix.eye(size);
  for (let f = 0; f < size; f++) {
    for (let g = 0; g < f; g++) {
      const shrunk = (1 - SHRINKAGE) * meanProduct(scores[f]!, scores[g]!);
      correlation.set(f, g, shrunk);
      correlation.set(g, f, shrunk);
    }
  }
  return new CholeskyDecomposition(correlation).lowerTriangularMatrix.to2DArray();
}

function meanProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum / a.length;
}
