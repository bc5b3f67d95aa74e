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
    const behindBest: Figure = { value: behind, low: behind - 0.02, high: behind + 0.02, n: 1000 };
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
  [880, -0.05, 0.004],
  [921, -0.009, 0.099],
  [924, -0.006, 0.234],
  [930, 0, 1],
];

describe('picking a depth', () => {
  it('takes the smallest depth that may be as good as the best, and says why', () => {
    const pick = pickDepth(frontier(RISING), CHOOSE);
    expect(pick).toMatchObject({ depth: 4, rule: 'paired-bootstrap', objective: 'fidelity' });
    expect(pick.why).toBe(
      'Depth 4 is the smallest that may be as good as the best: in 23.4% of the resamples of the select rows it agrees with the teacher at least as often as depth 5 does (92.4% against 93.0%). Depth 3 (92.1%) is as good as depth 5 in only 9.9% of the resamples of these rows.',
    );
  });

  it('takes the best where every smaller one is seldom as good', () => {
    const pick = pickDepth(frontier([RISING[0]!, RISING[1]!, RISING[4]!]), CHOOSE);
    expect(pick.depth).toBe(3);
    expect(pick.why).toBe(
      'Depth 3 has the best fidelity on the select rows, 93.0%. Depth 2 (88.0%) is as good as depth 3 in only 0.4% of the resamples of these rows.',
    );
  });

  it('takes a share of exactly one in ten, and says none where there is none', () => {
    const pick = pickDepth(frontier([RISING[0]!, [920, -0.01, 0.1], RISING[4]!]), CHOOSE);
    expect(pick.depth).toBe(2);
    expect(pick.why).toMatch(/: in 10% of .* Depth 1 \(80\.0%\) is as good as depth 3 in none of/);
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
    expect(why).toContain(
      'its balanced fidelity is at least that of depth 5 (82.4% against 83.0%). Depth 3 (82.1%)',
    );
  });

  it('says an R² as a number, not as a share', () => {
    const { why } = pickDepth(frontier(RISING), { ...CHOOSE, fidelityKind: 'r2' });
    expect(why).toContain(
      'in 23.4% of the resamples of the select rows its fidelity is at least that of depth 5 (R² 0.924 against R² 0.930). Depth 3 (R² 0.921) is as good as',
    );
    expect(why).not.toMatch(/9\d\.\d%|agrees/);
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
