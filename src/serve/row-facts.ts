import { askedIndices } from '../core/asked.ts';
import { quantile, spreadsOf, type Spreads } from '../core/spread.ts';
import { isMissing, type Column } from '../core/table.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { nearestFlips } from './case-flips.ts';
import { decidedRows } from './held-out-rows.ts';
import { heldOutOrNull, type Services } from './services.ts';

/** What the held-out rows say of each feature, and some rows to start from. */
export interface RowFacts {
  /** `null` where they cannot be read. */
  readonly sets: HeldOutSets | null;
  readonly spreads: Spreads;
  /** Where 1 and 99% of the numbers lie; `null` for categories and redacted features. */
  readonly bands: readonly (readonly [low: number, high: number] | null)[];
  readonly samples: readonly SampleRow[];
}

/** A held-out row worth a look, by its number in the data file. */
export interface SampleRow {
  readonly row: number;
  /** What the tree answers; `null` for numbers. */
  readonly answer: string | null;
  /** Whether the teacher answers otherwise. */
  readonly differs: boolean;
}

/** The classes of which a row is offered. */
const MOST_SAMPLES = 4;

/** Rows of a class that are tried for a change that flips them. */
const MOST_TRIED = 20;

const kept = new WeakMap<LoadedRun, RowFacts>();

/** Reads the held-out rows; without them, the ranges of training stand in. */
export async function rowFactsOf(services: Services, run: LoadedRun): Promise<RowFacts> {
  const known = kept.get(run);
  if (known !== undefined) return known;
  const sets = await heldOutOrNull(services, run);
  const facts = factsOf(run, sets);
  if (sets !== null) kept.set(run, facts);
  return facts;
}

function factsOf(run: LoadedRun, sets: HeldOutSets | null): RowFacts {
  const { features } = run.model;
  const columns = features.map((_, f) => (sets === null ? null : joined(sets, f)));
  const bands = features.map(({ kind }, f) => {
    const values = Array.from(columns[f] ?? []).filter(Number.isFinite);
    if (kind === 'categorical' || values.length === 0) return null;
    return [quantile(values, 0.01), quantile(values, 0.99)] as const;
  });
  const spreads = spreadsOf(features, columns);
  const samples = sets === null ? [] : samplesOf(run, sets, spreads, null);
  return { sets, spreads, bands, samples };
}

function joined({ select, test }: HeldOutSets, f: number): Column | null {
  const [a, b] = [select.columns[f] ?? null, test.columns[f] ?? null];
  return a === null || b === null ? null : Float64Array.from([...a, ...b]);
}

/** Rows to start from that come to some of the run's paths. */
export function samplesOn(
  run: LoadedRun,
  { sets, spreads }: RowFacts,
  paths: ReadonlySet<number>,
): SampleRow[] {
  return sets === null ? [] : samplesOf(run, sets, spreads, paths);
}

/** A row of each answer, and one on which the teacher differs; test rows where there are any. */
function samplesOf(
  run: LoadedRun,
  sets: HeldOutSets,
  spreads: Spreads,
  paths: ReadonlySet<number> | null,
): SampleRow[] {
  const numbers = run.model.task === 'regression';
  const here = decidedRows(run, sets).rows.filter(({ path }) => paths?.has(path) ?? true);
  const tests = here.filter(({ set }) => set === 'test');
  const all = (tests.length > 0 ? tests : here).map(({ source, set, at, path, ...row }) => {
    const { decision, deferredFrom } = run.paths[path]!;
    const differs = row.differs && (numbers || deferredFrom === null);
    return { row: source, set, at, answer: numbers ? null : decision, differs };
  });
  const agreeing = all.filter(({ differs }) => !differs);
  const answers = [...new Set(agreeing.map(({ answer }) => answer))].slice(0, MOST_SAMPLES - 1);
  const kinds = [
    ...answers.map((answer) => agreeing.filter((one) => one.answer === answer)),
    all.filter(({ differs }) => differs),
  ];
  return kinds
    .filter((rows) => rows.length > 0)
    .map((rows) => {
      const { row, answer, differs } = bestOf(run, sets, spreads, rows);
      return { row, answer, differs };
    });
}

/** The first row that lacks nothing the tree asks for and has a change that flips it, if there is one. */
function bestOf<R extends { readonly set: keyof HeldOutSets; readonly at: number }>(
  run: LoadedRun,
  sets: HeldOutSets,
  spreads: Spreads,
  rows: readonly R[],
): R {
  const asked = [...askedIndices(run.model)];
  const whole = rows.filter(({ set, at }) =>
    asked.every((f) => !isMissing(run.model.features[f]!, sets[set].columns[f]?.[at] ?? 0)),
  );
  const wishes = { spreads, keep: new Set<number>(), missingToo: false };
  const flipping = whole.slice(0, MOST_TRIED).find(({ set, at }) => {
    const values = sets[set].table?.columns.map((column) => column[at]!);
    return values !== undefined && nearestFlips(run, values, wishes, 1).length > 0;
  });
  return flipping ?? whole[0] ?? rows[0]!;
}
