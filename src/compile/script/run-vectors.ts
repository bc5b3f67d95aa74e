import { defers } from '../../core/tree.ts';
import { flatRow, type Layout } from '../flat.ts';
import type { Vector } from '../vectors.ts';
import type { LoadedModule } from './load.ts';
import type { Claim } from './prove.ts';

/** The rows of vectors as numbers, one behind the other. */
export function flatRows(layout: Layout, vectors: readonly Vector[]): Float64Array {
  const stride = layout.features.length;
  const rows = new Float64Array(vectors.length * stride);
  for (const [i, { row }] of vectors.entries()) rows.set(flatRow(layout, row), i * stride);
  return rows;
}

/** The first vector that a function of the module answers otherwise than the tree, in words. */
export function firstMiss(loaded: LoadedModule, { plan, tables, vectors }: Claim): string | null {
  const { layout, model } = plan;
  const stride = layout.features.length;
  const rows = flatRows(layout, vectors);
  const own = model.task === 'classification' || defers(model.tree) ? 'codes' : 'values';
  const codes = tables.get(own) as readonly number[];
  const out = new Float64Array(vectors.length);
  loaded.predictBatch(rows, vectors.length, out);
  const encoded = new Float64Array(stride);
  for (const [i, { row, leaf }] of vectors.entries()) {
    loaded.encode(row, encoded, 0);
    const flat = rows.subarray(i * stride, (i + 1) * stride);
    if (encoded.some((value, f) => !Object.is(value, flat[f]))) {
      return `encode writes ${encoded.join()} for ${rowWords(row)}, not ${flat.join()}`;
    }
    const leaves = { leaf: loaded.leaf(row), leafAt: loaded.leafAt(rows, i * stride) };
    for (const [name, found] of Object.entries(leaves)) {
      if (found === leaf) continue;
      return `the row ${rowWords(row)} reaches leaf ${found} by ${name}, in the tree leaf ${leaf}`;
    }
    const answers = { predictAt: loaded.predictAt(rows, i * stride), predictBatch: out[i] };
    for (const [name, found] of Object.entries(answers)) {
      if (Object.is(found, codes[leaf])) continue;
      return `${name} answers ${found} for ${rowWords(row)}, the tree ${codes[leaf]}`;
    }
  }
  return null;
}

function rowWords(row: Vector['row']): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
