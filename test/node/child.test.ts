import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { runChild, type ChildOptions } from '../../src/node/child.ts';

const LIMITS = { timeLimit: 30_000, mostOutput: 1_000_000 };

/** Runs a script in a Node of its own. */
function child(script: string, options: Partial<ChildOptions> = {}) {
  return runChild(process.execPath, ['-e', script], { ...LIMITS, ...options });
}

const FOREVER = 'setInterval(() => {}, 1000);';

describe('a program of this machine', () => {
  test('gets its input and gives its output, its errors and its exit code', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error("oh"); process.exitCode = 3;';
    const outcome = await child(script, { input: 'what it reads\n' });
    expect(outcome).toMatchObject({ exitCode: 3, errors: 'oh\n' });
    expect(outcome?.output.toString()).toBe('what it reads\n');
  });

  test('may leave its input unread', async () => {
    const outcome = await child('process.exit(0)', { input: 'x'.repeat(5_000_000) });
    expect(outcome).toMatchObject({ exitCode: 0 });
  });

  test('that is not there is no error', async () => {
    expect(await runChild('espalier-no-such-program', [], LIMITS)).toBeNull();
  });

  test('sees neither a shell nor variables that are none of its business', async () => {
    process.env['ESPALIER_SECRET'] = 'secret';
    const outcome = await child('console.log(JSON.stringify([process.env, process.argv]))');
    delete process.env['ESPALIER_SECRET'];
    const [env] = JSON.parse(String(outcome?.output)) as [Record<string, string>];
    expect(env['ESPALIER_SECRET']).toBeUndefined();
    expect(env['LC_ALL']).toBe('C');
    expect(env['PATH']).toBe(process.env['PATH']);
    const echoed = await runChild(process.execPath, ['-p', '"$HOME; echo x"'], LIMITS);
    expect(String(echoed?.output)).toBe('$HOME; echo x\n');
  });
});

describe('is stopped', () => {
  test('when it takes too long', async () => {
    await expect(child(FOREVER, { timeLimit: 300 })).rejects.toMatchObject({
      code: 'E_ENGINE',
      exitCode: 4,
      message: expect.stringContaining('was not done after 0.3 s'),
    });
  });

  test('when it prints too much', async () => {
    const script = 'setInterval(() => process.stdout.write("x".repeat(100_000)));';
    await expect(child(script, { mostOutput: 1_000_000 })).rejects.toMatchObject({
      code: 'E_ENGINE',
      message: expect.stringContaining('printed more than 1000000 bytes'),
    });
  });

  test('by a signal, before it starts and later', async () => {
    const early = AbortSignal.abort(new Error('stopped early'));
    await expect(child(FOREVER, { signal: early })).rejects.toThrow('stopped early');
    const controller = new AbortController();
    const running = child(FOREVER, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('stopped later')), 200);
    await expect(running).rejects.toThrow('stopped later');
  });

  test.skipIf(process.platform === 'win32')('with all that it has started', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'espalier-child-'));
    const ticks = async (): Promise<number> => (await stat(join(folder, 'ticks'))).size;
    const tick = 'setInterval(() => require("node:fs").appendFileSync("ticks", "."), 20);';
    const script = `
      require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(tick)}]);
      ${FOREVER}`;
    await expect(child(script, { folder, timeLimit: 3_000 })).rejects.toThrow('was not done');
    await wait(200);
    const before = await ticks();
    await wait(200);
    expect(before).toBeGreaterThan(0);
    expect(await ticks()).toBe(before);
    await rm(folder, { recursive: true });
  });
});
