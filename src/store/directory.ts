import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, resolve } from 'node:path';
import { EspalierError, inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { diskError, errorCode } from './disk.ts';
import { oldName, temporaryName } from './temporaries.ts';

/** A file of a directory: its content, or a function that writes it to an absolute path. */
export type DirectoryFile =
  | { readonly path: string; readonly content: string | Uint8Array }
  | { readonly path: string; readonly write: (absolute: string) => Promise<void> };

export interface DirectoryOptions {
  /** Replace an existing directory that holds the file `last`. */
  readonly force: boolean;
  /** The file that is written after all others: its presence says the directory is whole. */
  readonly last: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a directory whole or not at all: into a temporary sibling, every file and folder synced,
 * `last` last, then renamed. On failure or abort the temporary is removed. With `force` the old
 * directory is moved aside for the moment between two renames; if the process dies in it,
 * {@link sweepTemporaries} moves the old one back.
 * @throws EspalierError `E_EXISTS` (exit 3) or `E_DISK` (exit 4).
 */
export async function writeDirectory(
  target: string,
  files: Iterable<DirectoryFile> | AsyncIterable<DirectoryFile>,
  options: DirectoryOptions,
): Promise<void> {
  const final = resolve(target);
  const parent = dirname(final);
  const temporary = join(parent, temporaryName(basename(final), randomBytes(4).toString('hex')));
  try {
    await makeFolder(parent);
    await checkTarget(final, target, options);
    await mkdir(temporary);
    await writeFiles(temporary, files, options);
    await syncTree(temporary);
    options.signal?.throwIfAborted();
    await moveIntoPlace(temporary, final, options.force);
    await syncPath(parent);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    options.signal?.throwIfAborted();
    if (error instanceof EspalierError) throw error;
    if (errorCode(error) === undefined) throw error;
    throw isTaken(error) ? existsError(target) : diskError(error, 'writing', target);
  }
}

/**
 * Makes a folder and those above it, one by one: Node's recursive mkdir never ends where the system
 * answers ENOENT for a folder whose parent exists (`/proc`).
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code === 'EEXIST') throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    const parent = dirname(path);
    if (code !== 'ENOENT' || (await exists(parent))) throw error;
    await makeFolder(parent);
    await makeFolder(path);
  }
}

/** The target must be free, or an old run that may be replaced. */
async function checkTarget(
  final: string,
  target: string,
  options: DirectoryOptions,
): Promise<void> {
  const entries = await readdir(final).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    if (errorCode(error) === 'ENOTDIR') throw existsError(target);
    throw error;
  });
  if (entries === null || entries.length === 0) return;
  if (!options.force) throw existsError(target);
  if (entries.includes(options.last)) return;
  throw inputError(
    'E_EXISTS',
    `${visible(target)} exists and holds no ${options.last}: it is no run and is not replaced; choose another name.`,
  );
}

function existsError(target: string): EspalierError {
  return inputError(
    'E_EXISTS',
    `${visible(target)} already exists: choose another name, or replace it with --force.`,
  );
}

function isTaken(error: unknown): boolean {
  return ['EEXIST', 'ENOTEMPTY'].includes(errorCode(error) ?? '');
}

async function writeFiles(
  root: string,
  files: Iterable<DirectoryFile> | AsyncIterable<DirectoryFile>,
  { last, signal }: DirectoryOptions,
): Promise<void> {
  let held: DirectoryFile | null = null;
  for await (const file of files) {
    signal?.throwIfAborted();
    if (file.path === last) held = file;
    else await writeOne(root, file);
  }
  signal?.throwIfAborted();
  if (held === null) throw new Error(`the directory lacks its last file ${last}`);
  await writeOne(root, held);
}

async function writeOne(root: string, file: DirectoryFile): Promise<void> {
  const path = normalize(file.path);
  if (isAbsolute(path) || path.startsWith('..')) {
    throw new Error(`the file ${visible(file.path)} would lie outside its directory`);
  }
  const absolute = join(root, path);
  await makeFolder(dirname(absolute));
  if ('write' in file) {
    await file.write(absolute);
    return;
  }
  const handle = await open(absolute, 'wx');
  try {
    await handle.writeFile(file.content);
  } finally {
    await handle.close();
  }
}

/** Every file and folder below `path`, then `path` itself, on the disk. */
async function syncTree(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    await (entry.isDirectory() ? syncTree(child) : syncPath(child));
  }
  await syncPath(path);
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function moveIntoPlace(temporary: string, final: string, force: boolean): Promise<void> {
  if (!force || !(await exists(final))) {
    await rename(temporary, final);
    return;
  }
  const old = join(dirname(final), oldName(basename(temporary)));
  await rename(final, old);
  try {
    await rename(temporary, final);
  } catch (error) {
    await rename(old, final);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
}

/**
 * Checks that a folder can be written, or made, without making it.
 * @throws EspalierError `E_DISK`.
 */
export async function checkWritable(folder: string): Promise<void> {
  try {
    let path = resolve(folder);
    let found = await statsOf(path);
    while (found === null) {
      path = dirname(path);
      found = await statsOf(path);
    }
    if (!found.isDirectory()) throw Object.assign(new Error(path), { code: 'ENOTDIR' });
    await access(path, constants.W_OK);
  } catch (error) {
    throw diskError(error, 'writing', folder);
  }
}

/** What lies at a path; `null` for nothing. */
async function statsOf(path: string): Promise<Stats | null> {
  return stat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return null;
    throw error;
  });
}
