import { breathe } from '../core/errors.ts';

/** Work whose time is measured. */
export interface Contender {
  readonly name: string;
  /** Rows that it answers. */
  readonly rows: number;
  readonly work: () => void | Promise<void>;
}

/** Nanoseconds of CPU time a row, over several rounds. */
export interface Timing {
  readonly least: number;
  readonly median: number;
}

/**
 * Measures each contender once a round, in turn, so that what else the machine does meets all of them
 * alike. A round before the first is not counted: it warms up.
 */
export async function interleaved(
  contenders: readonly Contender[],
  rounds: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Timing>> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, rows, work } of contenders) {
      await breathe(signal);
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      if (round > 0) times.get(name)!.push(((user + system) * 1e3) / rows);
    }
  }
  return new Map(Array.from(times, ([name, all]) => [name, timingOf(all)]));
}

function timingOf(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return { least: sorted[0]!, median: sorted[sorted.length >> 1]! };
}
