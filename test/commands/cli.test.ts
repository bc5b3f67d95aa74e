import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, start } from './command-line.ts';
import { temporaryFolder, toyFile } from './toy-data.ts';

const SMALL = ['--trees', '15', '--max-depth', '3'];

describe('a run from the command line', () => {
  test('distill, frontier, predict, explain, compile and verify', async () => {
    const cwd = await temporaryFolder();
    await toyFile(cwd);
    const made = await cli(cwd, 'distill', 'toy.csv', '--target', 'answer', ...SMALL);
    expect(made).toMatchObject({
      code: 0,
      err: expect.stringContaining('Training the teacher: done'),
    });
    expect(made.out).toMatch(/^toy\.csv: 240 rows, target answer \(no, yes\)\./);
    expect(made.out).toMatch(/Fidelity {3}the student answers like the teacher on \d+\.\d%/);
    expect(made.out).toContain('Written to reports/toy');

    const frontier = await cli(cwd, 'frontier', 'toy');
    expect(frontier.out).toMatch(/depth +paths/);
    expect(frontier.out).toMatch(/^→/m);

    const predicted = await cli(cwd, 'predict', 'toy', 'toy.csv');
    expect(predicted.out.split('\n')[0]).toBe('row,answer,p_yes,p_no,path,out_of_range');
    expect(predicted.out.trim().split('\n')).toHaveLength(241);

    const explained = await cli(cwd, 'explain', 'toy', 'toy.csv', '--row', '5');
    expect(explained.out).toMatch(
      /^Row 5: answer is (yes|no) \(teacher’s mean probability 0\.\d+\), by path [0-9a-f]{12}/,
    );
    expect(explained.out).toContain('[here: ');

    const compiled = await cli(cwd, 'compile', 'toy', '--to', 'js');
    expect(compiled).toMatchObject({ code: 0 });
    expect((await readdir(join(cwd, 'reports/toy/compiled/js'))).toSorted()).toEqual([
      'equality.json',
      'predict.js',
      'predict.test.js',
    ]);
    for (const [target, files] of [
      ['python', ['equality.json', 'predict.py', 'test_predict.py']],
      ['c', ['equality.json', 'predict.c', 'predict.h', 'predict_test.c']],
    ] as const) {
      expect(await cli(cwd, 'compile', 'toy', '--to', target)).toMatchObject({ code: 0, err: '' });
      const written = await readdir(join(cwd, 'reports/toy/compiled', target));
      expect(written.toSorted()).toEqual(files);
    }

    const query = await cli(cwd, 'compile', 'toy', '--to', 'sql');
    expect(query).toMatchObject({ code: 0, err: '' });
    expect(query.out).toMatch(/Proven equal to the tree: .* DuckDB .* planted faults caught\./);
    expect((await readdir(join(cwd, 'reports/toy/compiled/sql-duckdb'))).toSorted()).toEqual([
      'equality.json',
      'leaf.sql',
      'predict.sql',
      'test.sql',
    ]);

    const onnx = await cli(cwd, 'compile', 'toy', '--to', 'onnx', '--numbers', 'float32');
    expect(onnx).toMatchObject({ code: 0 });
    expect(await readdir(join(cwd, 'reports/toy/compiled/onnx-float32'))).toContain('predict.onnx');
    const json = await cli(cwd, 'compile', 'toy', '--to', 'json');
    expect(json).toMatchObject({ code: 0 });
    expect(json.out).toContain('Wrote model.json, input.schema.json');

    const verified = await cli(cwd, 'verify', 'reports/toy');
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(verified.out).toMatch(/^toy verifies:/);
  });

  test('stability says how much of the tree is chance, and writes it where it is told to', async () => {
    const cwd = await temporaryFolder();
    await toyFile(cwd);
    await cli(cwd, 'distill', 'toy.csv', '-t', 'answer', '--max-rows', '2000', ...SMALL);
    const args = ['stability', 'toy', 'toy.csv', '--draws', '2'];
    const told = await cli(cwd, ...args, '--out', 'stability.json');
    expect(told).toMatchObject({ code: 0, err: expect.stringContaining('fitting anew: done') });
    expect(told.out).toMatch(/^toy: the student of depth \d was fitted anew 2 times/);
    expect(told.out).toContain('Written to stability.json.');
    const { out } = await cli(cwd, ...args, '--json');
    expect(JSON.parse(out)).toEqual(
      JSON.parse(await readFile(join(cwd, 'stability.json'), 'utf8')),
    );
  });

  test('what predict prints is what predict.js answers', async () => {
    const cwd = await temporaryFolder();
    await toyFile(cwd, { target: 'three' });
    await cli(cwd, 'distill', 'toy.csv', '-t', 'answer', ...SMALL);
    const { out } = await cli(cwd, 'predict', 'toy', 'toy.csv', '--json');
    const { predictions } = JSON.parse(out);
    const module = await import(join(cwd, 'reports/toy/predict.js'));
    const lines = (await readFile(join(cwd, 'toy.csv'), 'utf8')).trim().split('\n').slice(1);
    lines.forEach((line, row) => {
      const [age, income, home] = line.split(',');
      const features = { age: Number(age), income: income === '' ? null : Number(income), home };
      expect(module.predict(features)).toBe(predictions[row].answer);
      expect(module.explain(features).id).toBe(predictions[row].path);
      expect(module.score(features)).toEqual(predictions[row].value);
    });
  });

  test('--json prints one document and nothing else', async () => {
    const cwd = await temporaryFolder();
    await toyFile(cwd);
    const made = await cli(cwd, 'distill', 'toy.csv', '-t', 'answer', '--json', ...SMALL);
    expect(JSON.parse(made.out)).toMatchObject({
      schema: 'espalier-run/1',
      name: 'toy',
      task: 'classification',
    });
    for (const args of [
      ['frontier', 'toy'],
      ['verify', 'toy'],
      ['explain', 'toy', 'toy.csv', '--row', '1'],
    ]) {
      const { out, code } = await cli(cwd, ...args, '--json');
      expect(code).toBe(0);
      expect(() => JSON.parse(out)).not.toThrow();
    }
  });
});

