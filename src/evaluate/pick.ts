import type { Figure } from '../core/interval.ts';
import {
  MAY_BE_AS_GOOD,
  type FrontierDocument,
  type FrontierEntry,
  type Objective,
} from '../core/run.ts';

type Pick = FrontierDocument['pick'];

/** What a choice of depth goes by. */
export interface PickOptions {
  /** The depth that was asked for; `null` to choose. */
  readonly given: number | null;
  readonly objective: Objective;
  readonly fidelityKind: FrontierDocument['fidelityKind'];
}

/**
 * The depth that was asked for, or the smallest that may be as good as the best one: in at least one
 * resample of the select rows in ten it is (`select.asGood`).
 */
export function pickDepth(entries: readonly FrontierEntry[], options: PickOptions): Pick {
  const { given, objective } = options;
  if (given !== null) return givenDepth(entries, given, objective);
  const rule = 'paired-bootstrap';
  const words = wordsFor(options);
  const best = entries.find(({ select }) => select.behindBest.value === 0);
  if (best === undefined) {
    const why = `The ${words.name} on the select rows is undefined at every depth: the smallest is taken.`;
    return { depth: entries[0]!.depth, rule, objective, why };
  }
  const at = entries.findIndex(
    (entry) => entry === best || (entry.select.asGood ?? 0) >= MAY_BE_AS_GOOD,
  );
  const pick = entries[at]!;
  const why = [
    pick === best ? words.best(best) : words.maybe(pick, best),
    at === 0 ? 'It is the smallest there is.' : words.behind(entries[at - 1]!, best),
  ].join(' ');
  return { depth: pick.depth, rule, objective, why };
}

function givenDepth(entries: readonly FrontierEntry[], given: number, objective: Objective): Pick {
  const depth = Math.min(given, entries.at(-1)!.depth);
  const why =
    depth === given
      ? `Depth ${given} was asked for.`
      : `Depth ${given} was asked for; the tree stops growing at depth ${depth}.`;
  return { depth, rule: 'given', objective, why };
}

/** The sentences of a choice, in the kind of its figures. */
interface PickWords {
  readonly name: string;
  readonly best: (best: FrontierEntry) => string;
  readonly maybe: (pick: FrontierEntry, best: FrontierEntry) => string;
  readonly behind: (smaller: FrontierEntry, best: FrontierEntry) => string;
}

function wordsFor({ objective, fidelityKind }: PickOptions): PickWords {
  const shares = fidelityKind === 'agreement';
  const balanced = objective === 'balanced' && shares;
  const name = balanced ? 'balanced fidelity' : 'fidelity';
  const score = ({ select }: FrontierEntry): string => {
    const value = (balanced ? select.balancedFidelity : select.fidelity).value!;
    return shares ? `${(100 * value).toFixed(1)}%` : `R² ${value.toFixed(3)}`;
  };
  const number = (value: number): string => (shares ? (100 * value).toFixed(1) : value.toFixed(3));
  const loss = ({ value }: Figure): string => `${number(-value!)}${shares ? ' points' : ''}`;
  const often = ({ select }: FrontierEntry): string =>
    `${(100 * (select.asGood ?? 0)).toFixed(1)}%`;
  return {
    name,
    best: (best) => `Depth ${best.depth} has the best ${name} on the select rows, ${score(best)}.`,
    maybe: (pick, best) =>
      `Depth ${pick.depth} is the smallest that may be as good as the best: its ${name} on the select rows is ${score(pick)}, that of depth ${best.depth} ${score(best)}, and in ${often(pick)} of the resamples of these rows it is at least as good.`,
    behind: (smaller, best) =>
      `Depth ${smaller.depth} is behind depth ${best.depth} by ${loss(smaller.select.behindBest)}, and at least as good in ${often(smaller)} of the resamples.`,
  };
}
