import type { Feature } from '../../core/table.ts';
import { compareData } from '../compare.ts';
import type { Content } from '../content.ts';
import { layoutOf } from '../flat.ts';
import type { Data } from '../script/print-data.ts';
import type { Vector } from '../vectors.ts';
import { jsonText } from './json-text.ts';

/** The boundary vectors with every feature in each row, `null` where it is missing; each row once. */
export function fullVectors({ model, vectors }: Content): Vector[] {
  const { features } = layoutOf(model);
  const rows = vectors.map((vector) => ({ ...vector, row: fullRow(features, vector.row) }));
  const byText = new Map(rows.map((vector) => [JSON.stringify(encodedRow(vector.row)), vector]));
  return [...byText.values()];
}

function fullRow(features: readonly Feature[], row: Vector['row']): Vector['row'] {
  return Object.fromEntries(
    features.map(({ name }) => [name, (Object.hasOwn(row, name) ? row[name] : null) ?? null]),
  );
}

/** The text of `vectors.json`. */
export function vectorsText({ meta, answers }: Content, vectors: readonly Vector[]): string {
  const document: Data = {
    schema: 'espalier-vectors/1',
    modelHash: meta.modelHash,
    encoding: ENCODING,
    leaves: answers.map(({ id, decision, value }, leaf) => ({ leaf, path: id, decision, value })),
    vectors: vectors.map(({ row, leaf }) => ({ row: encodedRow(row), leaf })),
  };
  return `${jsonText(document)}\n`;
}

const ENCODING =
  'Rows on and beside every threshold of the tree, and the leaf that each must reach. A number that JSON cannot hold is {"number": "NaN"}, {"number": "Infinity"}, {"number": "-Infinity"} or {"number": "-0"}. NaN counts as missing, -0 as 0.';

/** @throws Error unless the text holds these vectors, value for value. */
export function checkVectorsText(text: string, vectors: readonly Vector[]): void {
  const found = (JSON.parse(text) as { readonly vectors: readonly Vector[] }).vectors;
  const rows = found.map(({ row, leaf }) => ({ row: mapValues(row, decodedValue), leaf }));
  const expected = vectors.map(({ row, leaf }) => ({ row, leaf }));
  const faults = compareData(expected, rows, 'vectors');
  if (faults.length > 0) throw new Error(`vectors.json differs: ${faults.join('; ')}`);
}

function encodedRow(row: Vector['row']): Readonly<Record<string, Data>> {
  return mapValues(row, encodedValue);
}

function mapValues<T>(
  row: Readonly<Record<string, T>>,
  change: (value: T) => Data,
): Readonly<Record<string, Data>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)]));
}

function encodedValue(value: Data): Data {
  if (typeof value !== 'number') return value;
  if (Object.is(value, -0)) return { number: '-0' };
  return Number.isFinite(value) ? value : { number: String(value) };
}

/** The inverse of {@link encodedValue}. */
function decodedValue(value: unknown): Data {
  const isNumber = typeof value === 'object' && value !== null && 'number' in value;
  return isNumber ? Number(value.number) : (value as Data);
}
