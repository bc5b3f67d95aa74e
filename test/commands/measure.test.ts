import { describe, expect, it } from 'vitest';
import { measure, type Findings, type MeasureInput } from '../../src/commands/measure.ts';
import { resolveSettings, type Settings } from '../../src/commands/settings.ts';
import { makeLesson, teach, teachTwin } from '../../src/commands/teach.ts';
import { wilson } from '../../src/core/interval.ts';
import { Random } from '../../src/core/random.ts';
import { forEachSet, type RowSets } from '../../src/core/sets.ts';
import { decisions } from '../../src/core/decision.ts';
import { DEFER, leafIds, leavesOf, prefixesOf, treeDepth, type Tree } from '../../src/core/tree.ts';
import { cartStudent } from '../student/cart-student.ts';
import { recordedTeacher } from '../../src/teacher/recorded.ts';
import { classLabels, makeRows, numberLabels, threeSets, type RowsKind } from '../fixtures/rows.ts';

const settingsOf = (options: object = {}): Settings =>
  resolveSettings({ data: 'x.csv', target: 'y', trees: 20, maxDepth: 4, ...options });

/** The prefixes of a tree, by depth and once more by their leaves. */
function studentsOf(tree: Tree): MeasureInput['student'] {
  const trees = prefixesOf(tree);
  return { trees, byLeaves: trees.map((one) => ({ leaves: leafIds(one).length, tree: one })) };
}

async function distilled(sets: RowSets, settings: Settings): Promise<Findings> {
  const random = new Random(1);
  const teacher = await teach(sets, settings, random.substream('teacher'));
  const twin = await teachTwin(sets, settings, random.substream('twin'));
  const { lesson, sampler } = await makeLesson(sets, teacher, settings, random.substream('a'));
  const { tree } = await cartStudent(lesson, { maxDepth: settings.maxDepth, minLeafRows: 5 });
  return measure(
    { student: studentsOf(tree), target: 'y', sets, teacher, twin, sampler },
    settings,
    random,
  );
}

describe.each(['binary', 'classes', 'numbers'] as RowsKind[])(
  'measuring a student of %s',
  (kind) => {
    const sets = threeSets(makeRows(kind, 400));

    it('finds every depth, picks one, and holds evidence for each of its paths', async () => {
      const { frontier, picked, points, paths, leaves, model, twinAgreement, warnings } =
        await distilled(sets, settingsOf());
      expect(frontier.depths.map(({ depth }) => depth)).toEqual([1, 2, 3, 4]);
      expect(frontier.fidelityKind).toBe(kind === 'numbers' ? 'r2' : 'agreement');
      expect(picked).toBe(points[frontier.pick.depth - 1]);
      expect(frontier.pick.rule).toBe('paired-bootstrap');
      expect(frontier.leaves.map(({ limit }) => limit)).toEqual(
        points.map(({ tree }) => leafIds(tree).length),
      );
      expect(model.tree).toBe(picked.tree);
      expect(treeDepth(model.tree)).toBe(frontier.pick.depth);
      expect(paths).toHaveLength(picked.entry.leaves);
      expect(leaves.test).toEqual(leavesOf(model.tree, sets.test.table));
      expect(leaves.select).toEqual(leavesOf(model.tree, sets.select.table));
      expect(paths.every(({ freshFidelity }) => freshFidelity.n > 0)).toBe(true);
      expect(twinAgreement.value!).toBeGreaterThan(0.8);
      expect(frontier.baselines.twinAgreement).toEqual(twinAgreement);
      expect(frontier.baselines.teacherAccuracy).toEqual(picked.test.accuracy.teacher);
      expect(warnings).toEqual([]);
    });

    it('defers where the select rows do not reach the floor, and leaves the frontier alone', async () => {
      const whole = await distilled(sets, settingsOf());
      const found = await distilled(sets, { ...settingsOf(), defer: 0.97, forbid: ['income'] });
      expect(found.frontier).toEqual(whole.frontier);
      expect(found.picked.test).toEqual(whole.picked.test);
      const { deferred } = found.model.tree;
      const asking = found.paths.filter(({ decision }) => decision === DEFER);
      expect(asking.map(({ leaf }) => leaf)).toEqual(
        leafIds(found.model.tree).filter((leaf) => deferred[leaf] === 1),
      );
      found.paths.forEach((path, i) => {
        const { decision } = whole.paths[i]!;
        expect(path).toEqual({
          ...whole.paths[i]!,
          decision: path.deferredFrom === null ? decision : DEFER,
          deferredFrom: path.decision === DEFER ? decision : null,
        });
      });
      expect(found.deferral).toMatchObject({ floor: 0.97, leaves: asking.length });
      expect(whole.deferral).toMatchObject({ floor: null, leaves: 0 });
      const answering = found.paths.filter(({ decision }) => decision !== DEFER);
      const rows = answering.reduce((sum, { realRows }) => sum + realRows.test, 0);
      expect(found.deferral.fidelity.n).toBe(rows);
      expect(found.groups.map(({ feature, forbidden }) => [feature, forbidden])).toEqual([
        ['income', true],
      ]);
      expect(whole.groups).toEqual([]);
    });

    it('picks the depth that is asked for', async () => {
      const { frontier } = await distilled(sets, settingsOf({ depth: 2 }));
      expect(frontier.pick).toMatchObject({ depth: 2, rule: 'given' });
      expect(frontier.depths).toHaveLength(2);
    });
  },
);

