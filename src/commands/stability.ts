import { usageError, type StageOptions } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import type { RunDocument } from '../core/run.ts';
import { stackTables } from '../core/table.ts';
import type { Model, Tree } from '../core/tree.ts';
import { branchWords } from '../draw/labels.ts';
import { stabilityOf, type PlaceStability, type StabilityFigures } from '../evaluate/stability.ts';
import { RECURS, stabilityLevel, type StabilityLevel } from '../evaluate/stability-verdict.ts';
import { NEARLY_SAME, splitAt, TOP_LEVELS, type Place } from '../evaluate/top-splits.ts';
import { openRun } from './find-run.ts';
import { rebuild } from './rebuild.ts';
import { redrawnStudent } from './redraw.ts';
import { verdictWords } from './stability-words.ts';
import { withPool } from './with-pool.ts';

export interface StabilityOptions extends StageOptions {
  /** The file the run was made from; not needed where the run keeps its rows. */
  readonly data?: string | undefined;
  /** How often the student is fitted anew, 2 to 200 (default 10). */
  readonly draws?: number | undefined;
  /** Train the teacher anew each time, with another seed; the built-in forest only. */
  readonly refitTeacher?: boolean | undefined;
}

/** One split of the run's tree, and how it fares in the redraws. */
export interface SplitStability {
  /** `root`, `left`, `right`, `left-left` …: the way from the root. */
  readonly place: string;
  /** The feature that is asked; `null` for a tree of one leaf. */
  readonly feature: string | null;
  /** What a row that goes left has in common, in words. */
  readonly question: string | null;
  /** Shares of the redraws that ask the feature there, and nearly the same split of it. */
  readonly sameFeature: number;
  readonly sameSplit: number;
  /** Share of the redraws that ask the feature anywhere on the top three levels. */
  readonly featureOnTop: number;
  /** What the redraws ask there, most frequent first; `null` is a leaf. */
  readonly asked: readonly { readonly feature: string | null; readonly share: number }[];
}

/** How far the tree of a run depends on the chance of the draw. */
export interface StabilityDocument {
  readonly schema: 'espalier-stability/1';
  readonly run: string;
  readonly modelHash: string;
  readonly role: RunDocument['role'];
  readonly draws: number;
  /** What was drawn again: synthetic rows or, where the run has none, the training rows. */
  readonly redrawn: 'synthetic-rows' | 'training-rows';
  readonly teacher: 'kept' | 'refitted';
  readonly depth: number;
  /** What counts as recurring, as nearly the same, and how many levels are compared. */
  readonly thresholds: {
    readonly recurs: number;
    readonly nearlySame: number;
    readonly levels: number;
  };
  readonly splits: readonly SplitStability[];
  readonly structures: StabilityFigures['structures'];
  /** Share of held-out rows on which two trees answer the same; numbers: within the tolerance. */
  readonly agreement: StabilityFigures['agreement'] & { readonly tolerance: number | null };
  readonly verdict: { readonly level: StabilityLevel; readonly words: string };
}

const DRAWS = 10;
const MOST_DRAWS = 200;

/**
 * Fits the student of a run again and again on rows drawn afresh, with the run's own settings, and
 * says how far it stays the same. Writes nothing; the same options give the same document.
 * @throws EspalierError for a run, data or options that do not fit.
 */
export async function stability(
  nameOrPath: string,
  { data, draws = DRAWS, refitTeacher = false, ...stage }: StabilityOptions = {},
): Promise<StabilityDocument> {
  if (!Number.isInteger(draws) || draws < 2 || draws > MOST_DRAWS) {
    const allowed = `use a whole number from 2 to ${MOST_DRAWS}`;
    throw usageError('E_OPTION', `draws (--draws) is ${draws}: ${allowed}.`);
  }
  const run = await openRun(nameOrPath);
  const { manifest, model } = run;
  if (refitTeacher && manifest.teacher.kind !== 'forest') {
    throw usageError(
      'E_TEACHER',
      `the teacher of this run is of kind ${manifest.teacher.kind}: only the built-in forest can be trained anew (--refit-teacher); leave the option out to keep the teacher.`,
    );
  }
  const rebuilt = await rebuild(run, data, stage);
  const { depth } = manifest.student;
  const random = new Random(manifest.seed).substream('stability');
  const redrawn: Tree[] = [];
  await withPool(rebuilt.settings.workers, stage, async (pool) => {
    const quiet = { ...rebuilt, settings: { ...rebuilt.settings, pool, onProgress: undefined } };
    for (let draw = 0; draw < draws; draw++) {
      const how = { depth, refitTeacher };
      redrawn.push(await redrawnStudent(quiet, how, random.substream(draw)));
      stage.onProgress?.({ stage: 'redraw', done: draw + 1, total: draws });
    }
  });
  const { train, select, test } = rebuilt.sets;
  const { tolerance } = manifest.metrics.withinTolerance;
  const figures = stabilityOf({
    own: model.tree,
    redrawn,
    train: train.table,
    heldOut: stackTables(select.table, test.table),
    tolerance,
  });
  return documentOf(manifest, model, figures, { draws, refitTeacher, tolerance });
}

function documentOf(
  manifest: RunDocument,
  model: Model,
  figures: StabilityFigures,
  how: {
    readonly draws: number;
    readonly refitTeacher: boolean;
    readonly tolerance: number | null;
  },
): StabilityDocument {
  const { places, structures, agreement } = figures;
  const found = {
    schema: 'espalier-stability/1' as const,
    run: manifest.name,
    modelHash: manifest.modelHash,
    role: manifest.role,
    draws: how.draws,
    redrawn:
      manifest.augmentation.method === 'none'
        ? ('training-rows' as const)
        : ('synthetic-rows' as const),
    teacher: how.refitTeacher ? ('refitted' as const) : ('kept' as const),
    depth: manifest.student.depth,
    thresholds: { recurs: RECURS, nearlySame: NEARLY_SAME, levels: TOP_LEVELS },
    splits: places.map((place) => splitOf(place, model)),
    structures,
    agreement: { ...agreement, tolerance: how.tolerance },
  };
  const level = stabilityLevel(figures);
  return { ...found, verdict: { level, words: verdictWords(found, level) } };
}

function splitOf(found: PlaceStability, model: Model): SplitStability {
  const { place, asked, ...shares } = found;
  const node = splitAt(model.tree, place);
  const nameOf = (feature: number): string | null => model.features[feature]?.name ?? null;
  return {
    place: placeName(place),
    feature: node === null ? null : nameOf(model.tree.feature[node]!),
    question: node === null ? null : branchWords(model, node, true),
    ...shares,
    asked: asked.map(({ feature, share }) => ({ feature: nameOf(feature), share })),
  };
}

function placeName(place: Place): string {
  const steps = Array.from(place, (step) => (step === 'L' ? 'left' : 'right'));
  return steps.length === 0 ? 'root' : steps.join('-');
}
