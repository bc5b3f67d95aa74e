import { quantileSorted } from './interval.ts';
import type { Table } from './table.ts';

/** One column of a design matrix: a number as it is, or whether a category is taken (0 or 1). */
export type DesignColumn =
  | {
      readonly kind: 'number';
      readonly feature: number;
      /** Stands in for a missing value: the median of the learned rows. */
      readonly fill: number;
    }
  | { readonly kind: 'category'; readonly feature: number; readonly code: number };

/**
 * How a table becomes plain numbers for learners that know neither categories nor missing values:
 * one column a number, one column a category (a missing category is all zeros).
 */
export function learnDesign(table: Table): DesignColumn[] {
  return table.features.flatMap((feature, f): DesignColumn[] => {
    if (feature.kind === 'categorical') {
      return feature.categories.map((_, code) => ({ kind: 'category', feature: f, code }));
    }
    const seen = (table.columns[f] as Float64Array).filter((value) => !Number.isNaN(value)).sort();
    const fill = seen.length === 0 ? 0 : quantileSorted(seen, 0.5);
    return [{ kind: 'number', feature: f, fill }];
  });
}

/** The rows of a table as plain numbers, `nRows` arrays of `design.length`. */
export function designRows(table: Table, design: readonly DesignColumn[]): number[][] {
  const rows: number[][] = [];
  for (let row = 0; row < table.nRows; row++) {
    rows.push(
      design.map((column) => {
        const value = table.columns[column.feature]![row]!;
        if (column.kind === 'category') return value === column.code ? 1 : 0;
        return Number.isNaN(value) ? column.fill : value;
      }),
    );
  }
  return rows;
}
