/**
 * Compiles random trees to every target, reads them back and runs them:
 * `npx tsx scripts/every-tree.ts [trees] [--from seed] [--faults-in n] [--to target] [--workers n]`.
 * One tree again, with faults: `--only seed`. Ctrl+C ends it early, with the counts and how to go on.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tallyTable } from '../test/every-tree/report.ts';
import { addTally, emptyTally, wrongIn, type Tally } from '../test/every-tree/tally.ts';
import { openTargets, type Prove } from '../test/every-tree/targets.ts';
import { tryTrees } from '../test/every-tree/try-trees.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '0' },
    'faults-in': { type: 'string', default: '200' },
    only: { type: 'string' },
    to: { type: 'string' },
    workers: { type: 'string', default: '1' },
    /** One of several processes: the counts go to the one that started it. */
    part: { type: 'boolean', default: false },
  },
});
const only = values.only === undefined ? null : Number(values.only);
const trees = only === null ? Number(positionals[0] ?? 100_000) : 1;
const from = only ?? Number(values.from);
const faultsIn = only === null ? Number(values['faults-in']) : 1;
const stop = new AbortController();
const { signal } = stop;
const workers = Math.min(Number(values.workers), trees);

/** What one process found. */
interface Outcome {
  readonly tally: Tally;
  readonly missing: readonly string[];
}

async function work(): Promise<Outcome> {
  const { all, close } = await openTargets();
  try {
    const asked = [...all].filter(([name]) => name === (values.to ?? name));
    if (asked.length === 0) throw new Error(`--to is none of ${[...all.keys()].join(', ')}`);
    const missing = asked.flatMap(([name, prove]) => (prove === null ? [name] : []));
    const targets = new Map(asked.filter((one): one is [string, Prove] => one[1] !== null));
    const tally = await tryTrees({ from, trees, faultsIn, targets, onFault, onProgress, signal });
    return { tally, missing };
  } finally {
    await close();
  }
}

function onFault(seed: number, target: string, error: unknown): void {
  const again = `npx tsx scripts/every-tree.ts --only ${seed} --to ${target}`;
  process.stderr.write(`${target}, seed ${seed}: ${String(error)}\n  ${again}\n`);
}

function onProgress(sofar: Tally): void {
  const done = sofar.trees;
  const stopped = signal.aborted && done < trees;
  if (done % 1000 !== 0 && done !== trees && !stopped) return;
  const time = new Date().toISOString().slice(11, 19);
  const rest = stopped ? `; stopped, to go on: ${trees - done} --from ${from + done}` : '';
  process.stderr.write(
    `${time} ${done} of ${trees} trees from seed ${from}, ${wrongIn(sofar)} differ${rest}\n`,
  );
}

/** Parts the seeds among processes. */
async function share(): Promise<Outcome> {
  const tally = emptyTally();
  const outcomes = await Promise.all(
    Array.from({ length: workers }, (_, i) => {
      const startOf = (part: number): number => Math.floor((trees * part) / workers);
      return inProcess(from + startOf(i), startOf(i + 1) - startOf(i));
    }),
  );
  for (const outcome of outcomes) addTally(tally, outcome.tally);
  return { tally, missing: outcomes[0]?.missing ?? [] };
}

function inProcess(first: number, count: number): Promise<Outcome> {
  const to = values.to === undefined ? [] : ['--to', values.to];
  const args = ['--part', `${count}`, '--from', `${first}`, '--faults-in', `${faultsIn}`, ...to];
  // Most of what is made for a tree is garbage soon: a fifth of the time went into collecting it.
  const execArgv = [...process.execArgv, '--max-semi-space-size=64'];
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv });
  return new Promise((resolve, reject) => {
    child.on('message', (outcome: Outcome) => resolve(outcome));
    child.on('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
  });
}

// Every process is told, the trees at hand are finished, and what was counted is shown.
process.on('SIGINT', () => stop.abort());
const { tally, missing } = workers > 1 ? await share() : await work();
if (values.part) process.send!({ tally, missing });
else {
  process.stdout.write(`${tallyTable(tally, missing)}\n`);
  process.exitCode = wrongIn(tally) > 0 ? 1 : 0;
}
