import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

export const EXAMPLES = join(import.meta.dirname, '../../examples');

/** A folder for the time of one test, in which a file `.js` is a module. */
export async function moduleFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-example-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

/**
 * What an example prints; it is started as a reader of its README would.
 * @throws Error with what it wrote, when it does not end well or writes to standard error.
 */
export async function runExample(file: string, args: readonly string[]): Promise<string> {
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, [join(EXAMPLES, file), ...args]);
  if (stderr !== '') throw new Error(stderr);
  return stdout;
}

/** A module of the examples; plain JavaScript, so the caller says what it exports. */
export async function importExample<T>(file: string): Promise<T> {
  return (await import(join(EXAMPLES, file))) as T;
}
