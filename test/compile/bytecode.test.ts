import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ifsOf } from '../../src/compile/branches.ts';
import { contentOf } from '../../src/compile/content.ts';
import { lower } from '../../src/compile/lower.ts';
import { bytecodeOf, MOST_INLINED, MOST_OPTIMISED } from '../../src/compile/script/bytecode.ts';
import { planOf, type Plan } from '../../src/compile/script/plan.ts';
import { printModule } from '../../src/compile/script/print-module.ts';
import { Random } from '../../src/core/random.ts';
import type { Model } from '../../src/core/tree.ts';
import { evidenceFor, metaFor } from './content-for.ts';
import { randomModel } from './random-model.ts';

const run = promisify(execFile);

/** The estimate knows this version byte for byte, but for long lists; others count a little otherwise. */
const KNOWN_V8 = process.versions.v8.startsWith('11.3.');

/** Trees of 19 to 1,000 splits: few and many features, short and long lists of categories. */
const SIZES = [
  { nFeatures: 4, maxDepth: 5, growth: 0.9, maxCategories: 5 },
  { nFeatures: 10, maxDepth: 8, growth: 0.95, maxCategories: 6 },
  { nFeatures: 10, maxDepth: 9, growth: 0.98, maxCategories: 40 },
  { nFeatures: 30, maxDepth: 10, growth: 0.97, maxCategories: 10 },
  { nFeatures: 200, maxDepth: 9, growth: 0.97, maxCategories: 4 },
  { nFeatures: 60, maxDepth: 11, growth: 0.97, maxCategories: 3 },
];

const FUNCTIONS = ['leaf', 'leafAt', 'predictBatch'] as const;

interface Case {
  readonly splits: number;
  readonly text: string;
  readonly estimates: Readonly<Record<(typeof FUNCTIONS)[number], number>>;
}

function makeModel(size: (typeof SIZES)[number], seed: number): Model {
  const options = { ...size, task: 'classification', nClasses: 3, hostile: false } as const;
  return randomModel(new Random(`bytecode/${seed}`), options);
}

/** A module of branches whatever their size, and what is estimated of it. */
function makeCase(model: Model, shape: 'nested' | 'destructured'): Case {
  const branch = lower(model);
  const plan = planOf(model, branch);
  const { asked, layout } = plan;
  const access = shape === 'nested' ? 'buffer' : 'variable';
  const bytesOf = (name: (typeof FUNCTIONS)[number]): number =>
    bytecodeOf(branch, { name, access: name === 'leaf' ? 'object' : access, asked, layout });
  const functions: Plan['functions'] = {
    leaf: { name: 'leaf', shape: 'nested', bytecode: 0 },
    leafAt: { name: 'leafAt', shape, bytecode: 0 },
    predictBatch: { name: 'predictBatch', shape, bytecode: 0 },
  };
  const content = contentOf(model, evidenceFor(model), metaFor(model));
  return {
    splits: ifsOf(branch).length,
    text: printModule(content, { ...plan, functions }, 'js'),
    estimates: {
      leaf: bytesOf('leaf'),
      leafAt: bytesOf('leafAt'),
      predictBatch: bytesOf('predictBatch'),
    },
  };
}

const CALLS = `
const row = new Float64Array(1000);
leaf({});
leafAt(row, 0);
predictBatch(row, 1, new Int32Array(1));
`;

/** The bytes of one function in each module, as Node lists them. */
async function listed(folder: string, modules: number, name: string): Promise<number[]> {
  const files = Array.from({ length: modules }, (_, i) => `import './${i}.js';\n`);
  await writeFile(join(folder, 'all.js'), files.join(''));
  const flags = ['--print-bytecode', `--print-bytecode-filter=${name}`];
  const options = { cwd: folder, maxBuffer: 1e9 };
  const { stdout } = await run(process.execPath, [...flags, 'all.js'], options);
  const found = stdout.matchAll(/bytecode for function: (\S+) [^\n]*\nBytecode length: (\d+)/g);
  return Array.from(found, ([, found, bytes]) => (found === name ? Number(bytes) : NaN));
}

const cases = SIZES.flatMap((size, seed) => {
  const model = makeModel(size, seed);
  return [makeCase(model, 'nested'), makeCase(model, 'destructured')];
});

describe('the bytecode of a function', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'espalier-bytecode-'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [i, { text }] of cases.entries()) {
      await writeFile(join(folder, `${i}.js`), text + CALLS);
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is tried on small trees and on ones too large to be optimised', () => {
    const sizes = cases.flatMap(({ estimates }) => Object.values(estimates));
    expect(Math.min(...sizes)).toBeLessThan(MOST_INLINED);
    expect(Math.max(...sizes)).toBeGreaterThan(MOST_OPTIMISED);
    expect(cases.filter(({ splits }) => splits > 200).length).toBeGreaterThanOrEqual(6);
  });

  test.each(FUNCTIONS)('%s has as many bytes as are estimated', async (name) => {
    const bytes = await listed(folder, cases.length, name);
    expect(bytes).toHaveLength(cases.length);
    for (const [i, { splits, estimates }] of cases.entries()) {
      if (!KNOWN_V8 && splits <= 200) continue;
      const error = estimates[name] / bytes[i]! - 1;
      const where = `${splits} splits: ${estimates[name]} for ${bytes[i]}`;
      expect(error, where).toBeGreaterThan(KNOWN_V8 ? -0.001 : -0.1);
      expect(error, where).toBeLessThan(KNOWN_V8 ? 0.05 : 0.2);
    }
  });
});

test('V8 has the limits that shapes are chosen by', async () => {
  const { stdout } = await run(process.execPath, ['--v8-options']);
  const limit = (name: string): number =>
    Number(new RegExp(`--${name} \\([\\s\\S]*?default: (?:--${name}=)?(\\d+)`).exec(stdout)?.[1]);
  expect(limit('max-optimized-bytecode-size')).toBe(MOST_OPTIMISED);
  expect(limit('max-inlined-bytecode-size')).toBe(MOST_INLINED);
});
