import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Column, Table } from '../core/table.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { emptyTable, type Sampler } from './sampler.ts';

/** Pull of the correlations towards 0, so that the matrix stays positive definite. */
const SHRINKAGE = 1e-3;

/**
 * A Gaussian copula on empirical marginals (Sklar 1959; normal scores of mid-ranks): every column
 * keeps its own distribution, and pairs keep their rank correlation (somewhat weakened where a
 * column has few distinct values or many missing ones).
 *
 * Whether a number is missing is a variable of its own, so that neither its share nor what it has to
 * do with other columns is lost. A missing category is a category. Categories rank by `score`, so
 * that their order carries what they have to do with the target.
 *
 * @param score one number a row of `table`, such as the probability of a class
 */
export function copulaSampler(table: Table, score: ArrayLike<number>): Sampler {
  const marginals = table.columns.map((column) => marginalOf(column, score));
  const gaps = table.columns.map((column) => gapOf(column));
  const latents = marginals.flatMap(({ scores }, f) =>
    gaps[f] === null ? [scores] : [scores, gaps[f]!.scores],
  );
  const factor = choleskyFactor(latents);
  return (n, random) => {
    const drawn = emptyTable(table.features, n);
    const noise = new Float64Array(latents.length);
    for (let row = 0; row < n; row++) {
      for (let i = 0; i < noise.length; i++) noise[i] = random.normal();
      let i = 0;
      for (let f = 0; f < marginals.length; f++) {
        const value = valueAt(marginals[f]!, correlated(factor, noise, i++));
        const gap = gaps[f]!;
        const missing = gap !== null && correlated(factor, noise, i++) > gap.above;
        drawn.columns[f]![row] = missing ? NaN : value;
      }
    }
    return drawn;
  };
}

/** Row `i` of the factor times the noise: a standard normal, correlated with the rows before it. */
function correlated(factor: readonly number[][], noise: Float64Array, i: number): number {
  let z = 0;
  for (let j = 0; j <= i; j++) z += factor[i]![j]! * noise[j]!;
  return z;
}

interface Marginal {
  /** The present values in rank order: the column's quantile function. */
  readonly sorted: Column;
  /** Standardised normal score of each row; 0 where a number is missing. */
  readonly scores: Float64Array;
}

function valueAt({ sorted }: Marginal, z: number): number {
  const at = Math.min(sorted.length - 1, Math.floor(normalCdf(z) * sorted.length));
  return sorted[at] ?? NaN;
}

function marginalOf(column: Column, score: ArrayLike<number>): Marginal {
  const key = column instanceof Float64Array ? column : categoryRanks(column, score);
  const rows = Int32Array.from(column.keys())
    .filter((row) => !Number.isNaN(column[row]!))
    .sort((a, b) => key[a]! - key[b]! || a - b);
  const n = rows.length;
  const scores = new Float64Array(column.length);
  for (let from = 0; from < n;) {
    let to = from + 1;
    while (to < n && key[rows[to]!] === key[rows[from]!]) to++;
    const z = normalQuantile((from + to) / 2 / n);
    for (let i = from; i < to; i++) scores[rows[i]!] = z;
    from = to;
  }
  const sorted = column.slice(0, n);
  for (let i = 0; i < n; i++) sorted[i] = column[rows[i]!]!;
  return { sorted, scores: standardise(scores) };
}

/** Whether a value is missing, as a normal variable: missing above a limit. */
interface Gap {
  readonly scores: Float64Array;
  readonly above: number;
}

/** `null` for categories and for numbers that are always present. */
function gapOf(column: Column): Gap | null {
  if (column instanceof Int32Array || !column.some(Number.isNaN)) return null;
  const scores = column.map((value) => (Number.isNaN(value) ? 1 : 0));
  const present = column.length - scores.reduce((sum, gap) => sum + gap, 0);
  const above = present === 0 ? -Infinity : normalQuantile(present / column.length);
  return { scores: standardise(scores), above };
}

/** The rank of each row's category by mean score; a missing one is a category like any other. */
function categoryRanks(column: Int32Array, score: ArrayLike<number>): Int32Array {
  const sums = new Map<number, { total: number; count: number }>();
  column.forEach((code, row) => {
    const sum = sums.get(code) ?? { total: 0, count: 0 };
    sum.total += score[row]!;
    sum.count++;
    sums.set(code, sum);
  });
  const means = Array.from(sums, ([code, { total, count }]) => ({ code, mean: total / count }));
  means.sort((a, b) => a.mean - b.mean || a.code - b.code);
  const rank = new Map(means.map(({ code }, i) => [code, i]));
  return column.map((code) => rank.get(code)!);
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
