import type { Random } from '../../src/core/random.ts';

/*
 * What a corrupted or malicious file may hold where something else belongs.
 */

/** Numbers at which indices, thresholds and counts go wrong. */
const NUMBERS = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  -1,
  -2,
  1,
  1.5,
  5e-324,
  1e300,
  -1e300,
  2147483647,
  2147483648,
  4294967295,
  4294967296,
  9007199254740992,
] as const;

const TEXTS = [
  '',
  '0',
  'NaN',
  'present',
  'DEFER',
  'numeric',
  'categorical',
  'date',
  'regression',
  'classification',
  'espalier-tree/1',
  'espalier-tree/2',
  'espalier-forest/1',
  '__proto__',
  'constructor',
  'line\nbreak\u2028\u202e',
  '\ud800',
] as const;

/** Keys that documents have, and keys that they never should. */
export const KEYS = [
  'schema',
  'task',
  'nodes',
  'trees',
  'feature',
  'missingRight',
  'rest',
  'withheld',
  'weight',
  'deferred',
  'decision',
  'Feature',
  '__proto__',
  'constructor',
  'toString',
  'length',
  '0',
  '',
] as const;

export function hostileNumber(random: Random): number {
  return NUMBERS[random.below(NUMBERS.length)]!;
}

export function hostileText(random: Random): string {
  if (random.below(100) === 0) return '\u202e\u0007x'.repeat(30_000);
  return TEXTS[random.below(TEXTS.length)]!;
}

/** Any value at all; `undefined` stands for none. */
export function hostileValue(random: Random): unknown {
  const kinds = [
    () => hostileNumber(random),
    () => hostileText(random),
    () => null,
    () => undefined,
    () => random.below(2) === 0,
    () => [],
    () => ({}),
    () => [hostileText(random), hostileText(random)],
    () => ({ [hostileText(random)]: hostileNumber(random) }),
  ];
  return kinds[random.below(kinds.length)]!();
}

/** A token of JSON, or of what is nearly JSON. */
export function hostileToken(random: Random): string {
  const kinds = [
    () => String(hostileNumber(random)),
    () => ['1e999', '-1e999', '1e-999', '-0', '-0.0', '01', '+1', '.5', '0x1'][random.below(9)]!,
    () => JSON.stringify(hostileText(random)),
    () => ['null', 'true', 'false', 'undefined', '[]', '{}', '""', ''][random.below(8)]!,
    () => nested(random.below(50) === 0 ? 50_000 : 3, random),
  ];
  return kinds[random.below(kinds.length)]!();
}

function nested(depth: number, random: Random): string {
  return random.below(2) === 0
    ? '['.repeat(depth) + ']'.repeat(depth)
    : '{"nodes":'.repeat(depth) + '0' + '}'.repeat(depth);
}
