import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const HERE = import.meta.dirname;

/**
 * The loop in a fresh process, with V8 telling a file of every deoptimisation.
 * @param {Omit<import('./loop.mjs').LoopOptions, 'log'>} options
 * @param {string} folder For that file.
 * @returns {Promise<import('./loop.mjs').LoopFigures>}
 */
export async function measureLoop(options, folder) {
  const log = path.join(folder, 'v8.log');
  writeFileSync(log, '');
  const loop = fork(path.join(HERE, 'loop.mjs'), [JSON.stringify({ ...options, log })], {
    execArgv: ['--log-deopt', `--logfile=${log}`, '--no-logfile-per-isolate'],
    // V8 writes to standard output as well.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(loop, 'exit').then(([code]) => {
    throw new Error(`the loop ended with ${code} before it had measured`);
  });
  const [figures] = await Promise.race([once(loop, 'message'), ended]);
  return figures;
}

/**
 * Nanoseconds from loading who decides to the first decision: the median of fresh processes.
 * @param {string} who
 * @param {string} run
 * @param {number} processes
 */
export function measureColdStart(who, run, processes) {
  const args = [path.join(HERE, 'cold.mjs'), who, run];
  const times = Array.from({ length: processes }, () =>
    Number(execFileSync(process.execPath, args, { encoding: 'utf8' })),
  );
  return times.sort((a, b) => a - b)[Math.floor(processes / 2)] ?? NaN;
}
