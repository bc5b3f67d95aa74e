import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';

import { pathsOf } from '../core/box.ts';
import { decodeModel } from '../core/codec.ts';
import type {
  EqualityDocument,
  FrontierDocument,
  PathRecord,
  RunDocument,
} from '../core/run.ts';
import { compareText } from '../core/text.ts';
import type { Model } from '../core/tree.ts';
import { equalityShape, frontierShape, pathsShape, runShape } from './documents.ts';

/** A run that verified when it was loaded. */
export interface LoadedRun {
  readonly id: string;
  readonly folder: string;
  readonly manifest: RunDocument;
  readonly model: Model;
  readonly paths: readonly PathRecord[];
  readonly frontier: FrontierDocument;
  readonly equality: EqualityDocument | null;
}

/** What is behind a name: a sound run, or why it is not. */
export type Shelf =
  | { readonly id: string; readonly run: LoadedRun; readonly reason: null }
  | { readonly id: string; readonly run: null; readonly reason: string };

/** The runs under one folder. Nothing is served from a run whose hashes do not match. */
export interface Library {
  list(): Promise<Shelf[]>;
  find(id: string): Promise<Shelf | null>;
}

/** Names a run may be asked by: one plain segment. */
const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A reason that may be shown on a page: it names no folder of this machine. */
class Unsound extends Error {}

/**
 * Opens a folder of runs. Each is verified when first asked for and again when any of its files
 * changed (by size and time of change).
 */
export function openLibrary(reports: string): Library {
  const shelves = new Map<string, { stamp: string; shelf: Shelf }>();

  const look = async (id: string): Promise<Shelf> => {
    const folder = path.join(reports, id);
    try {
      const manifest = await readManifest(folder);
      const stamp = await stampOf(folder, Object.keys(manifest.artifacts));
      const known = shelves.get(id);
      if (known?.stamp === stamp) return known.shelf;
      const shelf = { id, run: await loadRun(id, folder, manifest), reason: null };
      shelves.set(id, { stamp, shelf });
      return shelf;
    } catch (error) {
      shelves.delete(id);
      return { id, run: null, reason: reasonOf(error) };
    }
  };

  return {
    list: async () => Promise.all((await runIds(reports)).map(look)),
    find: async (id) =>
      RUN_ID.test(id) && (await runIds(reports)).includes(id) ? look(id) : null,
  };
}

/** Folders that hold a `run.json`; links are not followed. */
async function runIds(reports: string): Promise<string[]> {
  const entries = await readdir(reports, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name));
  const ids = await Promise.all(
    folders.map(async ({ name }) => {
      const stats = await lstat(path.join(reports, name, 'run.json')).catch(() => null);
      return stats?.isFile() === true ? [name] : [];
    }),
  );
  return ids.flat().sort(compareText);
}

async function readManifest(folder: string): Promise<RunDocument> {
  const parsed = await readDocument(folder, 'run.json', runShape);
  return parsed as unknown as RunDocument;
}

async function readDocument<S extends z.ZodType>(
  folder: string,
  name: string,
  shape: S,
): Promise<z.infer<S>> {
  const found = shape.safeParse(await readJson(folder, name));
  if (found.success) return found.data;
  const issue = found.error.issues[0];
  throw new Unsound(`${name} is not as expected at ${issue?.path.join('.') ?? ''}`);
}

async function readJson(folder: string, name: string): Promise<unknown> {
  const text = await readFile(path.join(folder, name), 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Unsound(`${name} is not JSON`);
  }
}

/** Changes whenever a file of the run does. */
async function stampOf(folder: string, artifacts: readonly string[]): Promise<string> {
  const stamps = await Promise.all(
    ['run.json', ...artifacts].map(async (name) => {
      const stats = await lstat(path.join(folder, name)).catch(() => null);
      if (stats?.isFile() !== true) throw new Unsound(`${name} is not there`);
      return `${name}:${stats.size}:${stats.mtimeMs}`;
    }),
  );
  return stamps.join('\n');
}

async function loadRun(id: string, folder: string, manifest: RunDocument): Promise<LoadedRun> {
  for (const [name, expected] of Object.entries(manifest.artifacts)) {
    const found = await hashFile(path.join(folder, name));
    if (found !== expected) throw new Unsound(`${name} was changed after the run was written`);
  }
  for (const name of ['tree.json', 'paths.json', 'frontier.json']) {
    if (!Object.hasOwn(manifest.artifacts, name)) throw new Unsound(`it lists no ${name}`);
  }
  if (manifest.artifacts['tree.json'] !== manifest.modelHash) {
    throw new Unsound('modelHash is not the hash of tree.json');
  }
  const model = decodeModel(await readJson(folder, 'tree.json'));
  const { paths } = await readDocument(folder, 'paths.json', pathsShape);
  checkPaths(model, paths);
  const hasEquality = Object.hasOwn(manifest.artifacts, 'equality.json');
  return {
    id,
    folder,
    manifest,
    model,
    paths,
    frontier: await readDocument(folder, 'frontier.json', frontierShape),
    equality: hasEquality ? await readDocument(folder, 'equality.json', equalityShape) : null,
  };
}

/** The list of paths is the tree: no path hidden, none invented. */
function checkPaths(model: Model, paths: readonly PathRecord[]): void {
  const expected = pathsOf(model).map((one) => `${one.leaf} ${one.id}`);
  const found = paths.map((one) => `${one.leaf} ${one.id}`);
  if (found.toSorted().join() !== expected.toSorted().join()) {
    throw new Unsound('paths.json does not list the paths of tree.json');
  }
  const outputs = model.tree.nOutputs;
  if (paths.some((one) => one.value.length !== outputs)) {
    throw new Unsound('paths.json has soft values of another length than the tree');
  }
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function reasonOf(error: unknown): string {
  if (error instanceof Unsound) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'E_MODEL') return error.message;
  return 'its files cannot be read';
}

/** The tree of the frontier at one depth; `null` if the run keeps none. */
export async function treeAtDepth(run: LoadedRun, depth: number): Promise<Model | null> {
  if (depth === run.manifest.student.depth) return run.model;
  const name = `trees/${depth}.json`;
  if (!Object.hasOwn(run.manifest.artifacts, name)) return null;
  return decodeModel(await readJson(run.folder, name));
}

/** An artifact's text, if the run has it. */
export async function artifactText(run: LoadedRun, name: string): Promise<string | null> {
  if (!Object.hasOwn(run.manifest.artifacts, name)) return null;
  return readFile(path.join(run.folder, name), 'utf8');
}

/** Whether an artifact holds rows of data: those stay on this machine. */
export function holdsRows(name: string): boolean {
  return name.endsWith('.parquet');
}
