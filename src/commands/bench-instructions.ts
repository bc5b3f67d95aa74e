import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Task } from '../core/table.ts';
import { countSteps, type InstructionCounter } from '../node/instructions.ts';
import { inTemporaryFolder } from '../node/temporary.ts';
import type { NamedRow } from './bench-rows.ts';

const FUNCTIONS = ['predict', 'predictAt', 'predictBatch'] as const;

/** Instructions a row, as a stand-in for energy: what is not time depends on no other process. */
export interface InstructionCounts extends Readonly<Record<(typeof FUNCTIONS)[number], number>> {
  /** What counted. */
  readonly counter: string;
  /** Rows of a pass; the two numbers of passes whose difference is taken. */
  readonly rows: number;
  readonly passes: readonly [number, number];
}

/** A counting program slows a process down fifty times. */
const MOST_ROWS = 2_000;
const PASSES = [20, 60] as const;
/** Calls of each function before any is counted: V8 has compiled it long before. */
const WARM_UP = 200_000;

const SCRIPT = `import { readFileSync } from 'node:fs';
import { encode, predict, predictAt, predictBatch, schema } from './predict.mjs';

const [warmUp, numbers, ...steps] = process.argv.slice(2);
const rows = JSON.parse(readFileSync('rows.json', 'utf8'));
const stride = schema.length;
const flat = new Float64Array(rows.length * stride);
rows.forEach((x, row) => encode(x, flat, row * stride));
const out = new globalThis[numbers](rows.length);
const answer = predict(rows[0]);
const code = predictAt(flat, 0);
const loops = {
  predict() {
    let count = 0;
    for (let row = 0; row < rows.length; row++) if (predict(rows[row]) === answer) count++;
    return count;
  },
  predictAt() {
    let count = 0;
    for (let row = 0; row < rows.length; row++) if (predictAt(flat, row * stride) === code) count++;
    return count;
  },
  predictBatch() {
    predictBatch(flat, rows.length, out);
    return out[0];
  },
};
let sum = 0;
function go(name, passes) {
  const loop = loops[name];
  for (let pass = 0; pass < passes; pass++) sum += loop();
}
for (const name of Object.keys(loops)) go(name, Number(warmUp));
for (const step of steps) {
  const [name, passes] = step.split(':');
  process.umask(0o77);
  go(name, Number(passes));
}
process.umask(0o77);
console.log(sum);
`;

/**
 * Counts the instructions of each function in a Node of its own, for two numbers of passes over the
 * same rows: the difference is of the rows alone.
 */
export function countInstructions(
  counter: InstructionCounter,
  javascript: string,
  task: Task,
  objects: readonly NamedRow[],
  signal: AbortSignal | undefined,
): Promise<InstructionCounts> {
  const rows = objects.slice(0, MOST_ROWS);
  const steps = FUNCTIONS.flatMap((name) => PASSES.map((passes) => `${name}:${passes}`));
  const numbers = task === 'regression' ? 'Float64Array' : 'Int32Array';
  const args = [String(Math.ceil(WARM_UP / rows.length)), numbers];
  return inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'predict.mjs'), javascript);
    await writeFile(join(folder, 'rows.json'), JSON.stringify(rows));
    await writeFile(join(folder, 'count.mjs'), SCRIPT);
    const counts = await countSteps(counter, { folder, file: 'count.mjs', args, signal }, steps);
    const perRow = (f: number): number =>
      (counts[2 * f + 1]! - counts[2 * f]!) / (rows.length * (PASSES[1] - PASSES[0]));
    return {
      counter: counter.name,
      rows: rows.length,
      passes: PASSES,
      predict: perRow(0),
      predictAt: perRow(1),
      predictBatch: perRow(2),
    };
  });
}
