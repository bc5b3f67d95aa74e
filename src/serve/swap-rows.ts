import { nextUp } from '../core/doubles.ts';
import { Random } from '../core/random.ts';
import type { SwapQuestion, SwapRows, SwapSet } from '../core/swap-set.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type { SwapQuery } from './contract-rows.ts';
import { ofSet, type HeldOut, type HeldOutRow } from './held-out-rows.ts';
import { badRequest, notFound } from './problem.ts';
import type { SwapSetOf } from './services.ts';

/** A swap set with what it was asked. */
export interface AskedSwap {
  /** The rows it was asked of: those of the set that the query names. */
  readonly heldOut: HeldOut;
  readonly set: SwapSet;
  /** Index of the favourable class. */
  readonly favour: number;
  readonly question: SwapQuestion;
  /** Protected features whose values the run does not keep. */
  readonly hidden: readonly string[];
}

/** Works out what a query asks of the held-out rows. */
export function askSwap(
  run: LoadedRun,
  all: HeldOut,
  query: SwapQuery,
  swapSetOf: SwapSetOf,
): AskedSwap {
  const { classes, seed } = run.manifest;
  if (classes.length !== 2) throw notFound('Who gains and who loses is asked of two classes.');
  const heldOut = ofSet(all, query.set);
  const favour = favourOf(run, query);
  if (favour > 1) throw badRequest('The run has two classes: 0 and 1.', 'favour');
  const question = questionOf(query);
  const random = new Random(seed).substream('swap-set');
  const set = swapSetOf(swapRows(run, heldOut, favour), question, random);
  const hidden = heldOut.redacted.filter((name) =>
    run.model.features.some((one) => one.name === name && one.protected === true),
  );
  return { heldOut, set, favour, question, hidden };
}

/** Index of the favourable class: the one asked for, or else the run's positive one. */
export function favourOf({ manifest }: LoadedRun, { favour }: SwapQuery): number {
  const { classes, positive } = manifest;
  return favour ?? (positive === null ? 1 : classes.indexOf(positive));
}

/** A cut-off that is given is applied, whatever else is chosen: nothing typed goes unheard. */
function questionOf({ by, cutoff, gain, loss }: SwapQuery): SwapQuestion {
  // Just above 1 stands for "none", where the highest soft value is 1.
  if (cutoff !== null && cutoff > nextUp(1))
    throw badRequest('A cut-off lies from 0 to 1.', 'cutoff');
  const amounts = gain === null && loss === null ? null : { gain: gain ?? 0, loss: loss ?? 0 };
  if (cutoff !== null) return { cutoff, amounts };
  if (by === 'cutoff') throw badRequest('Give the cut-off, a number from 0 to 1.', 'cutoff');
  return { cutoff: by === 'match' ? 'match' : 'own', amounts };
}

function swapRows({ model, paths }: LoadedRun, heldOut: HeldOut, favour: number): SwapRows {
  const { rows, sets } = heldOut;
  const bits = (holds: (row: HeldOutRow) => boolean): Uint8Array =>
    Uint8Array.from(rows, (row) => Number(holds(row)));
  return {
    teacher: bits(({ teacher }) => teacher === favour),
    own: bits(({ student }) => student === favour),
    score: Float64Array.from(rows, ({ path }) => paths[path]!.value[favour]!),
    asks: bits(({ path }) => paths[path]!.deferredFrom !== null),
    truth: bits(({ truth }) => truth === favour),
    protected: model.features.flatMap((feature, f) => {
      const [select, test] = [sets.select.columns[f], sets.test.columns[f]];
      if (feature.protected !== true || !select || !test) return [];
      const values = rows.map(({ set, at }) => (set === 'select' ? select : test)[at]!);
      return [
        {
          feature,
          column: feature.kind === 'numeric' ? Float64Array.from(values) : Int32Array.from(values),
        },
      ];
    }),
  };
}