describe('a useless teacher', () => {
  /** Sets on which a recorded teacher answers `say`, where the truth is `truth`. */
  function recordedSets(truth: readonly number[], say: readonly number[]): RowSets {
    const { table } = makeRows('binary', truth.length);
    const sets = threeSets({ table, truth: classLabels(truth, 2) });
    const said = threeSets({ table, truth: classLabels(say, 2) });
    return forEachSet((name) => ({ ...sets[name], recorded: said[name].truth }));
  }

  async function warningsOf(sets: RowSets, options: object = {}): Promise<Findings['warnings']> {
    const teacher = recordedTeacher(sets, ['p']);
    const settings = settingsOf({ ...options, teacher: 'recorded:p', depth: 1 });
    const { lesson } = await makeLesson(sets, teacher, settings, new Random(1));
    const { tree } = await cartStudent(lesson, { maxDepth: 1, minLeafRows: 5 });
    const input = {
      student: studentsOf(tree),
      target: 'y',
      sets,
      teacher,
      twin: null,
      sampler: null,
    };
    return (await measure(input, settings, new Random(1))).warnings;
  }

  const truth = Array.from({ length: 200 }, (_, row) => (row % 10 < 6 ? 0 : 1));

  it('that always gives one class is said so', async () => {
    const warnings = await warningsOf(
      recordedSets(
        truth,
        truth.map(() => 0),
      ),
    );
    expect(warnings.map(({ code }) => code)).toEqual(['W_USELESS_TEACHER']);
    expect(warnings[0]!.message).toContain('60.0%');
  });

  it('that prefers the wrong class is held against the right one', async () => {
    // Right on half the rows, mostly by saying class 1; class 0 alone would be right on 60%.
    const say = truth.map((k, row) => (row % 10 === 0 ? k : 1));
    const warnings = await warningsOf(recordedSets(truth, say));
    expect(warnings.map(({ code }) => code)).toEqual(['W_USELESS_TEACHER']);
    expect(warnings[0]!.message).toContain('50.0%');
    expect(warnings[0]!.message).toContain('60.0%');
  });

  it('is not one that beats the most frequent class', async () => {
    const say = truth.map((k, row) => (row % 5 === 0 ? 1 - k : k));
    const sets = recordedSets(truth, say);
    const right = decisions(sets.test.recorded!.soft, 2).filter(
      (k, row) => k === decisions(sets.test.truth.soft, 2)[row],
    ).length;
    expect(wilson(right, sets.test.table.nRows).value!).toBeGreaterThan(0.6);
    expect(await warningsOf(sets)).toEqual([]);
  });

  it('of numbers, that is worse than the mean, is said so', async () => {
    const { table, truth: numbers } = makeRows('numbers', 200);
    const sets = threeSets({ table, truth: numbers });
    const said = threeSets({ table, truth: numberLabels(Array.from(numbers.soft, (y) => -y)) });
    const recorded = forEachSet((name) => ({ ...sets[name], recorded: said[name].truth }));
    const warnings = await warningsOf(recorded);
    expect(warnings.map(({ code }) => code)).toEqual(['W_USELESS_TEACHER']);
    expect(warnings[0]!.message).toContain('R²');
  });

  it('is not named one where the test rows have one target and nothing can be said', async () => {
    const { table, truth: numbers } = makeRows('numbers', 200);
    const sets = threeSets({ table, truth: numbers });
    sets.test.truth.soft.fill(1);
    const recorded = forEachSet((name) => ({ ...sets[name], recorded: sets[name].truth }));
    const warnings = await warningsOf(recorded);
    expect(warnings.map(({ code }) => code)).toEqual(['W_CONSTANT_TEST']);
  });
});
