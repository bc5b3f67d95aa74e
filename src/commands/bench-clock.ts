import { breathe } from '../core/errors.ts';

/** Work whose time is measured. */
export interface Contender {
  readonly name: string;
  /** Rows that one pass answers. */
  readonly rows: number;
  /** One pass; a number that sums up its answers, where it has one. */
  readonly work: () => number | void | Promise<void>;
  /** Told what a pass gave, while the clock stands still; throws where that is wrong. */
  readonly check?: (found: number | void) => void;
}

/** Nanoseconds of CPU time a row, over several rounds. */
export interface Timing {
  readonly least: number;
  readonly median: number;
  /** Rounds before the first that counts. */
  readonly warmUp: number;
}

interface Measured extends Contender {
  /** Passes a round. */
  readonly passes: number;
  readonly warmUp: number;
}

/** A round takes at least so many nanoseconds: the clock ticks in thousands. */
const LEAST_ROUND = 2e6;
/** It is warm when so many rounds in a row have not made it faster by a share of 3 %. */
const STILL_ROUNDS = 3;
const FASTER = 0.97;
/** Warming up ends after so many rounds, or nanoseconds, in any case. */
const MOST_ROUNDS = 40;
const MOST_WARMING = 4e9;

/** Nanoseconds of CPU time of this process. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

/**
 * Warms each contender up until it gets no faster, then measures each once a round, in turn, so that
 * what else the machine does meets all of them alike.
 */
export async function interleaved(
  contenders: readonly Contender[],
  rounds: number,
  signal: AbortSignal | undefined,
  clock: () => number = cpuTime,
): Promise<ReadonlyMap<string, Timing>> {
  const measured: Measured[] = [];
  for (const one of contenders) measured.push(await warmedUp(one, signal, clock));
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const one of measured) {
      times.get(one.name)!.push((await timeOf(one, one.passes, signal, clock)) / one.rows);
    }
  }
  return new Map(measured.map(({ name, warmUp }) => [name, timingOf(times.get(name)!, warmUp)]));
}

async function warmedUp(
  one: Contender,
  signal: AbortSignal | undefined,
  clock: () => number,
): Promise<Measured> {
  let [warmUp, passes, still, spent, least] = [0, 1, 0, 0, Infinity];
  while (still < STILL_ROUNDS && warmUp < MOST_ROUNDS && spent < MOST_WARMING) {
    const time = await timeOf(one, passes, signal, clock);
    spent += time * passes;
    still = time < FASTER * least ? 0 : still + 1;
    least = Math.min(least, time);
    passes = Math.max(passes, Math.ceil(LEAST_ROUND / Math.max(time, 1e3)));
    warmUp++;
  }
  return { ...one, passes, warmUp };
}

/** Nanoseconds of one pass, as a mean over `passes`. */
async function timeOf(
  { work, check }: Contender,
  passes: number,
  signal: AbortSignal | undefined,
  clock: () => number,
): Promise<number> {
  await breathe(signal);
  let found: number | void = undefined;
  const before = clock();
  for (let pass = 0; pass < passes; pass++) {
    const outcome = work();
    found = outcome instanceof Promise ? await outcome : outcome;
  }
  const time = clock() - before;
  check?.(found);
  return time / passes;
}

function timingOf(times: readonly number[], warmUp: number): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return { least: sorted[0]!, median: sorted[sorted.length >> 1]!, warmUp };
}