describe('refusals are one line with a code, and the exit code says whose fault it is', () => {
  test.each([
    [['distill', 'nowhere.csv', '-t', 'y'], 3, /^E_NO_FILE: .*nowhere\.csv/],
    [['distill', 'toy.csv', '-t', 'anwser'], 3, /^E_NO_TARGET: .*anwser.*answer/],
    [['distill', 'toy.csv', '-t', 'answer', '--depth', '99'], 2, /^E_OPTION: depth is 99/],
    [
      ['distill', 'toy.csv', '-t', 'answer', '--max-depth', '13'],
      2,
      /^E_OPTION: maxDepth \(--max-depth\) is 13: use a whole number from 1 to 12\./,
    ],
    [['distill', 'toy.csv', '-t', 'answer', '--name', 'Über'], 2, /^E_OPTION: name is "Über"/],
    [['distill', 'toy.csv', '-t', 'answer', '--teacher', 'oracle'], 2, /^E_TEACHER/],
    [['verify', 'nothing'], 3, /^E_NO_RUN/],
    [['stability', 'nothing', 'toy.csv'], 3, /^E_NO_RUN/],
    [['stability', 'nothing', '--draws', '1'], 2, /^E_OPTION: draws \(--draws\) is 1/],
    [
      ['distill', 'toy.csv', '-t', 'answer', '--max-rows', '0'],
      2,
      /^E_OPTION: maxRows \(--max-rows\)/,
    ],
    [['serve', '--host', '0.0.0.0'], 2, /^E_REMOTE/],
  ])('%j', async (args, code, message) => {
    const cwd = await temporaryFolder();
    await toyFile(cwd);
    const ended = await cli(cwd, ...args);
    const lines = ended.err.trim().split('\n');
    expect(lines.at(-1)).toMatch(message);
    expect(lines.filter((line) => !line.endsWith(': done'))).toHaveLength(1);
    expect(ended).toMatchObject({ code, out: '' });
    expect(await readdir(cwd)).toEqual(['toy.csv']);
  });

  test.each([
    [['frobnicate']],
    [['distill']],
    [['distill', 'toy.csv', '-t', 'answer', '--student', 'owl']],
  ])('usage: %j exits 2', async (args) => {
    const ended = await cli(await temporaryFolder(), ...args);
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(/^error: /);
  });

  test('--help and --version exit 0', async () => {
    const cwd = await temporaryFolder();
    expect(await cli(cwd, '--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    for (const command of [
      'distill',
      'frontier',
      'compile',
      'predict',
      'explain',
      'verify',
      'serve',
      'demo',
    ]) {
      const help = await cli(cwd, command, '--help');
      expect(help.code).toBe(0);
      expect(help.out).toContain(`Example:\n  espalier ${command}`);
    }
  });
});

describe('being stopped', () => {
  test('Ctrl-C ends with 130 within two seconds and leaves nothing', async () => {
    const cwd = await temporaryFolder();
    await toyFile(cwd, { rows: 2000 });
    for (const stage of ['Reading the data', 'Training the teacher', 'Drawing synthetic rows']) {
      const { child, ended, output } = start(cwd, ['distill', 'toy.csv', '-t', 'answer']);
      await expect.poll(() => output.err, { timeout: 30_000 }).toContain(stage);
      const asked = performance.now();
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 130, out: '' });
      expect(performance.now() - asked).toBeLessThan(2000);
      expect(
        await readdir(cwd).then((names) => names.filter((name) => name !== 'reports')),
      ).toEqual(['toy.csv']);
      expect(await readdir(join(cwd, 'reports')).catch(() => [])).toEqual([]);
    }
  });

  test('killed at any moment there is no half run, and the next run sweeps what is left', async () => {
    const cwd = await temporaryFolder();
    await toyFile(cwd);
    const args = ['distill', 'toy.csv', '-t', 'answer', '--force', ...SMALL];
    const begun = performance.now();
    expect((await cli(cwd, ...args)).code).toBe(0);
    const whole = performance.now() - begun;
    for (let i = 0; i < 9; i++) {
      const { child, ended } = start(cwd, args);
      // Most kills fall into the last third, where files are written.
      setTimeout(() => child.kill('SIGKILL'), whole * (i < 3 ? i / 3 : 0.6 + (i - 3) / 12));
      await ended;
      expect((await cli(cwd, 'verify', 'toy')).code).toBe(0);
    }
    expect((await cli(cwd, ...args)).code).toBe(0);
    expect(await readdir(join(cwd, 'reports'))).toEqual(['toy']);
  }, 300_000);
});
