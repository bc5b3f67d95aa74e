import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FEATURE_NAMES } from './features.mjs';
import { loadForest } from './forest.mjs';
import { MOVES } from './task.mjs';

/** @typedef {(row: Float64Array, offset: number) => number} Decider A row of numbers in, the place of a class out. */

/**
 * Who decides in the loop: the compiled tree of a run, or the forest that taught it.
 * @param {string} who `tree` or `forest`.
 * @param {string} run A run directory.
 * @returns {Promise<Decider>}
 */
export async function loadDecider(who, run) {
  if (who === 'forest') return loadForest(path.join(run, 'teacher.json'));
  const { predictAt, schema, classes } = await import(
    pathToFileURL(path.join(run, 'predict.js')).href
  );
  const names = schema.map((/** @type {{ name: string }} */ feature) => feature.name);
  refuseOther('columns', names, FEATURE_NAMES);
  refuseOther('classes', classes, MOVES);
  return predictAt;
}

/**
 * A flat row has no names, and neither has its answer: their order must be the compiled one.
 * @param {string} what
 * @param {readonly string[]} compiled
 * @param {readonly string[]} expected
 */
function refuseOther(what, compiled, expected) {
  if (compiled.join() === expected.join()) return;
  throw new Error(`the function has the ${what} ${compiled.join()}; the loop ${expected.join()}`);
}
