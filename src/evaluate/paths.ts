import { pathsOf, type Path } from '../core/box.ts';
import { plainFigure, wilson } from '../core/interval.ts';
import { LARGEST } from '../core/decision.ts';
import { withComparedFlags } from '../core/path-trust.ts';
import type { PathFlag, PathRecord } from '../core/run.ts';
import type { Table } from '../core/table.ts';
import { answerOf, decisionName, leavesOf, nodeDepths, type Model } from '../core/tree.ts';
import { pathWords } from '../core/words.ts';
import type { FreshRows } from './fresh.ts';
import type { HeldOut } from './held-out.ts';
import { sameAnswer } from './same-answer.ts';
import type { Yardstick } from './yardstick.ts';

/** Fewer real held-out rows than this are a flag. */
const FEW_ROWS = 20;
/** A decision whose probability leads the next one by less is "undecided". */
const CLEAR_LEAD = 0.2;
/** Fewer training rows than this share of all are "rare". */
const RARE_SHARE = 0.01;

export interface PathEvidence {
  readonly train: Table;
  readonly select: HeldOut;
  readonly test: HeldOut;
  /** `null` when the teacher cannot be asked. */
  readonly fresh: FreshRows | null;
}

/** Rows that reach a leaf, and how often student and other agree there. */
interface Tally {
  rows: number;
  teacher: number;
  truth: number;
}

const emptyTally = (): Tally => ({ rows: 0, teacher: 0, truth: 0 });

/** One record a leaf: the rule, and the evidence for it on rows nobody was fitted on. */
export function describePaths(
  model: Model,
  evidence: PathEvidence,
  yardstick: Yardstick,
): PathRecord[] {
  const { tree } = model;
  const asTeacher = sameAnswer(tree, yardstick, yardstick.rule);
  const asTruth = sameAnswer(tree, yardstick, LARGEST);
  const train = tallyLeaves(
    leavesOf(tree, evidence.train),
    () => null,
    () => null,
  );
  const [select, test] = [evidence.select, evidence.test].map((set) =>
    tallyLeaves(
      leavesOf(tree, set.table),
      (leaf, row) => asTeacher(leaf, set.teacher, row),
      (leaf, row) => asTruth(leaf, set.truth, row),
    ),
  ) as [Map<number, Tally>, Map<number, Tally>];
  const fresh =
    evidence.fresh === null
      ? new Map<number, Tally>()
      : tallyLeaves(
          evidence.fresh.leaves,
          (leaf, row) => asTeacher(leaf, evidence.fresh!.teacher, row),
          () => null,
        );
  const depths = nodeDepths(tree);
  const heldOutRows = evidence.select.table.nRows + evidence.test.table.nRows;
  const records = pathsOf(model).map((path): PathRecord => {
    const at = (tallies: Map<number, Tally>): Tally => tallies.get(path.leaf) ?? emptyTally();
    const real = addTallies(at(select), at(test));
    const value = valueOf(model, path);
    const trainRows = at(train).rows;
    return {
      id: path.id,
      leaf: path.leaf,
      conditions: path.conditions,
      words: pathWords(path.conditions, model.features),
      decision: answerOf(model, path.leaf),
      deferredFrom: tree.deferred[path.leaf] === 1 ? decisionName(model, path.leaf) : null,
      value,
      depth: depths[path.leaf]!,
      coverage: wilson(real.rows, heldOutRows),
      realRows: { train: trainRows, select: at(select).rows, test: at(test).rows },
      fidelity: wilson(real.teacher, real.rows),
      freshFidelity:
        evidence.fresh === null ? plainFigure(null, 0) : wilson(at(fresh).teacher, at(fresh).rows),
      accuracy: wilson(real.truth, real.rows),
      flags: flagsOf(value, real, evidence, trainRows),
    };
  });
  return withComparedFlags(records);
}

function tallyLeaves(
  leaves: Int32Array,
  teacherAgrees: (leaf: number, row: number) => boolean | null,
  truthAgrees: (leaf: number, row: number) => boolean | null,
): Map<number, Tally> {
  const tallies = new Map<number, Tally>();
  leaves.forEach((leaf, row) => {
    const tally = tallies.get(leaf) ?? emptyTally();
    tally.rows++;
    if (teacherAgrees(leaf, row) === true) tally.teacher++;
    if (truthAgrees(leaf, row) === true) tally.truth++;
    tallies.set(leaf, tally);
  });
  return tallies;
}

const addTallies = (a: Tally, b: Tally): Tally => ({
  rows: a.rows + b.rows,
  teacher: a.teacher + b.teacher,
  truth: a.truth + b.truth,
});

function valueOf({ tree }: Model, { leaf }: Path): number[] {
  return Array.from(tree.value.subarray(leaf * tree.nOutputs, (leaf + 1) * tree.nOutputs));
}

/** The flags that a path has by itself; those that compare it with the others come after. */
function flagsOf(
  value: readonly number[],
  real: Tally,
  { train }: PathEvidence,
  trainRows: number,
): PathFlag[] {
  const flags: PathFlag[] = [];
  if (real.rows === 0) flags.push('no-real-rows');
  else if (real.rows < FEW_ROWS) flags.push('few-real-rows');
  const [first, second] = value.toSorted((a, b) => b - a);
  if (value.length > 1 && first! - second! < CLEAR_LEAD) flags.push('undecided');
  if (trainRows < RARE_SHARE * train.nRows) flags.push('rare-in-training');
  return flags;
}
