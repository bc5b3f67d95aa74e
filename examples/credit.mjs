import { existsSync } from 'node:fs';
import path from 'node:path';
import { distill } from 'espalier';

const DATA = path.join(import.meta.dirname, '../data/credit.csv');

/**
 * A run on 4,454 credit decisions, of at most four questions, for the examples that need some run:
 * distilled when it is not there yet.
 * @param {{ out?: string | undefined, trees?: number }} [options] The folder of the run, and the
 *   size of its teacher.
 * @returns {Promise<string>} The run directory.
 */
export async function creditRun({ out = 'reports', trees = 100 } = {}) {
  const directory = path.resolve(out, 'credit-4');
  if (existsSync(directory)) return directory;
  console.log('Distilling data/credit.csv …');
  await distill({ data: DATA, target: 'Status', depth: 4, trees, name: 'credit-4', out });
  return directory;
}
