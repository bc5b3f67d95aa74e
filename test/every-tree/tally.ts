/** What became of trees in one target. */
export interface TargetTally {
  /** Trees that were read back, run and found equal. */
  compiled: number;
  /** Trees that the target cannot express, by the code of the refusal. */
  refused: Record<string, number>;
  vectors: number;
  /** Trees that are something else in the target, or could not be proven. */
  differences: number;
  /** Trees that were compiled with faults in them as well. */
  faulted: number;
  applied: number;
  equivalent: number;
  caught: number;
  survived: number;
  milliseconds: number;
}

/** What was tried, and what became of it. */
export interface Tally {
  trees: number;
  branches: number;
  /** Trees by their depth, and by the depth of what is left where rows can go. */
  depths: Record<string, number>;
  reached: Record<string, number>;
  features: Record<string, number>;
  /** Trees that ask a category, that defer, and that send missing values left and right. */
  categories: number;
  deferring: number;
  missing: number;
  targets: Record<string, TargetTally>;
}

export function emptyTally(): Tally {
  return {
    trees: 0,
    branches: 0,
    depths: {},
    reached: {},
    features: {},
    categories: 0,
    deferring: 0,
    missing: 0,
    targets: {},
  };
}

export function emptyTarget(): TargetTally {
  return {
    compiled: 0,
    refused: {},
    vectors: 0,
    differences: 0,
    faulted: 0,
    applied: 0,
    equivalent: 0,
    caught: 0,
    survived: 0,
    milliseconds: 0,
  };
}

/** A count, or counts by name. */
type Counts = number | { [name: string]: Counts };

/** Adds the counts of trees that were tried elsewhere. */
export function addTally(to: Tally, from: Tally): void {
  addCounts(to as unknown as Record<string, Counts>, from as unknown as Record<string, Counts>);
}

function addCounts(to: Record<string, Counts>, from: Readonly<Record<string, Counts>>): void {
  for (const [name, count] of Object.entries(from)) {
    if (typeof count === 'number') to[name] = ((to[name] as number | undefined) ?? 0) + count;
    else addCounts((to[name] ??= {}) as Record<string, Counts>, count);
  }
}

export function countIn(counts: Record<string, number>, name: string | number): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** How many trees are something else in a target, and how many faults no vector noticed. */
export function wrongIn({ targets }: Tally): number {
  return Object.values(targets).reduce(
    (sum, { differences, survived }) => sum + differences + survived,
    0,
  );
}
