import { describe, expect, it } from 'vitest';
import { frontierText } from '../../src/commands/frontier-table.ts';
import { makeFrontier, CREDIT_RUN, REGRESSION_RUN } from '../fixtures/site-run.ts';
import { makeModel } from '../fixtures/site-model.ts';

const credit = makeFrontier(makeModel(CREDIT_RUN));

/** The cells of each line of a table. */
const cellsOf = (table: string): string[][] =>
  table.split('\n').map((line) => line.trim().split(/ {2,}/));

describe('the frontier in a terminal', () => {
  it('has a line a depth, the picked one marked, why it was picked, and a line a number of leaves', () => {
    const [depths, why, title, leaves] = frontierText(credit).split('\n\n');
    expect(cellsOf(depths!)).toHaveLength(1 + credit.depths.length);
    expect(cellsOf(depths!).at(-1)!.slice(0, 3)).toEqual([
      '→',
      '5',
      `${credit.depths.at(-1)!.leaves}`,
    ]);
    expect(why).toBe(credit.pick.why);
    expect(title).toBe('By number of leaves:');
    const limits = cellsOf(leaves!)
      .slice(1)
      .map(([limit]) => Number(limit));
    expect(limits).toEqual(credit.leaves.map(({ limit }) => limit));
  });

  it('leaves the second table out where the student does not come by number of leaves', () => {
    expect(frontierText({ ...credit, leaves: [] })).not.toContain('leaves');
  });

  it('says how far each is behind the best, in points, or as an R²', () => {
    const behind = (text: string): string[] => {
      const [head, ...rows] = cellsOf(text.split('\n\n')[0]!);
      const at = head!.indexOf('behind best');
      // The mark of the pick is a cell of its own.
      return rows.map((row) => row[row[0] === '→' ? at + 1 : at]!);
    };
    expect(behind(frontierText(credit))).toEqual([
      '-4.0 [-5.2, -2.8]',
      '-3.0 [-4.2, -1.8]',
      '-2.0 [-3.2, -0.8]',
      '-1.0 [-2.2, 0.2]',
      '0.0 [0.0, 0.0]',
    ]);
    const wine = makeFrontier(makeModel(REGRESSION_RUN));
    expect(behind(frontierText(wine)).at(-2)).toBe('-0.010 [-0.022, 0.002]');
  });

  it('shows balanced fidelity where trees were compared by it', () => {
    expect(frontierText(credit)).not.toContain('balanced');
    const balanced = { ...credit, pick: { ...credit.pick, objective: 'balanced' as const } };
    expect(frontierText(balanced)).toContain('balanced % (select)');
  });
});
