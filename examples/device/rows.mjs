import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The rows of data/credit.csv as objects for `predict`. That file has no comma or quote in a value;
 * for any other file use a CSV library.
 * @param {typeof import('../browser/predict.js').schema} schema
 */
export function creditRows(schema) {
  const text = readFileSync(path.join(import.meta.dirname, '../../data/credit.csv'), 'utf8');
  const [header = [], ...rows] = text.trim().replaceAll('"', '').split(/\r?\n/).map(cellsOf);
  return rows.map((cells) => {
    const entries = schema.map(({ name, kind }) => {
      const cell = cells[header.indexOf(name)] ?? '';
      if (cell === '') return [name, null];
      return [name, kind === 'number' ? Number(cell) : cell];
    });
    return Object.fromEntries(entries);
  });
}

/** @param {string} line */
function cellsOf(line) {
  return line.split(',');
}

/** How each kind of number lies in memory, and what a missing value is there. */
export const KINDS = {
  float64: { type: 'double', pack: (/** @type {Float64Array} */ rows) => rows },
  float32: { type: 'float', pack: (/** @type {Float64Array} */ rows) => Float32Array.from(rows) },
  int32: {
    type: 'int32_t',
    pack: (/** @type {Float64Array} */ rows) =>
      Int32Array.from(rows, (value) => (Number.isNaN(value) ? -2147483648 : value)),
  },
};
