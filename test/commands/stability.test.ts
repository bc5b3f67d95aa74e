import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseOut, saveStability } from '../../src/commands/stability-file.ts';
import { stabilityText } from '../../src/commands/stability-words.ts';
import { distill, stability, verify, type DistillOptions } from '../../src/index.ts';
import { SMALL, temporaryFolder, toyFile, type ToyColumns } from './toy-data.ts';

/** Few rows: seconds matter, figures do not. */
const FEW = { ...SMALL, maxRows: 2000 } as const;

async function made(
  options: Partial<DistillOptions> = {},
  columns: ToyColumns = {},
): Promise<{ directory: string; data: string; out: string }> {
  const out = await temporaryFolder();
  const data = await toyFile(out, columns);
  const { directory } = await distill({ ...FEW, data, target: 'answer', out, ...options });
  return { directory, data, out };
}

/** Every file of a run, as base64. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path, await readFile(path, 'base64')] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

describe('the stability of a run', () => {
  test('is told from its data file or from the rows it kept alike, again and again, and changes nothing', async () => {
    const { directory, data } = await made({ keepRows: true });
    const before = await contents(directory);
    const fromData = await stability(directory, { data, draws: 3 });
    const fromRows = await stability(directory, { draws: 3 });
    expect(fromRows).toEqual(fromData);
    expect(await contents(directory)).toEqual(before);
    expect((await verify(directory)).ok).toBe(true);
    expect(fromData).toMatchObject({
      schema: 'espalier-stability/1',
      run: 'toy',
      draws: 3,
      redrawn: 'synthetic-rows',
      teacher: 'kept',
    });
    expect(fromData.splits[0]!.place).toBe('root');
    expect(fromData.agreement.rows).toBe(96);
    const more = await stability(directory, { data, draws: 4 });
    expect(more.draws).toBe(4);
  });

  test('with the teacher trained anew differs from that with the teacher kept', async () => {
    const { directory, data } = await made();
    const kept = await stability(directory, { data, draws: 3 });
    const anew = await stability(directory, { data, draws: 3, refitTeacher: true });
    expect(anew.teacher).toBe('refitted');
    expect(anew.agreement).not.toEqual(kept.agreement);
  });

  test.each<[string, ToyColumns, Partial<DistillOptions>]>([
    ['three classes', { target: 'three' }, {}],
    ['numbers', { target: 'number' }, {}],
    ['a greedy student', {}, { search: 'greedy' }],
    ['the packages', {}, { teacher: 'ml-random-forest', trees: 3, student: 'ml-cart' }],
  ])('is told of %s too', async (_, columns, options) => {
    const { directory, data } = await made(options, columns);
    const found = await stability(directory, { data, draws: 2 });
    expect(found.agreement.pairs.mean).toBeGreaterThan(0.5);
    expect(found.agreement.tolerance === null).toBe(columns.target !== 'number');
    const text = stabilityText(found);
    expect(text).toContain(found.verdict.words);
    expect(text).not.toMatch(/undefined|NaN|null/);
  });

  test('of recorded answers is told from training rows drawn with replacement, and says so', async () => {
    const out = await temporaryFolder();
    const toy = await readFile(await toyFile(out), 'utf8');
    const lines = toy.split('\n').filter((line) => line !== '');
    const data = join(out, 'recorded.csv');
    const recorded = lines.map((line, i) => `${line},${i === 0 ? 'oracle' : line.split(',')[3]}`);
    await writeFile(data, recorded.join('\n'));
    const { directory } = await distill({
      ...FEW,
      data,
      out,
      target: 'answer',
      teacher: 'recorded:oracle',
      keepRows: true,
    });
    const found = await stability(directory, { data, draws: 3 });
    expect(found.redrawn).toBe('training-rows');
    expect(stabilityText(found)).toContain('the training rows drawn with replacement');
    expect(await stability(directory, { draws: 3 })).toEqual(found);
    await expect(stability(directory, { data, refitTeacher: true })).rejects.toMatchObject({
      code: 'E_TEACHER',
      exitCode: 2,
    });
  });
});

describe('it is refused', () => {
  test('without rows, and with another file than the run was made from', async () => {
    const { directory, data } = await made();
    await expect(stability(directory)).rejects.toMatchObject({
      code: 'E_NO_DATA',
      exitCode: 2,
      message: expect.stringContaining('toy.csv'),
    });
    await appendFile(data, '30,50,rent,no\n');
    await expect(stability(directory, { data })).rejects.toMatchObject({
      code: 'E_OTHER_DATA',
      exitCode: 3,
    });
    await rm(data);
    await expect(stability(directory, { data })).rejects.toMatchObject({ code: 'E_NO_FILE' });
  });

  test('for rows that lack redacted columns', async () => {
    const { directory } = await made({ keepRows: true, redact: ['income'] });
    await expect(stability(directory)).rejects.toMatchObject({ code: 'E_NO_DATA' });
  });

  test('for a teacher that is a function of a program', async () => {
    const { directory, data } = await made({
      teacher: (rows) => rows.map((row) => (Number(row['age']) > 40 ? 'yes' : 'no')),
    });
    await expect(stability(directory, { data })).rejects.toMatchObject({
      code: 'E_TEACHER',
      exitCode: 2,
    });
  });

  test.each([0, 1, 2.5, 201, NaN])('for %d redraws', async (draws) => {
    await expect(stability('nothing', { draws })).rejects.toMatchObject({
      code: 'E_OPTION',
      message: expect.stringContaining('--draws'),
    });
  });
});

test('the result is written where nothing is yet, and never into the run', async () => {
  const { directory, data, out } = await made();
  const file = join(out, 'stability.json');
  await refuseOut(directory, file);
  const found = await stability(directory, { data, draws: 2 });
  await saveStability(file, found);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(found);
  await expect(refuseOut(directory, file)).rejects.toMatchObject({ code: 'E_EXISTS' });
  await expect(saveStability(file, found)).rejects.toMatchObject({ code: 'E_EXISTS' });
  await expect(refuseOut(directory, join(directory, 'x.json'))).rejects.toMatchObject({
    code: 'E_OPTION',
  });
  await expect(refuseOut(directory, join(out, 'no', 'x.json'))).rejects.toMatchObject({
    code: 'E_DISK',
  });
});
