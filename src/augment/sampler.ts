import type { Random } from '../core/random.ts';
import type { Column, Feature, Table } from '../core/table.ts';

/** Draws `n` synthetic rows; every value is one that was seen in the learned rows. */
export type Sampler = (n: number, random: Random) => Table;

/** An empty table of `n` rows to be filled by a sampler. */
export function emptyTable(features: readonly Feature[], n: number): Table {
  return {
    features,
    columns: features.map((feature): Column =>
      feature.kind === 'numeric' ? new Float64Array(n) : new Int32Array(n),
    ),
    nRows: n,
    sourceRow: new Int32Array(n),
  };
}
