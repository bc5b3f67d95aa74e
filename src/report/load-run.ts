import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { pathsOf } from '../core/box.ts';
import { decodeModel } from '../core/codec.ts';
import { inputError } from '../core/errors.ts';
import { withComparedFlags } from '../core/path-trust.ts';
import type {
  EqualityDocument,
  FrontierDocument,
  PathFlag,
  PathRecord,
  RunDocument,
} from '../core/run.ts';
import { shorten } from '../core/text.ts';
import type { Model } from '../core/tree.ts';
import { parseJson } from './parse-json.ts';
import { equalityShape, frontierShape, pathsShape, runShape } from './shapes.ts';

/** A run that verified when it was loaded. */
export interface LoadedRun {
  readonly id: string;
  readonly folder: string;
  readonly manifest: RunDocument;
  readonly model: Model;
  readonly paths: readonly PathRecord[];
  /** Whether flags of `paths` differ from those of `paths.json`, which another version wrote. */
  readonly flagsRecomputed: boolean;
  readonly frontier: FrontierDocument;
  readonly equality: EqualityDocument | null;
}

/** Longest reason: a run from anywhere may hold names of any length. */
const REASON_LENGTH = 300;

/** The refusal of a run that is not what it says; it names no folder of this machine. */
function unsound(reason: string): Error {
  return inputError('E_RUN', `this run does not verify: ${shorten(reason, REASON_LENGTH)}.`);
}

/** Reads and checks `run.json` alone. */
export async function readManifest(folder: string): Promise<RunDocument> {
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
  throw unsound(`${name} is not as expected at ${issue?.path.join('.') ?? ''}`);
}

/** Reads and checks an `equality.json`. */
export async function readEquality(folder: string): Promise<EqualityDocument> {
  return readDocument(folder, 'equality.json', equalityShape);
}

async function readJson(folder: string, name: string): Promise<unknown> {
  return parseJson(await readFile(path.join(folder, name)), (what) => {
    throw unsound(`${name} ${what}`);
  });
}

/** Text that changes whenever a file of the run does. */
export async function stampOf(folder: string, artifacts: readonly string[]): Promise<string> {
  const stamps = await Promise.all(
    ['run.json', ...artifacts].map(async (name) => {
      const stats = await lstat(path.join(folder, name)).catch(() => null);
      if (stats?.isFile() !== true) throw unsound(`${name} is not there`);
      return `${name}:${stats.size}:${stats.mtimeMs}`;
    }),
  );
  return stamps.join('\n');
}

/** Artifacts that are gone or differ from their hash. */
export async function changedArtifacts(
  folder: string,
  manifest: Pick<RunDocument, 'artifacts'>,
): Promise<{ readonly name: string; readonly reason: string }[]> {
  const changed: { name: string; reason: string }[] = [];
  for (const [name, expected] of Object.entries(manifest.artifacts)) {
    const found = await hashFile(path.join(folder, name)).catch(() => null);
    if (found === null) changed.push({ name, reason: 'is not there' });
    else if (found !== expected) changed.push({ name, reason: 'was changed after it was written' });
  }
  return changed;
}

/**
 * Loads a run and proves that it is whole: every artifact has its hash, every document its shape,
 * and `paths.json` lists exactly the paths of `tree.json`.
 * @throws EspalierError `E_RUN` (or `E_MODEL`) naming what fails.
 */
export async function loadRun(
  id: string,
  folder: string,
  manifest: RunDocument,
): Promise<LoadedRun> {
  const [changed] = await changedArtifacts(folder, manifest);
  if (changed !== undefined) throw unsound(`${changed.name} ${changed.reason}`);
  for (const name of ['tree.json', 'paths.json', 'frontier.json']) {
    if (!Object.hasOwn(manifest.artifacts, name)) throw unsound(`it lists no ${name}`);
  }
  if (manifest.artifacts['tree.json'] !== manifest.modelHash) {
    throw unsound('modelHash is not the hash of tree.json');
  }
  const model = decodeModel(await readJson(folder, 'tree.json'));
  const { paths: written } = await readDocument(folder, 'paths.json', pathsShape);
  checkPaths(model, written);
  const paths = withComparedFlags(written);
  const hasEquality = Object.hasOwn(manifest.artifacts, 'equality.json');
  return {
    id,
    folder,
    manifest,
    model,
    paths,
    flagsRecomputed: paths.some(({ flags }, i) => !sameFlags(flags, written[i]!.flags)),
    frontier: await readDocument(folder, 'frontier.json', frontierShape),
    equality: hasEquality ? await readEquality(folder) : null,
  };
}

/** Whether both name the same flags, in whatever order. */
function sameFlags(a: readonly PathFlag[], b: readonly PathFlag[]): boolean {
  return a.toSorted().join() === b.toSorted().join();
}

/** The list of paths is the tree: no path hidden, none invented. */
function checkPaths(model: Model, paths: readonly PathRecord[]): void {
  const expected = pathsOf(model).map((one) => `${one.leaf} ${one.id}`);
  const found = paths.map((one) => `${one.leaf} ${one.id}`);
  if (found.toSorted().join() !== expected.toSorted().join()) {
    throw unsound('paths.json does not list the paths of tree.json');
  }
  const outputs = model.tree.nOutputs;
  if (paths.some((one) => one.value.length !== outputs)) {
    throw unsound('paths.json has soft values of another length than the tree');
  }
}

/** SHA-256 of a file's bytes, in hex. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The tree of the frontier at one depth; `null` if the run keeps none. */
export async function treeAtDepth(run: LoadedRun, depth: number): Promise<Model | null> {
  if (depth === run.manifest.student.depth) return run.model;
  return storedTree(run, `${depth}`);
}

/** The tree of at most `leaves` leaves; `null` if the run keeps none. */
export function treeWithLeaves(run: LoadedRun, leaves: number): Promise<Model | null> {
  return storedTree(run, `leaves-${leaves}`);
}

async function storedTree(run: LoadedRun, stem: string): Promise<Model | null> {
  const name = `trees/${stem}.json`;
  if (!Object.hasOwn(run.manifest.artifacts, name)) return null;
  return decodeModel(await readJson(run.folder, name));
}

/** An artifact's text, if the run has it. */
export async function artifactText(run: LoadedRun, name: string): Promise<string | null> {
  if (!Object.hasOwn(run.manifest.artifacts, name)) return null;
  return readFile(path.join(run.folder, name), 'utf8');
}
