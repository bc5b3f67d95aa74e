import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { writeDirectory, type DirectoryFile } from '../../src/store/directory.ts';
import { sweepTemporaries } from '../../src/store/temporaries.ts';
import { refusal, temporaryFolder } from './temporary-folder.ts';

const faults = vi.hoisted(() => ({ calls: 0, failAt: Infinity, code: 'ENOSPC' }));

/** The real file system, whose nth call from now on fails once; removals are left alone. */
vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof fs>();
  const strike = (): void => {
    faults.calls++;
    if (faults.calls !== faults.failAt) return;
    throw Object.assign(new Error(`${faults.code}: injected`), { code: faults.code });
  };
  const watch =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      strike();
      return call(...args);
    };
  return {
    ...real,
    mkdir: watch(real.mkdir),
    readdir: watch(real.readdir),
    rename: watch(real.rename),
    stat: watch(real.stat),
    open: async (...args: Parameters<typeof real.open>) => {
      strike();
      const handle = await real.open(...args);
      handle.writeFile = watch(handle.writeFile.bind(handle));
      handle.sync = watch(handle.sync.bind(handle));
      return handle;
    },
  };
});

const folder = temporaryFolder();
let parent = '';
let count = 0;

beforeEach(() => {
  parent = join(folder.path, `case-${count++}`);
  mkdirSync(parent);
  faults.failAt = Infinity;
});

function filesOf(mark: string): DirectoryFile[] {
  return [
    { path: 'run.json', content: `{"mark":"${mark}"}` },
    { path: 'tree.json', content: `tree ${mark}` },
    { path: 'trees/1.json', content: `small ${mark}` },
    { path: 'rows.bin', write: async (absolute) => fs.writeFile(absolute, mark) },
  ];
}

/** The mark of a whole directory, `null` where there is none; anything between is a failure. */
function markOf(path: string): string | null {
  if (!existsSync(path)) return null;
  const mark = (JSON.parse(readFileSync(join(path, 'run.json'), 'utf8')) as { mark: string }).mark;
  expect(readFileSync(join(path, 'tree.json'), 'utf8')).toBe(`tree ${mark}`);
  expect(readFileSync(join(path, 'trees/1.json'), 'utf8')).toBe(`small ${mark}`);
  expect(readFileSync(join(path, 'rows.bin'), 'utf8')).toBe(mark);
  return mark;
}

const plain = { force: false, last: 'run.json' };

