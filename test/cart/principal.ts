import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** A category as the engine counts it: its weight and its mean targets. */
export interface Group {
  readonly weight: number;
  readonly mean: readonly number[];
}

/** The principal directions of the groups' means, by weight: eigenvalues descending. */
export function principal(groups: readonly Group[]): { values: number[]; vectors: number[][] } {
  const k = groups[0]!.mean.length;
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const centre = Array.from(
    { length: k },
    (_, t) => groups.reduce((sum, { weight, mean }) => sum + weight * mean[t]!, 0) / total,
  );
  const covariance = Matrix.zeros(k, k);
  for (const { weight, mean } of groups) {
    const centred = Matrix.columnVector(mean.map((value, t) => value - centre[t]!));
    covariance.add(centred.mmul(centred.transpose()).mul(weight));
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const byValue = [...realEigenvalues.keys()].sort(
    (a, b) => realEigenvalues[b]! - realEigenvalues[a]!,
  );
  return {
    values: byValue.map((j) => Math.max(0, realEigenvalues[j]!)),
    vectors: byValue.map((j) => eigenvectorMatrix.getColumn(j)),
  };
}

/** The inner product of two vectors. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
