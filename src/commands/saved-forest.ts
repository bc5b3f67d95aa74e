import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeForest } from '../teacher/forest-codec.ts';
import type { Forest } from '../teacher/forest.ts';

/** The forest of a run's `teacher.json`. */
export async function savedForest(folder: string): Promise<Forest> {
  return decodeForest(JSON.parse(await readFile(join(folder, 'teacher.json'), 'utf8')));
}
