import { Random } from '../core/random.ts';
import type { FeatureGroups, RunDocument } from '../core/run.ts';
import { leavesOf } from '../core/tree.ts';
import { deferredLeaves, measureDeferral } from '../evaluate/deferral.ts';
import { compareGroups } from '../evaluate/groups.ts';
import { answersAt } from '../evaluate/held-out.ts';
import { judge } from '../evaluate/judge.ts';
import type { Yardstick } from '../evaluate/yardstick.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type { StoredRows } from '../report/read-held-out.ts';
import type { Check } from './verify.ts';

/** Computes every figure of `run.json` again from the held-out rows, and which leaves defer. */
export function checkMetrics(run: LoadedRun, select: StoredRows, test: StoredRows): Check {
  const { manifest } = run;
  const yardstick = yardstickOf(manifest);
  const random = new Random(manifest.seed).substream('measure');
  const rows = { select: withLeaves(run, select), test: withLeaves(run, test) };
  const found = judge(
    { ...answersAt(run.model.tree, rows.test.leaves), teacher: test.teacher, truth: test.truth },
    yardstick,
    random.substream('bootstrap').substream(manifest.student.depth).substream('test'),
  );
  const headlines = [
    'fidelity',
    'balancedFidelity',
    'headroomClosed',
    'majority',
    'accuracy',
  ] as const;
  const wrong = [
    ...(Object.keys(found) as (keyof typeof found)[]).filter(
      (name) => !same(found[name], manifest.metrics[name]),
    ),
    ...headlines.filter((name) => !same(found[name], manifest[name])),
    ...wrongDeferral(run, rows, yardstick),
    ...wrongGroups(run, rows.test, yardstick, random.substream('groups')),
  ];
  const detail =
    wrong.length === 0
      ? `every figure of run.json was computed again from ${found.n} test rows`
      : `these figures of run.json do not follow from the test rows: ${[...new Set(wrong)].join(', ')}`;
  return { name: 'metrics', ok: wrong.length === 0, detail };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The rows with the leaves that the tree gives them, where no column was redacted. */
function withLeaves({ model }: LoadedRun, rows: StoredRows): StoredRows {
  return rows.table === null ? rows : { ...rows, leaves: leavesOf(model.tree, rows.table) };
}

function wrongDeferral(
  { model, manifest }: LoadedRun,
  rows: { readonly select: StoredRows; readonly test: StoredRows },
  yardstick: Yardstick,
): string[] {
  const { floor } = manifest.deferral;
  const { tree } = model;
  const own =
    floor === null
      ? new Uint8Array(tree.deferred.length)
      : deferredLeaves(tree, rows.select, yardstick, floor);
  return [
    ...(same(measureDeferral(tree, rows, yardstick, floor), manifest.deferral) ? [] : ['deferral']),
    ...(own.some((deferred, node) => deferred !== tree.deferred[node])
      ? ['which leaves defer']
      : []),
  ];
}

/** Groups cannot be formed again where a column was redacted. */
function wrongGroups(
  { model, manifest }: LoadedRun,
  { table, teacher, leaves }: StoredRows,
  yardstick: Yardstick,
  random: Random,
): string[] {
  if (table === null) return [];
  const { classes: classNames, positive } = manifest;
  const options = { classNames, positive };
  const rows = { table, teacher, ...answersAt(model.tree, leaves) };
  const found: FeatureGroups[] = compareGroups(rows, yardstick, options, random);
  return same(found, manifest.groups) ? [] : ['groups'];
}

function yardstickOf(manifest: RunDocument): Yardstick {
  const { task, classes, constantAnswer, metrics, decisionRule } = manifest;
  return {
    task,
    nOutputs: task === 'regression' ? 1 : classes.length,
    rule: decisionRule,
    constant: typeof constantAnswer === 'number' ? constantAnswer : classes.indexOf(constantAnswer),
    tolerance: metrics.withinTolerance.tolerance,
  };
}
