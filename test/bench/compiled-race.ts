import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Nanoseconds of CPU time a row in each round. */
export type Times = readonly number[];

export interface Entry {
  readonly name: string;
  /** The program, what it is given first, and what it is given after the files. */
  readonly command: readonly [program: string, before: readonly string[], after: readonly string[]];
  /** What it must answer for each row. */
  readonly answers: Int32Array | Float64Array;
  /** What its timed work adds up; `answers` where left out. */
  readonly summed?: Int32Array | Float64Array;
  /** Rows that it answers in a round: the next ones in every round where it is not all of them. */
  readonly rows: number;
  readonly passes: number;
}

export interface Race {
  readonly entries: readonly Entry[];
  readonly rowsFile: string;
  readonly nRows: number;
  readonly rounds: number;
  /** Rounds before the first one that counts. */
  readonly warmUp: number;
}

/** A process that answers a line by a line. */
interface Runner {
  readonly next: () => Promise<string>;
  readonly ask: (line: string) => Promise<string>;
  readonly end: () => void;
}

/**
 * Starts a process for each entry, sees that all of them answer as they should, and times them in
 * turn, round by round, so that what else the machine does meets all of them alike.
 *
 * @throws where an answer is not the expected one.
 */
export async function race(given: Race): Promise<ReadonlyMap<string, Times>> {
  const { entries, rounds, warmUp } = given;
  const runners = entries.map((entry, i) => start(entry, given, i));
  try {
    for (const [i, entry] of entries.entries()) await checkAnswers(entry, runners[i]!, given, i);
    const times = new Map(entries.map(({ name }) => [name, [] as number[]]));
    for (let round = -warmUp; round < rounds; round++) {
      for (const [i, entry] of entries.entries()) {
        const time = await timeRound(entry, runners[i]!, round + warmUp, given.nRows);
        if (round >= 0) times.get(entry.name)!.push(time);
      }
    }
    return times;
  } finally {
    for (const { end } of runners) end();
  }
}

function answersFile({ rowsFile }: Race, i: number): string {
  return `${rowsFile}.answers${i}`;
}

function start({ name, command }: Entry, given: Race, i: number): Runner {
  const [program, before, after] = command;
  const files = [given.rowsFile, String(given.nRows), answersFile(given, i)];
  const child = spawn(program, [...before, ...files, ...after], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${name} ended too early`);
    return value;
  };
  const ask = (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`);
    return next();
  };
  return { next, ask, end: () => child.stdin.end() };
}

async function checkAnswers(
  { name, answers }: Entry,
  { next }: Runner,
  given: Race,
  i: number,
): Promise<void> {
  const word = await next();
  if (word !== 'ready') throw new Error(`${name} says ${word}`);
  const bytes = new Uint8Array(readFileSync(answersFile(given, i))).buffer;
  const found = answers instanceof Int32Array ? new Int32Array(bytes) : new Float64Array(bytes);
  if (found.length !== given.nRows) throw new Error(`${name} answers ${found.length} rows`);
  for (let row = 0; row < given.nRows; row++) {
    if (found[row] === answers[row]) continue;
    throw new Error(`${name}: row ${row} gets ${found[row]}, not ${answers[row]}`);
  }
}

async function timeRound(
  { name, answers, summed = answers, rows, passes }: Entry,
  { ask }: Runner,
  round: number,
  nRows: number,
): Promise<number> {
  const from = (round * rows) % nRows;
  const [time, sum] = (await ask(`${from} ${from + rows} ${passes}`)).split(' ').map(Number);
  let expected = 0;
  for (let row = from; row < from + rows; row++) expected += summed[row]!;
  if (sum === expected) return time!;
  throw new Error(`${name}: its answers add up to ${sum}, not ${expected}`);
}