describe('a directory', () => {
  test('is written whole, the last file last, and leaves nothing beside it', async () => {
    const order: string[] = [];
    const watched = filesOf('a').map((file) => ({
      path: file.path,
      write: async (absolute: string): Promise<void> => {
        order.push(file.path);
        if ('write' in file) await file.write(absolute);
        else await fs.writeFile(absolute, file.content);
      },
    }));
    await writeDirectory(join(parent, 'run'), watched, plain);
    expect(order).toEqual(['tree.json', 'trees/1.json', 'rows.bin', 'run.json']);
    expect(markOf(join(parent, 'run'))).toBe('a');
    expect(readdirSync(parent)).toEqual(['run']);
  });

  test('that exists is refused, or replaced by force', async () => {
    const target = join(parent, 'run');
    await writeDirectory(target, filesOf('a'), plain);
    expect(await refusal(writeDirectory(target, filesOf('b'), plain))).toMatchObject({
      code: 'E_EXISTS',
      exitCode: 3,
    });
    expect(markOf(target)).toBe('a');
    await writeDirectory(target, filesOf('b'), { ...plain, force: true });
    expect(markOf(target)).toBe('b');
    expect(readdirSync(parent)).toEqual(['run']);
  });

  test('that is no run is not replaced, even by force', async () => {
    const target = join(parent, 'precious');
    mkdirSync(target);
    writeFileSync(join(target, 'thesis.txt'), 'years of work');
    const work = writeDirectory(target, filesOf('a'), { ...plain, force: true });
    expect(await refusal(work)).toMatchObject({ code: 'E_EXISTS' });
    expect(readdirSync(target)).toEqual(['thesis.txt']);
  });

  test('in the place of a file is refused', async () => {
    writeFileSync(join(parent, 'run'), 'a file');
    const work = writeDirectory(join(parent, 'run'), filesOf('a'), { ...plain, force: true });
    expect(await refusal(work)).toMatchObject({ code: 'E_EXISTS' });
  });

  test('written twice at once stands once', async () => {
    const target = join(parent, 'run');
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((mark) => writeDirectory(target, filesOf(mark), plain)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'E_EXISTS' });
    }
    expect(markOf(target)).not.toBeNull();
    expect(readdirSync(parent)).toEqual(['run']);
  });

  test('makes the folders above it, and is refused where there can be none', async () => {
    await writeDirectory(join(parent, 'a', 'b', 'run'), filesOf('a'), plain);
    expect(markOf(join(parent, 'a', 'b', 'run'))).toBe('a');
    writeFileSync(join(parent, 'file'), '');
    for (const place of [join(parent, 'file'), '/proc']) {
      const work = writeDirectory(join(place, 'x', 'run'), filesOf('a'), plain);
      expect(await refusal(work)).toMatchObject({ code: 'E_DISK', exitCode: 4 });
    }
  });

  test('never leaves its own folder', async () => {
    const work = writeDirectory(join(parent, 'run'), [{ path: '../escape', content: '' }], plain);
    await expect(work).rejects.toThrow('outside');
    expect(readdirSync(parent)).toEqual([]);
  });

  test('is given up without a trace when the work is cancelled', async () => {
    const controller = new AbortController();
    const files: DirectoryFile[] = [
      ...filesOf('a'),
      { path: 'late', write: async () => controller.abort(new Error('stopped')) },
    ];
    const work = writeDirectory(join(parent, 'run'), files, {
      ...plain,
      signal: controller.signal,
    });
    await expect(work).rejects.toThrow('stopped');
    expect(readdirSync(parent)).toEqual([]);
  });

  test.each([
    ['new', null],
    ['replaced', 'old'],
  ])('%s, survives the failure of any one call of the file system', async (_, before) => {
    const target = join(parent, 'run');
    const options = { ...plain, force: true };
    let failed = 0;
    for (let n = 1; ; n++) {
      faults.failAt = Infinity;
      await fs.rm(target, { recursive: true, force: true });
      if (before !== null) await writeDirectory(target, filesOf(before), plain);
      faults.calls = 0;
      faults.failAt = n;
      const outcome = await writeDirectory(target, filesOf('new'), options).then(
        () => null,
        (error: unknown) => error,
      );
      const reached = faults.calls >= n;
      faults.failAt = Infinity;
      if (!reached) break;
      failed++;
      expect(outcome).toMatchObject({ code: 'E_DISK', exitCode: 4 });
      expect((outcome as Error).message).toContain('ENOSPC');
      await sweepTemporaries(parent);
      expect([before, 'new']).toContain(markOf(target));
      expect(readdirSync(parent).filter((name) => name !== 'run')).toEqual([]);
    }
    expect(failed).toBeGreaterThan(20);
    expect(markOf(target)).toBe('new');
  });
});

describe('sweeping', () => {
  const dead = spawnSync(process.execPath, ['-e', '0']).pid;

  test('removes what dead processes left, and nothing else', async () => {
    mkdirSync(join(parent, `.tmp-run-${dead}-0a`));
    mkdirSync(join(parent, `.tmp-run-${process.pid}-0b`));
    mkdirSync(join(parent, '.tmp-notes'));
    expect(await sweepTemporaries(parent)).toBe(1);
    expect(readdirSync(parent).toSorted()).toEqual(['.tmp-notes', `.tmp-run-${process.pid}-0b`]);
  });

  test('puts a run back that its replacement never replaced', async () => {
    await writeDirectory(join(parent, `.tmp-run-${dead}-0a.old`), filesOf('a'), plain);
    mkdirSync(join(parent, `.tmp-run-${dead}-0a`));
    await sweepTemporaries(parent);
    expect(readdirSync(parent)).toEqual(['run']);
    expect(markOf(join(parent, 'run'))).toBe('a');
  });

  test('a folder that is not there has nothing to sweep', async () => {
    expect(await sweepTemporaries(join(parent, 'none'))).toBe(0);
  });
});

describe('a process killed at any moment', () => {
  test('leaves a whole run or none, and the next one sweeps up', async () => {
    const script = fileURLToPath(new URL('./write-for-ever.ts', import.meta.url));
    const random = new Random('kill');
    const seen = new Set<string | null>();
    for (let round = 0; round < 20; round++) {
      await killed(script, parent, Math.floor(random.uniform() * 60));
      await sweepTemporaries(parent);
      expect(readdirSync(parent).filter((name) => name !== 'run')).toEqual([]);
      seen.add(markOf(join(parent, 'run')));
    }
    expect(seen.size).toBeGreaterThan(5);
  });
});

/** Starts the writer, waits until it has begun and `delay` ms more, kills it, waits for its end. */
async function killed(script: string, directory: string, delay: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve) => {
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay));
    child.once('exit', () => resolve());
  });
  expect(child.signalCode).toBe('SIGKILL');
}
