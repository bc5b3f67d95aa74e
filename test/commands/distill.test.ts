import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { distill, verify, type DistillOptions, type TeacherFunction } from '../../src/index.ts';
import { readParquet } from '../../src/store/parquet.ts';
import { baForestText, type Plain } from '../fixtures/ba-forest.ts';
import { SMALL, temporaryFolder, toyFile, type ToyColumns } from './toy-data.ts';

/** Distils a toy table into a folder of its own. */
async function run(options: Partial<DistillOptions> = {}, columns: ToyColumns = {}) {
  const out = await temporaryFolder();
  const data = await toyFile(out, columns);
  return distill({ ...SMALL, data, target: 'answer', out: join(out, 'reports'), ...options });
}

const FILES = [
  'MODEL_CARD.md',
  'equality.json',
  'frontier.json',
  'frontier.svg',
  'heldout.parquet',
  'paths.csv',
  'paths.json',
  'predict.js',
  'predict.test.js',
  'predict.ts',
  'run.json',
  'teacher.json',
  'tree.json',
  'trees',
];

describe('distill', () => {
  test('writes every file of a run, and the run verifies', async () => {
    const done = await run();
    expect((await readdir(done.directory)).toSorted()).toEqual(FILES);
    expect((await readdir(join(done.directory, 'trees'))).toSorted()).toEqual([
      '1.json',
      '2.json',
      '3.json',
    ]);
    const verdict = await verify(done.directory);
    expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
    expect(verdict.checks.map((check) => check.name)).toEqual([
      'files',
      'documents',
      'code',
      'rows',
      'metrics',
      'paths',
    ]);
  });

  test('learns what the data say: the student beats the majority answer by far', async () => {
    const { run: document } = await run();
    expect(document.fidelity.value!).toBeGreaterThan(document.majority.value! + 0.15);
    expect(document.fidelity.n).toBe(document.data.split.test);
  });

  test('splits 60/20/20 and counts every row', async () => {
    const { split, rows, rowsWithoutTarget } = (await run()).run.data;
    expect(split.train + split.select + split.test).toBe(rows - rowsWithoutTarget);
    expect(split.train / rows).toBeCloseTo(0.6, 1);
    expect(split.test / rows).toBeCloseTo(0.2, 1);
  });

  test('many classes', async () => {
    const { run: document, paths } = await run({}, { target: 'three' });
    expect(document.classes).toEqual(['high', 'low', 'middle']);
    for (const path of paths) {
      expect(path.value).toHaveLength(3);
      expect(path.value.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    }
  });

  test('numbers', async () => {
    const { run: document } = await run({}, { target: 'number' });
    expect(document.task).toBe('regression');
    expect(document.fidelityKind).toBe('r2');
    expect(document.fidelity.value!).toBeGreaterThan(0.4);
    expect(document.confusion).toBeNull();
  });

  test('depth is obeyed, and chosen on the select rows otherwise', async () => {
    expect((await run({ depth: 2 })).run.student.depth).toBe(2);
    const chosen = await run();
    const frontier = JSON.parse(await readFile(join(chosen.directory, 'frontier.json'), 'utf8'));
    expect(frontier.pick.rule).toBe('paired-bootstrap');
    expect(frontier.pick.depth).toBe(chosen.run.student.depth);
  });

  test('a function teaches, and its rules are found', async () => {
    const teacher: TeacherFunction = (rows) =>
      Promise.resolve(rows.map((row) => (Number(row['age']) > 40 ? [0.1, 0.9] : [0.8, 0.2])));
    const { model, run: document } = await run({ teacher, depth: 1 });
    expect(document.fidelity.value).toBe(1);
    expect(document.twinAgreement.value).toBeNull();
    expect(model.features[model.tree.feature[0]!]!.name).toBe('age');
    expect(model.tree.threshold[0]).toBe(40.5);
  });

  test('recorded answers teach without synthetic rows, and the run says what that costs', async () => {
    const out = await temporaryFolder();
    const data = await toyFile(out, { target: 'three' });
    const text = (await readFile(data, 'utf8')).split('\n').filter((line) => line !== '');
    const lines = text.map((line, i) => `${line},${i === 0 ? 'oracle' : line.split(',')[3]}`);
    const recorded = join(out, 'recorded.csv');
    await writeFile(recorded, lines.join('\n'));
    const done = await distill({
      ...SMALL,
      data: recorded,
      out,
      target: 'answer',
      teacher: 'recorded:oracle',
    });
    expect(done.run.teacher.kind).toBe('recorded');
    expect(done.run.augmentation).toMatchObject({ method: 'none', syntheticRows: 0, realMass: 1 });
    expect(done.run.warnings.map((warning) => warning.code)).toContain('W_RECORDED');
    expect(done.run.features.map((feature) => feature.name)).not.toContain('oracle');
    expect(done.run.accuracy.teacher.value).toBe(1);
    expect((await verify(done.directory)).ok).toBe(true);
  });

  test('a forest from a file teaches: a tree of its own size answers exactly as it does', async () => {
    const out = await temporaryFolder();
    const random = new Random('grid');
    const rows = Array.from({ length: 300 }, () =>
      [random.below(8), random.below(2), random.below(5)].join(','),
    );
    const data = join(out, 'grid.csv');
    const lines = rows.map((row, i) => `${i % 2},${row}`);
    await writeFile(data, ['class,size,is:new,step', ...lines, ''].join('\n'));
    const tree: Plain = {
      feature: 0,
      threshold: 3,
      left: { feature: 2, threshold: 1.5, left: { decided: 0 }, right: { decided: 1 } },
      right: { feature: 1, threshold: 0.5, left: { decided: 1 }, right: { decided: 0 } },
    };
    const forest = join(out, 'forest.txt');
    await writeFile(forest, baForestText({ nFeatures: 3, nClasses: 2, trees: [tree] }));
    const teacher = `ba-forest:${forest}`;
    const done = await distill({ data, out, target: 'class', teacher, maxDepth: 4 });
    expect(done.run.teacher).toMatchObject({ kind: 'ba-forest', outOfBag: false });
    expect(done.run.configuration['teacher']).toBe('ba-forest:forest.txt');
    expect(done.run.fidelity.value).toBe(1);
    expect(done.run.student).toMatchObject({ depth: 2, leaves: 4 });
    expect(done.run.artifacts).toHaveProperty('teacher.json');
    expect((await verify(done.directory)).ok).toBe(true);
  });

  test.each([{ teacher: 'ml-random-forest' as const, trees: 5 }, { student: 'ml-cart' as const }])(
    'the named packages run end to end: %o',
    async (choice) => {
      const done = await run(choice);
      const { fidelity, majority } = done.run;
      expect(fidelity.value!).toBeGreaterThan(majority.value!);
      expect((await verify(done.directory)).ok).toBe(true);
    },
  );

  test('the truth can be mixed in', async () => {
    const plain = await run({ truthWeight: 0 });
    const mixed = await run({ truthWeight: 1 });
    expect(mixed.run.augmentation.truthWeight).toBe(1);
    expect(mixed.run.modelHash).not.toBe(plain.run.modelHash);
  });

  test('redacted columns stay out of the held-out rows, and the run still verifies', async () => {
    const done = await run({ redact: [' income '] });
    const parquet = await readParquet(join(done.directory, 'heldout.parquet'));
    expect(parquet.map(({ name }) => name)).not.toContain('f1');
    expect(done.run.features[1]!.name).toBe('income');
    const verdict = await verify(done.directory);
    expect(verdict.ok).toBe(true);
    const rows = verdict.checks.find((check) => check.name === 'rows');
    expect(rows?.detail).toContain('redacted');
  });

  test('--keep-rows keeps every row the student was fitted on', async () => {
    const done = await run({ keepRows: true });
    expect(Object.keys(done.run.artifacts)).toContain('rows.parquet');
  });

  test('an existing run is refused before any work, and replaced with force', async () => {
    const out = await temporaryFolder();
    const data = await toyFile(out);
    const options = { ...SMALL, data, target: 'answer', out };
    await distill(options);
    await expect(distill(options)).rejects.toMatchObject({ code: 'E_EXISTS', exitCode: 3 });
    const again = await distill({ ...options, seed: 2, force: true });
    expect(again.run.seed).toBe(2);
    expect((await verify(again.directory)).ok).toBe(true);
  });

  test('can be stopped, and leaves nothing behind', async () => {
    const out = await temporaryFolder();
    const data = await toyFile(out);
    const stop = new AbortController();
    const onProgress = ({ stage }: { stage: string }): void => {
      if (stage === 'label') stop.abort(new Error('enough'));
    };
    await expect(
      distill({ data, target: 'answer', out, signal: stop.signal, onProgress }),
    ).rejects.toThrow('enough');
    expect(await readdir(out)).toEqual(['toy.csv']);
  });

  test.each([
    [{ depth: 0 }, 'depth'],
    [{ maxDepth: 13 }, 'maxDepth'],
    [{ truthWeight: 2 }, 'truthWeight'],
    [{ name: '../up' }, 'name'],
    [{ name: 'A b' }, 'name'],
    [{ seed: 0.5 }, 'seed'],
    [{ trees: 0 }, 'trees'],
  ])('refuses the option %o', async (option, name) => {
    await expect(distill({ data: 'nowhere.csv', target: 'y', ...option })).rejects.toMatchObject({
      code: 'E_OPTION',
      exitCode: 2,
      message: expect.stringContaining(name),
    });
  });

  test('refuses an unknown teacher', async () => {
    await expect(
      distill({ data: 'nowhere.csv', target: 'y', teacher: 'oracle' }),
    ).rejects.toMatchObject({ code: 'E_TEACHER', exitCode: 2 });
  });
});
