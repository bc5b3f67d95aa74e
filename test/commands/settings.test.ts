import { describe, expect, it } from 'vitest';
import type { DistillOptions } from '../../src/commands/options.ts';
import { recalledSettings, recordSettings } from '../../src/commands/settings-record.ts';
import { resolveSettings } from '../../src/commands/settings.ts';

const resolve = (options: Partial<DistillOptions> = {}): ReturnType<typeof resolveSettings> =>
  resolveSettings({ data: 'data/My Data.csv', target: 'y', ...options });

describe('settings', () => {
  it('have the defaults that the design states', () => {
    expect(resolve()).toMatchObject({
      name: 'my-data',
      out: 'reports',
      seed: 1,
      depth: 'auto',
      maxDepth: 8,
      role: 'decides',
      student: 'cart',
      teacher: { kind: 'forest' },
      trees: 200,
      minLeaf: 5,
      augment: 'blend',
      truthWeight: 0,
      split: { kind: 'random' },
      keepTeacher: true,
      keepRows: false,
    });
  });

  it('grow to the depth that is asked for and no deeper', () => {
    expect(resolve({ depth: 3 })).toMatchObject({ depth: 3, maxDepth: 3 });
    expect(resolve({ maxDepth: 5 })).toMatchObject({ depth: 'auto', maxDepth: 5 });
  });

  it('draw no rows for recorded answers, and fewer trees for ml-random-forest', () => {
    const recorded = resolve({ teacher: 'recorded:p good,p_bad', augment: 'blend' });
    expect(recorded.teacher).toEqual({ kind: 'recorded', columns: ['p good', 'p_bad'] });
    expect(recorded.augment).toBe('none');
    expect(resolve({ teacher: 'ml-random-forest' }).trees).toBe(50);
    expect(resolve({ teacher: 'ml-random-forest', trees: 7 }).trees).toBe(7);
  });

  it('name the file of a forest without its folder', () => {
    const settings = resolve({ teacher: 'ba-forest:some/where/forest:1.txt' });
    expect(settings.teacher).toEqual({ kind: 'ba-forest', file: 'some/where/forest:1.txt' });
    expect(recordSettings(settings)['teacher']).toBe('ba-forest:forest:1.txt');
    expect(() => resolve({ teacher: 'ba-forest:' })).toThrow('or ba-forest:<file>.');
  });

  it('take a function as the teacher', () => {
    const answer = (): number[] => [1];
    expect(resolve({ teacher: answer }).teacher).toEqual({ kind: 'function', answer });
  });

  it('take column types as an object or a map, whatever the names', () => {
    const types = new Map([['__proto__', 'categorical' as const]]);
    expect(resolve({ types }).types).toEqual(types);
    expect(resolve({ types: { ['constructor']: 'date' as const } }).types.get('constructor')).toBe(
      'date',
    );
  });

  it('treat an option that is undefined as left out', () => {
    expect(resolve({ seed: undefined, role: undefined })).toMatchObject({
      seed: 1,
      role: 'decides',
    });
  });

  it.each([
    ['depth', { depth: 0 }],
    ['depth', { depth: 13 }],
    ['depth', { depth: 2.5 }],
    ['maxDepth', { maxDepth: NaN }],
    ['seed', { seed: 1.5 }],
    ['trees', { trees: 0 }],
    ['minLeaf', { minLeaf: 0 }],
    ['truthWeight', { truthWeight: 1.1 }],
    ['tolerance', { tolerance: 0 }],
    ['name', { name: '../up' }],
    ['name', { name: 'Upper' }],
    ['name', { name: '' }],
    ['role', { role: 'judges' }],
    ['augment', { augment: 'smote' }],
    ['student', { student: 'forest' }],
    ['split', { split: { kind: 'time' } }],
    ['target', { target: '' }],
    ['an option', { colour: 'red' }],
  ])('refuse a wrong %s: %o', (name, options) => {
    const refused = (): unknown => resolve(options as Partial<DistillOptions>);
    expect(refused).toThrow(expect.objectContaining({ code: 'E_OPTION', exitCode: 2 }) as Error);
    expect(refused).toThrow(new RegExp(`^${name}[^\\n]*$`));
  });

  it.each(['forests', 'recorded:', 'recorded:,', ''])('refuse the teacher "%s"', (teacher) => {
    expect(() => resolve({ teacher })).toThrow(
      expect.objectContaining({ code: 'E_TEACHER', exitCode: 2 }) as Error,
    );
  });

  it.each([
    ['/some/where/Credit Data (2020).v2.parquet', 'credit-data-2020-v2'],
    ['___.csv', 'run'],
    ['données.csv', 'donn-es'],
    ['-x-.csv', 'x'],
    [`${'a'.repeat(100)}.csv`, 'a'.repeat(64)],
  ])('name the run of %s "%s"', (data, name) => {
    expect(resolve({ data }).name).toBe(name);
    expect(resolve({ data, name }).name).toBe(name);
  });

  it('are recorded without folders, functions and signals', () => {
    const settings = resolve({
      teacher: () => [],
      out: '/tmp/somewhere',
      signal: new AbortController().signal,
      onProgress: () => undefined,
      types: { a: 'date' },
    });
    const record = recordSettings(settings);
    expect(record).toMatchObject({ teacher: 'function', types: [{ column: 'a', type: 'date' }] });
    expect(JSON.stringify(record)).not.toContain('somewhere');
    expect(Object.keys(record)).not.toContain('data');
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(recordSettings(resolve({ teacher: 'recorded:a,b' }))['teacher']).toBe('recorded:a,b');
  });
});

it('are recalled from run.json as they were', () => {
  const data = 'data/My Data.csv';
  for (const options of [
    {},
    { depth: 4, search: 'greedy', maxRows: 5000, split: { kind: 'group', column: 'who' } },
    { types: { a: 'date', b: 'boolean' }, monotone: { a: '+' }, featureCost: { b: 0.1 } },
    { costs: { 'bad:good': 5 }, forbid: ['sex'], maxLeaves: 9, ignore: ['id'], defer: 0.9 },
    { teacher: 'recorded:p,q', tolerance: 2, truthWeight: 0.5 },
  ] as const satisfies readonly Partial<DistillOptions>[]) {
    const settings = resolve(options);
    const kept = JSON.parse(JSON.stringify(recordSettings(settings))) as Record<string, unknown>;
    expect(recalledSettings({ name: settings.name, configuration: kept }, data)).toEqual(settings);
  }
});
