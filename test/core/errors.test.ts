import { describe, expect, test } from 'vitest';
import { breathe, inputError, systemError, usageError } from '../../src/core/errors.ts';

test('each kind of refusal has its exit code and keeps its cause', () => {
  const cause = new Error('disk full');
  expect(usageError('E_OPTION', 'x')).toMatchObject({ code: 'E_OPTION', exitCode: 2 });
  expect(inputError('E_DATA', 'x', { cause })).toMatchObject({ exitCode: 3, cause });
  expect(systemError('E_DISK', 'x', { cause })).toMatchObject({ exitCode: 4, cause });
});

describe('breathe', () => {
  test('lets timers run during a long loop', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const start = performance.now();
    while (performance.now() - start < 120) await breathe(undefined);
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(2);
  });

  test('throws what the signal was aborted with', async () => {
    const controller = new AbortController();
    await expect(breathe(controller.signal)).resolves.toBeUndefined();
    controller.abort(new Error('stopped by hand'));
    await expect(breathe(controller.signal)).rejects.toThrow('stopped by hand');
  });
});
