import { quantile, spreadsOf, type Spreads } from '../core/spread.ts';
import type { Column } from '../core/table.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';
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
interface SampleRow {
  readonly row: number;
  /** What the tree answers; `null` for numbers. */
  readonly answer: string | null;
  /** Whether the teacher answers otherwise. */
  readonly differs: boolean;
}

/** The classes of which a row is offered. */
const MOST_SAMPLES = 4;

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
  const samples = sets === null ? [] : samplesOf(run, sets);
  return { sets, spreads: spreadsOf(features, columns), bands, samples };
}

function joined({ select, test }: HeldOutSets, f: number): Column | null {
  const [a, b] = [select.columns[f] ?? null, test.columns[f] ?? null];
  return a === null || b === null ? null : Float64Array.from([...a, ...b]);
}

/** The first row of each answer, and the first on which the teacher differs. */
function samplesOf(run: LoadedRun, sets: HeldOutSets): SampleRow[] {
  const numbers = run.model.task === 'regression';
  const all = decidedRows(run, sets)
    .rows.filter(({ set }) => set === 'test')
    .map((row): SampleRow => {
      const { decision, deferredFrom } = run.paths[row.path]!;
      const answer = numbers ? null : decision;
      return {
        row: row.source,
        answer,
        differs: row.differs && (numbers || deferredFrom === null),
      };
    });
  const agreeing = all.filter(({ differs }) => !differs);
  const answers = [...new Set(agreeing.map(({ answer }) => answer))].slice(0, MOST_SAMPLES - 1);
  const firsts = answers.map((answer) => agreeing.find((one) => one.answer === answer)!);
  return [...firsts, ...all.filter(({ differs }) => differs).slice(0, 1)];
}
