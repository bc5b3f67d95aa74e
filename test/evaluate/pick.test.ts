import { describe, expect, it } from 'vitest';
import { plainFigure, wilson, type Figure } from '../../src/core/interval.ts';
import type { FrontierEntry } from '../../src/core/run.ts';
import { pickDepth, type PickOptions } from '../../src/evaluate/pick.ts';

/** A depth by its hits in 1000 select rows, its distance to the best, and how often it is as good. */
type Recipe = readonly [hits: number, behind: number, asGood: number];

/** A frontier of these select figures, whose test figures say the opposite. */
function frontier(recipes: readonly Recipe[]): FrontierEntry[] {
  return recipes.map(([hits, behind, asGood], i) => {
    const misleading = wilson(100 - i, 100);
    const figure = wilson(hits, 1000);
    const behindBest: Figure = { value: behind, low: behind - 0.01, high: behind + 0.01, n: 1000 };
    return {
      depth: i + 1,
      leaves: 2 << i,
      meanPathLength: i + 1,
      fidelity: misleading,
      headroomClosed: misleading,
      balancedFidelity: misleading,
      accuracy: misleading,
      retained: misleading,
      select: {
        fidelity: figure,
        headroomClosed: figure,
        balancedFidelity: wilson(hits - 100, 1000),
        accuracy: figure,
        behindBest,
        asGood,
      },
    };
  });
}

const CHOOSE: PickOptions = { given: null, objective: 'fidelity', fidelityKind: 'agreement' };

const RISING: readonly Recipe[] = [
  [800, -0.13, 0],
  [880, -0.05, 0.001],
  [921, -0.009, 0.08],
  [924, -0.006, 0.14],
  [930, 0, 1],
];

describe('picking a depth', () => {
  it('takes the smallest depth that may be as good as the best, and says why', () => {
    const pick = pickDepth(frontier(RISING), CHOOSE);
    expect(pick).toMatchObject({ depth: 4, rule: 'paired-bootstrap', objective: 'fidelity' });
    expect(pick.why).toBe(
      'Depth 4 is the smallest that may be as good as the best: its fidelity on the select rows is 92.4%, that of depth 5 93.0%, and in 14.0% of the resamples of these rows it is at least as good. Depth 3 is behind depth 5 by 0.9 points, and at least as good in 8.0% of the resamples.',
    );
  });

  it('takes the best where no smaller one may be as good', () => {
    const pick = pickDepth(frontier([RISING[0]!, RISING[1]!, RISING[4]!]), CHOOSE);
    expect(pick.depth).toBe(3);
    expect(pick.why).toBe(
      'Depth 3 has the best fidelity on the select rows, 93.0%. Depth 2 is behind depth 3 by 5.0 points, and at least as good in 0.1% of the resamples.',
    );
  });

  it('takes depth 1 where all are equal', () => {
    const pick = pickDepth(frontier([RISING[4]!, RISING[4]!, RISING[4]!]), CHOOSE);
    expect(pick.depth).toBe(1);
    expect(pick.why).toBe(
      'Depth 1 has the best fidelity on the select rows, 93.0%. It is the smallest there is.',
    );
  });

  it('takes a depth that is not the deepest where deeper ones overfit', () => {
    const pick = pickDepth(frontier([RISING[0]!, RISING[4]!, RISING[1]!]), CHOOSE);
    expect(pick.depth).toBe(2);
  });

  it('speaks of balanced fidelity where that is the objective', () => {
    const { why, objective } = pickDepth(frontier(RISING), { ...CHOOSE, objective: 'balanced' });
    expect(objective).toBe('balanced');
    expect(why).toContain('its balanced fidelity on the select rows is 82.4%');
  });

  it('says an R² as a number, not as a share', () => {
    const { why } = pickDepth(frontier(RISING), { ...CHOOSE, fidelityKind: 'r2' });
    expect(why).toContain('R² 0.924');
    expect(why).toContain('behind depth 5 by 0.009, and');
    expect(why).not.toMatch(/points/);
  });

  it('takes the depth that was asked for, or the deepest there is', () => {
    expect(pickDepth(frontier(RISING), { ...CHOOSE, given: 2 })).toEqual({
      depth: 2,
      rule: 'given',
      objective: 'fidelity',
      why: 'Depth 2 was asked for.',
    });
    const pick = pickDepth(frontier(RISING), { ...CHOOSE, given: 9 });
    expect(pick.depth).toBe(5);
    expect(pick.why).toContain('stops growing at depth 5');
  });

  it('says so where fidelity is undefined at every depth, and takes the smallest', () => {
    const none = plainFigure(null, 9);
    const entries = frontier(RISING).map((entry) => ({
      ...entry,
      select: { ...entry.select, fidelity: none, behindBest: none, asGood: null },
    }));
    const pick = pickDepth(entries, CHOOSE);
    expect(pick.depth).toBe(1);
    expect(pick.why).toContain('undefined');
    expect(pick.why).not.toMatch(/Infinity|NaN|null/);
  });
});
