import { boxOf } from '../core/box.ts';
import { fixedFeatures } from '../core/flips.ts';
import { regionFlips, type RegionChange, type RegionFlip } from '../core/region-flips.ts';
import { outcomesFrom } from '../core/slack.ts';
import type { PathRecord } from '../core/run.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { teacherAnswers, type Answerer } from './case.ts';
import { agreesWith, toleranceOf } from './case-flips.ts';
import {
  madeUpRow,
  middleOf,
  rowsOf,
  tryOn,
  type MovedRow,
  type Tried,
  type TriedRow,
} from './path-rows.ts';
import type { RowFacts } from './row-facts.ts';

/** One way from a path to another decision, tried on held-out rows of the path. */
export interface PathFlip {
  readonly changes: readonly RegionChange[];
  /** The paths it leads to, all of one outcome, and how many rows go to each. */
  readonly to: readonly { readonly path: PathRecord; readonly rows: number }[];
  readonly moved: number;
  /** Of the rows moved, the middle one by how far it moves; `null` where none does. */
  readonly example: MovedRow | null;
  /** Of the rows moved and put to the teacher, on how many it answers as the tree does then. */
  readonly teacher: { readonly agrees: number; readonly asked: number } | null;
}

export interface PathFlips {
  /** Those that move most rows. */
  readonly flips: readonly PathFlip[];
  /** How many ways were found, with those that are not shown. */
  readonly ways: number;
  /** Paths that take as few changes: the nearest of them were looked at. */
  readonly neighbours: { readonly looked: number; readonly all: number };
  /** What was moved: held-out rows of the path, or one row made up for it. */
  readonly rows: 'held-out' | 'made-up';
  readonly tried: number;
  /** Whether the teacher could be asked. */
  readonly hasTeacher: boolean;
}

/** Neighbours looked at. */
const MOST_NEIGHBOURS = 100;
const SHOWN = 5;

/**
 * The changes nearest to a path that flip its decision: one condition where that is enough. Those
 * that move most of the path's rows come first.
 */
export async function pathFlips(
  run: LoadedRun,
  path: PathRecord,
  keep: ReadonlySet<number>,
  facts: RowFacts,
  answerer: Answerer | null,
): Promise<PathFlips> {
  const all = neighboursOf(run, path, keep, facts);
  const neighbours = all.slice(0, MOST_NEIGHBOURS);
  const known = rowsOf(path, facts);
  const rows = known.length > 0 ? known : [{ source: null, values: madeUpRow(run, path) }];
  const ways = waysOf(run, neighbours, rows, facts);
  const flips: PathFlip[] = [];
  for (const way of shownOf(ways)) flips.push(await flipOf(run, way, facts, answerer));
  return {
    flips,
    ways: ways.length,
    neighbours: { looked: neighbours.length, all: all.length },
    rows: known.length > 0 ? 'held-out' : 'made-up',
    tried: rows.length,
    hasTeacher: answerer !== null,
  };
}

/** Neighbours that the same change of values leads to are one way; those that move most rows first. */
function waysOf(
  run: LoadedRun,
  neighbours: readonly RegionFlip[],
  rows: readonly TriedRow[],
  facts: RowFacts,
): Tried[][] {
  const ways = new Map<string, Tried[]>();
  for (const neighbour of neighbours) {
    const { decision } = recordOf(run, neighbour.leaf);
    const values = neighbour.changes.map(({ feature, to }) => [feature, { ...to, missing: null }]);
    const key = JSON.stringify([decision, values]);
    ways.set(key, [...(ways.get(key) ?? []), tryOn(run, neighbour, rows, facts)]);
  }
  return [...ways.values()].toSorted((a, b) => movedBy(b) - movedBy(a));
}

/** The first of those that move a row; where none does, the nearest. */
function shownOf(byRows: readonly Tried[][]): Tried[][] {
  const moving = byRows.filter((way) => movedBy(way) > 0);
  return moving.length > 0 ? moving.slice(0, SHOWN) : byRows.slice(0, 1);
}

function movedBy(way: readonly Tried[]): number {
  return way.reduce((sum, { moved }) => sum + moved.length, 0);
}

function recordOf(run: LoadedRun, leaf: number): PathRecord {
  return run.paths.find((path) => path.leaf === leaf)!;
}

async function flipOf(
  run: LoadedRun,
  way: readonly Tried[],
  facts: RowFacts,
  answerer: Answerer | null,
): Promise<PathFlip> {
  const to = way
    .map(({ neighbour, moved }) => ({ path: recordOf(run, neighbour.leaf), rows: moved.length }))
    .toSorted((a, b) => b.rows - a.rows);
  const moved = way.flatMap((tried) =>
    tried.moved.map((row) => ({ ...row, path: recordOf(run, tried.neighbour.leaf) })),
  );
  const asked = moved.filter(({ path }) => path.deferredFrom === null);
  const answers = await teacherAnswers(
    run,
    asked.map(({ after }) => after),
    answerer,
  );
  const agrees = answers.filter((answer, i) => agreesWith(run, asked[i]!.path, answer) === true);
  return {
    changes: way[0]!.neighbour.changes,
    to,
    moved: moved.length,
    example: middleOf(run, moved, facts),
    teacher: answers.length === 0 ? null : { agrees: agrees.length, asked: answers.length },
  };
}

/** The neighbours that take fewest changes. */
function neighboursOf(
  run: LoadedRun,
  path: PathRecord,
  keep: ReadonlySet<number>,
  { spreads }: RowFacts,
): RegionFlip[] {
  const { model } = run;
  const outcomeOf = outcomesFrom(model, path.leaf, toleranceOf(run));
  const locked = new Set([...fixedFeatures(model.features), ...keep]);
  const own = outcomeOf(path.leaf);
  const found = regionFlips(model, boxOf(model, path.leaf), { outcomeOf, own, spreads, locked });
  const fewest = found[0]?.changes.length ?? 0;
  return found.filter(({ changes }) => changes.length === fewest);
}
