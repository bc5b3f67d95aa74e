import { decide } from '../core/decision.ts';
import { valueWords } from '../core/words.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type { RowAnswer, RowValue } from './contract-rows.ts';

type SetName = keyof HeldOutSets;

/**
 * One held-out row, decided thrice. Of classes, `student`, `teacher` and `truth` are indices, and
 * `sure` and `asked` the soft values of the two decisions; of numbers all are the numbers.
 */
export interface HeldOutRow {
  readonly set: SetName;
  /** Its place in the set. */
  readonly at: number;
  /** Line of the data file's rows, from 1: all that names a row. */
  readonly source: number;
  /** Place of its path in the run's list. */
  readonly path: number;
  /** The tree's own decision, also where it asks the teacher. */
  readonly student: number;
  readonly teacher: number;
  readonly truth: number;
  readonly sure: number;
  readonly asked: number;
  /** Another class; a number beyond the tolerance. */
  readonly differs: boolean;
  /** The answer of a second teacher, grown from another seed; `null` where there is none. */
  readonly twin: number | null;
}

/** The held-out rows of a run, and where their values stand. */
export interface HeldOut {
  readonly sets: HeldOutSets;
  readonly rows: readonly HeldOutRow[];
  /** Features whose values the run does not keep. */
  readonly redacted: readonly string[];
}

/** The rows of one set, or all of them where none is named. */
export function ofSet(heldOut: HeldOut, set: SetName | ''): HeldOut {
  return set === '' ? heldOut : { ...heldOut, rows: heldOut.rows.filter((row) => row.set === set) };
}

const kept = new WeakMap<HeldOutSets, HeldOut>();

/** The rows with their decisions; worked out once for rows that are read once. */
export function decidedRows(run: LoadedRun, sets: HeldOutSets): HeldOut {
  const known = kept.get(sets);
  if (known !== undefined) return known;
  const places = new Map(run.paths.map((path, index) => [path.leaf, index]));
  const rows = (['select', 'test'] as const).flatMap((set) => rowsOfSet(run, sets, set, places));
  const redacted = run.model.features.flatMap(({ name }, f) =>
    sets.test.columns[f] === null ? [name] : [],
  );
  const made = { sets, rows, redacted };
  kept.set(sets, made);
  return made;
}

function rowsOfSet(
  { model, manifest }: LoadedRun,
  sets: HeldOutSets,
  set: SetName,
  places: ReadonlyMap<number, number>,
): HeldOutRow[] {
  const { sourceRow, leaves, teacher, truth, twin } = sets[set];
  const { tree, task } = model;
  const k = tree.nOutputs;
  const numbers = task === 'regression';
  const tolerance = manifest.metrics.withinTolerance.tolerance ?? 0;
  const classOf = (soft: Float64Array, at: number): number =>
    numbers ? soft[at]! : decide(manifest.decisionRule, soft, at * k, k);
  return Array.from(sourceRow, (source, at): HeldOutRow => {
    const leaf = leaves[at]!;
    const path = places.get(leaf)!;
    const student = numbers ? tree.value[leaf]! : tree.decision[leaf]!;
    const asks = classOf(teacher, at);
    return {
      set,
      at,
      source,
      path,
      student,
      teacher: asks,
      truth: numbers ? truth[at]! : truth.subarray(at * k, (at + 1) * k).indexOf(1),
      sure: numbers ? student : tree.value[leaf * k + student]!,
      asked: numbers ? asks : teacher[at * k + asks]!,
      differs: numbers ? Math.abs(student - asks) > tolerance : student !== asks,
      twin: twin === null ? null : classOf(twin, at),
    };
  });
}

/** The values of a row that its path asks for, in the order of the path; in words. */
export function pathValues(run: LoadedRun, { sets }: HeldOut, row: HeldOutRow): RowValue[] {
  return run.paths[row.path]!.conditions.map(({ feature: name }) => {
    const f = run.model.features.findIndex((feature) => feature.name === name);
    const value = sets[row.set].columns[f]?.[row.at];
    if (value === undefined) return { feature: name, text: null };
    return { feature: name, text: valueWords(run.model.features[f]!, value) };
  });
}

/** A row as JSON tells it. */
export function rowAnswer(run: LoadedRun, rows: HeldOut, row: HeldOutRow): RowAnswer {
  const { classNames, task } = run.model;
  const path = run.paths[row.path]!;
  const name = (index: number): string | number =>
    task === 'regression' ? index : (classNames[index] ?? 'unknown');
  return {
    row: row.source,
    set: row.set,
    path: path.id,
    leaf: path.leaf,
    asksTeacher: path.deferredFrom !== null,
    student: { decision: name(row.student), value: row.sure },
    teacher: { decision: name(row.teacher), value: row.asked },
    truth: name(row.truth),
    differs: row.differs,
    values: pathValues(run, rows, row),
  };
}
