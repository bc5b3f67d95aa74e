import { MISSING, type Feature, type Table } from '../../src/core/table.ts';

/** Rows as `encode` writes them. A missing category is a negative code in a table, and NaN here. */
export function flatRows({ features, columns, nRows }: Table): Float64Array {
  const flat = new Float64Array(nRows * features.length);
  for (const [f, { kind }] of features.entries()) {
    for (let row = 0; row < nRows; row++) {
      const value = columns[f]![row]!;
      flat[row * features.length + f] = kind === 'categorical' && value < 0 ? NaN : value;
    }
  }
  return flat;
}

/** The inverse of {@link flatRows}. */
export function tableOf(features: readonly Feature[], flat: Float64Array): Table {
  const stride = features.length;
  const nRows = flat.length / stride;
  const columns = features.map(({ kind }, f) => {
    const valueAt = (_: unknown, row: number): number => flat[row * stride + f]!;
    if (kind === 'numeric') return Float64Array.from({ length: nRows }, valueAt);
    return Int32Array.from({ length: nRows }, (_, row) => {
      const value = valueAt(_, row);
      return Number.isNaN(value) ? MISSING : value;
    });
  });
  return { features, columns, nRows, sourceRow: new Int32Array(nRows) };
}
