import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StageOptions } from '../core/errors.ts';
import { VERSION } from '../core/version.ts';
import { readManifest } from '../report/load-run.ts';
import { REPORTS } from './names.ts';
import { distill, type Distillation } from './distill.ts';
import type { DistillOptions } from './options.ts';
import { verify } from './verify.ts';

/** The embedded example: real credit decisions. */
const DATA = fileURLToPath(new URL('../../data/credit.csv', import.meta.url));
const NAME = 'credit';

/**
 * Distils the embedded credit data, or returns `null` when a run of this data by this version is
 * there already and verifies.
 */
export async function demo(
  options: Pick<DistillOptions, 'out' | keyof StageOptions>,
): Promise<Distillation | null> {
  if (await isUpToDate(join(options.out ?? REPORTS, NAME))) return null;
  return distill({ ...options, data: DATA, target: 'Status', name: NAME, force: true });
}

async function isUpToDate(folder: string): Promise<boolean> {
  const manifest = await readManifest(folder).catch(() => null);
  if (manifest === null || manifest.version !== VERSION) return false;
  const sha256 = createHash('sha256')
    .update(await readFile(DATA))
    .digest('hex');
  if (manifest.data.sha256 !== sha256 || manifest.target !== 'Status') return false;
  return (await verify(folder)).ok;
}
