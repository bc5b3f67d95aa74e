import { pathsOf } from '../core/box.ts';
import { answerOf, DEFER, type Model } from '../core/tree.ts';
import type { ComparedRegion, PathFlow } from './contract-compare.ts';

/** Ids and answers of the leaves of both trees. */
export class Names {
  readonly #ids: readonly [ReadonlyMap<number, string>, ReadonlyMap<number, string>];
  readonly #models: readonly [Model, Model];
  readonly #tolerance: number | null;

  constructor(a: Model, b: Model, tolerance: number | null) {
    this.#models = [a, b];
    this.#tolerance = tolerance;
    const ids = (model: Model): Map<number, string> =>
      new Map(pathsOf(model).map(({ leaf, id }) => [leaf, id]));
    this.#ids = [ids(a), ids(b)];
  }

  of(leafA: number, leafB: number): Omit<PathFlow, 'kind' | 'rows'> {
    const [a, b] = this.#models;
    return {
      pathA: this.#ids[0].get(leafA)!,
      pathB: this.#ids[1].get(leafB)!,
      decisionA: answerOf(a, leafA),
      decisionB: answerOf(b, leafB),
    };
  }

  /** How the answers of two leaves differ, numbers by more than the tolerance; `null` where alike. */
  kindOf(leafA: number, leafB: number): ComparedRegion['kind'] | null {
    const own = this.of(leafA, leafB);
    if (isAsking(own)) return 'asks';
    const { decisionA, decisionB } = own;
    if (decisionA === decisionB) return null;
    if (this.#models[0].task === 'classification') return 'decision';
    const apart = Math.abs(Number(decisionA) - Number(decisionB));
    return apart > (this.#tolerance ?? 0) ? 'decision' : null;
  }
}

/** Whether just one of the two asks its teacher. */
export function isAsking({
  decisionA,
  decisionB,
}: Pick<PathFlow, 'decisionA' | 'decisionB'>): boolean {
  return (decisionA === DEFER) !== (decisionB === DEFER);
}
