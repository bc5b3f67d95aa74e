import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

import { EspalierError } from '../core/errors.ts';
import { compareText } from '../core/text.ts';
import { loadRun, readManifest, stampOf, type LoadedRun } from '../report/load-run.ts';

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

/** Milliseconds for which a run is taken to be as it was: a page asks for it several times. */
const RECHECK_AFTER = 500;

/**
 * Opens a folder of runs. Each is verified when first asked for and again when any of its files
 * changed (by size and time of change), which is looked at once in `recheckAfter` milliseconds: to
 * look at 40 files took more than all the rest of a request.
 */
export function openLibrary(reports: string, recheckAfter = RECHECK_AFTER): Library {
  const shelves = new Map<string, { stamp: string; shelf: Shelf }>();
  // Requests at the same time get the same run: others keep facts about it.
  const underWay = new Map<string, Promise<Shelf>>();
  const looks = new Map<string, { at: number; shelf: Promise<Shelf> }>();

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

  const lookOnce = (id: string): Promise<Shelf> => {
    const shelf = underWay.get(id) ?? look(id).finally(() => underWay.delete(id));
    underWay.set(id, shelf);
    return shelf;
  };

  const find = async (id: string): Promise<Shelf | null> => {
    const now = performance.now();
    const last = looks.get(id);
    if (last !== undefined && now - last.at < recheckAfter) return last.shelf;
    looks.delete(id);
    if (!RUN_ID.test(id) || !(await runIds(reports)).includes(id)) return null;
    const shelf = lookOnce(id);
    looks.set(id, { at: now, shelf });
    return shelf;
  };

  return { list: async () => Promise.all((await runIds(reports)).map(lookOnce)), find };
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

function reasonOf(error: unknown): string {
  return error instanceof EspalierError ? error.message : 'its files cannot be read';
}

/** Whether an artifact holds rows of data: those stay on this machine. */
export function holdsRows(name: string): boolean {
  return name.endsWith('.parquet');
}
