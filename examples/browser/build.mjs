/**
 * Puts the page and a run's function side by side, for any static server:
 * `node examples/browser/build.mjs [--run <run>] [--out <folder>]`.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { creditRun } from '../credit.mjs';

/** What the finished folder holds. */
export const FILES = ['index.html', 'page.js', 'style.css', 'predict.js'];

const HERE = import.meta.dirname;

/**
 * @param {{ run?: string | undefined, out?: string | undefined }} options By default the credit run
 *   and `reports/browser`.
 * @returns {Promise<string>} The finished folder.
 */
export async function buildPage({ run, out = 'reports/browser' }) {
  const from = run ?? (await creditRun());
  mkdirSync(out, { recursive: true });
  for (const name of FILES) {
    copyFileSync(path.join(name === 'predict.js' ? from : HERE, name), path.join(out, name));
  }
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { run: { type: 'string' }, out: { type: 'string' } } });
  console.log(`The page is in ${await buildPage(values)}.`);
}
