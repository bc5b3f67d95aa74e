import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of its own for the tests of one file, removed after them. */
export function temporaryFolder(): {
  path: string;
  write: (name: string, content: string | Uint8Array) => string;
} {
  const path = mkdtempSync(join(tmpdir(), 'espalier-test-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

/** The refusal that work ends with; fails if it ends well. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ code: string; message: string; exitCode: number }> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome === null) throw new Error('expected a refusal, but the work was done');
  const { code, message, exitCode } = outcome as {
    code?: string;
    message: string;
    exitCode?: number;
  };
  if (code === undefined || exitCode === undefined) throw outcome;
  return { code, message, exitCode };
}
