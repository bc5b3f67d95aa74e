import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inputError, type StageOptions } from '../core/errors.ts';
import type { RunDocument, RunRecord } from '../core/run.ts';
import { visible } from '../core/text.ts';
import { checkWritable, writeDirectory, type DirectoryFile } from '../store/directory.ts';
import { writeParquet, type ParquetColumn } from '../store/parquet.ts';
import { sweepTemporaries } from '../store/temporaries.ts';
import { documentText, sealed } from './documents.ts';

/** What a run directory is made of. */
export interface RunFiles {
  readonly manifest: RunRecord;
  /** Text files by their path in the directory. */
  readonly texts: ReadonlyMap<string, string>;
  /** Parquet files by their path in the directory. */
  readonly tables: ReadonlyMap<string, readonly ParquetColumn[]>;
}

const MANIFEST = 'run.json';

/**
 * Refuses a place that cannot be written before any work is done: a name that is taken
 * (`E_EXISTS`), or a folder that may not be made (`E_DISK`).
 */
export async function refuseUnwritable(directory: string, force: boolean): Promise<void> {
  await checkWritable(dirname(directory));
  const entries = await readdir(directory).catch((): string[] => []);
  if (entries.length === 0 || (force && entries.includes(MANIFEST))) return;
  throw inputError(
    'E_EXISTS',
    `${visible(directory)} already exists: choose another name (--name), or replace it with --force.`,
  );
}

/**
 * Writes a run directory whole or not at all, `run.json` with the SHA-256 of every other file last.
 * Leftovers of runs that were killed are swept first.
 */
export async function writeRun(
  directory: string,
  files: RunFiles,
  { force, signal }: StageOptions & { readonly force: boolean },
): Promise<RunDocument> {
  await sweepTemporaries(dirname(directory));
  const artifacts: Record<string, string> = {};
  await writeDirectory(directory, directoryFiles(files, artifacts, signal), {
    force,
    last: MANIFEST,
    signal,
  });
  return sealed({ ...files.manifest, artifacts });
}

/** Each file in turn; the manifest when the hashes of all the others are known. */
async function* directoryFiles(
  { manifest, texts, tables }: RunFiles,
  artifacts: Record<string, string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<DirectoryFile> {
  for (const [path, content] of texts) {
    artifacts[path] = sha256(content);
    yield { path, content };
  }
  for (const [path, columns] of tables) {
    yield {
      path,
      write: async (absolute) => {
        await writeParquet(absolute, columns, signal);
        artifacts[path] = sha256(await readFile(absolute));
      },
    };
  }
  yield { path: MANIFEST, content: documentText(sealed({ ...manifest, artifacts })) };
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
