import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { probesOf, vectorsOf } from '../compile/vectors.ts';
import type { Feature } from '../core/table.ts';
import type { Model } from '../core/tree.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type { VectorList } from './contract.ts';
import { perRun } from './per-run.ts';

/**
 * A run's `predict.js` as the site may hand it to a browser, or why it does not. What a browser
 * imports runs as the site itself, so it gets nothing but a text that was read back as the tree
 * (literals, comparisons and returns), and that very text, whatever the file holds by then.
 */
export type ProvenModule =
  { readonly text: string; readonly fault: null } | { readonly text: null; readonly fault: string };

/** Reads both texts back and runs them; the faults in words, none where both are the tree. */
export type ProveTexts = (
  model: Model,
  typescript: string,
  javascript: string,
) => Promise<readonly string[]>;

/** Proves a run's code once, as long as the run is the same. */
export function provenModules(proveTexts: ProveTexts): (run: LoadedRun) => Promise<ProvenModule> {
  return perRun((run) => prove(run, proveTexts));
}

async function prove(run: LoadedRun, proveTexts: ProveTexts): Promise<ProvenModule> {
  const typescript = await ownText(run, 'predict.ts');
  const text = await ownText(run, 'predict.js');
  if (text === null || typescript === null) {
    return { text: null, fault: 'this run has no predict.js of its own' };
  }
  const [fault] = await proveTexts(run.model, typescript, text);
  return fault === undefined
    ? { text, fault: null }
    : { text: null, fault: `it does not read back as the tree: ${fault}` };
}

/** An artifact whose bytes are those that the manifest names. */
async function ownText({ folder, manifest }: LoadedRun, name: string): Promise<string | null> {
  const expected = manifest.artifacts[name];
  if (expected === undefined) return null;
  const bytes = await readFile(path.join(folder, name)).catch(() => null);
  if (bytes === null) return null;
  const found = createHash('sha256').update(bytes).digest('hex');
  return found === expected ? bytes.toString('utf8') : null;
}

/** Rows sent to a browser at most. */
const MOST_VECTORS = 5000;

/** The boundary vectors of a run's tree, as JSON can hold them. */
export function vectorList({ model, manifest }: LoadedRun): VectorList {
  const vectors = vectorsOf(model, probesOf(model));
  const places = new Map(model.features.map(({ name }, f) => [name, f]));
  const sent = vectors.slice(0, MOST_VECTORS).map(({ row, leaf }) => ({
    leaf,
    row: Object.entries(row).flatMap(([name, value]) => {
      const f = places.get(name)!;
      return value === undefined ? [] : [[f, textOf(model.features[f]!, value)] as const];
    }),
  }));
  return { modelHash: manifest.modelHash, total: vectors.length, vectors: sent };
}

/** A number as the text that reads back as it: JSON has no NaN, no infinity and no -0. */
function textOf(feature: Feature, value: number | string | null): string | null {
  if (value === null || feature.kind === 'categorical')
    return value === null ? null : String(value);
  return Object.is(value, -0) ? '-0' : String(value);
}
