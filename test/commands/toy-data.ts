import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Random } from '../../src/core/random.ts';

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const { folder, remove } = await keptFolder();
  onTestFinished(remove);
  return folder;
}

/** A folder that stays until it is removed, for what several tests read. */
export async function keptFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface ToyColumns {
  /** Names of: a number, a number with gaps, a category, the target. */
  readonly names?: readonly [string, string, string, string];
  readonly target?: 'two' | 'three' | 'number';
  readonly rows?: number;
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A CSV with a number, a number with gaps, a category and a target that depends on all three. */
function toyCsv({ names, target = 'two', rows = 240 }: ToyColumns = {}): string {
  const random = new Random('toy');
  const lines = [(names ?? ['age', 'income', 'home', 'answer']).map(quote).join(',')];
  for (let row = 0; row < rows; row++) {
    const age = 18 + random.below(50);
    const income = random.below(100);
    const home = ['owner', 'rent', 'other'][random.below(3)]!;
    const known = random.uniform() < 0.9;
    const score = age / 50 + (known ? income / 60 : 0.2) + (home === 'owner' ? 0.6 : 0);
    const noisy = score + 0.3 * random.normal();
    const answer = { two: noisy > 1.8 ? 'yes' : 'no', three: classOf(noisy), number: noisy }[
      target
    ];
    lines.push([age, known ? income : '', home, answer].join(','));
  }
  return `${lines.join('\n')}\n`;
}

function classOf(score: number): string {
  if (score < 1.4) return 'low';
  return score < 2.2 ? 'middle' : 'high';
}

/** Writes a toy CSV and returns its path. */
export async function toyFile(folder: string, columns: ToyColumns = {}): Promise<string> {
  const path = join(folder, 'toy.csv');
  await writeFile(path, toyCsv(columns));
  return path;
}

/** Options that keep a run small: seconds matter, figures do not. */
export const SMALL = { trees: 15, maxDepth: 3 } as const;
