import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findOnnxRuntime } from '../../../src/commands/targets/onnx-runtime.ts';
import type { Content } from '../../../src/compile/content.ts';
import { FLOAT32, narrowed } from '../../../src/compile/narrow.ts';
import { layoutOf } from '../../../src/compile/flat.ts';
import { nextDown, nextUp } from '../../../src/core/doubles.ts';
import { FLOATS } from '../../../src/compile/numbers.ts';
import { compileOnnx, rowsOf } from '../../../src/compile/onnx/compile-onnx.ts';
import type { NumberTensor, RowType } from '../../../src/compile/onnx/graph.ts';
import { EspalierError } from '../../../src/core/errors.ts';
import { Random } from '../../../src/core/random.ts';
import { defers, leafIds, leafOf, type Model } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import { EXTREME_THRESHOLDS, randomModel } from '../random-model.ts';
import { expectedOutputs, soundClasses, vectorsFor } from './expected.ts';
import { describeWithRuntime, runOnnx } from './runtime.ts';

/** Random trees tried; `ESPALIER_TREES=2000 npx vitest run test/compile/onnx` tries more. */
const TREES = Number(process.env['ESPALIER_TREES'] ?? 40);
const ROWS = 200;

/** Rows of a type, and the leaves that the reference walker reaches with them. */
interface Batch {
  readonly rows: NumberTensor;
  readonly leaves: readonly number[];
}

function randomBatch(model: Model, type: RowType, random: Random): Batch {
  const { features } = layoutOf(model);
  const leaves = leafIds(model.tree);
  const rows = Array.from({ length: ROWS }, () =>
    features.map((feature) =>
      feature.kind === 'numeric'
        ? randomNumber(model, type, random)
        : randomCode(feature.categories.length, random),
    ),
  );
  return {
    rows: { type, shape: [ROWS, features.length], data: rows.flat() },
    leaves: rows.map((row) =>
      leaves.indexOf(
        leafOf(model.tree, (f) => {
          const value = row[f]!;
          return model.features[f]!.kind === 'categorical' && Number.isNaN(value) ? -1 : value;
        }),
      ),
    ),
  };
}

function randomNumber(model: Model, type: RowType, random: Random): number {
  const thresholds = [...model.tree.threshold, ...EXTREME_THRESHOLDS];
  const exact = thresholds[random.below(thresholds.length)]!;
  if (type === 'float64') {
    const values = [exact, nextUp(exact), nextDown(exact), random.normal() * 1e3, -Infinity, NaN];
    return values[random.below(values.length)]!;
  }
  const near = Math.fround(exact);
  const others = [near, FLOATS.up(near), FLOATS.down(near), -Infinity, NaN];
  return [...others, Math.fround(random.normal() * 1e3)][random.below(6)]!;
}

/** A code, or a missing value in either way. */
function randomCode(n: number, random: Random): number {
  const code = random.below(n + 2) - 1;
  return code === n ? NaN : code;
}

function vectorBatch(model: Model, type: RowType): Batch {
  const vectors = vectorsFor(model, type);
  return {
    rows: rowsOf(layoutOf(model), vectors, type),
    leaves: vectors.map(({ leaf }) => leaf),
  };
}

/** Answers of every output that are not what the leaf answers. */
async function compareOutputs(content: Content, file: Uint8Array, batches: readonly Batch[]) {
  const found = await runOnnx(
    file,
    batches.map(({ rows }) => rows),
  );
  expect(found).toEqual(batches.map(({ leaves }) => expectedOutputs(content, leaves)));
}

function isRefused(model: Model): boolean {
  try {
    narrowed(model, FLOAT32);
    return false;
  } catch (error) {
    if (error instanceof EspalierError && error.code === 'E_NUMBERS') return true;
    throw error;
  }
}

describeWithRuntime('any tree', () => {
  test(
    `is answered by onnxruntime as by the walker (${TREES} trees)`,
    { timeout: 3_600_000 },
    async () => {
      const seen = { float64: 0, float32: 0, refused: 0, deferring: 0, caught: 0 };
      await fc.assert(
        fc.asyncProperty(fc.nat(0xffffffff), async (seed) => {
          const random = new Random(seed);
          const model = soundClasses(randomModel(random));
          const content = contentFor(model);
          for (const type of ['float64', 'float32'] as const) {
            if (type === 'float32' && isRefused(model)) {
              seen.refused++;
              await expect(compileOnnx(content, type)).rejects.toMatchObject({ code: 'E_NUMBERS' });
              continue;
            }
            const { file, equality } = await compileOnnx(content, type);
            await compareOutputs(content, file, [
              vectorBatch(model, type),
              randomBatch(model, type, random),
            ]);
            expect(equality.mutants.survived).toBe(0);
            seen[type]++;
          }
          if (defers(model.tree)) seen.deferring++;
        }),
        { numRuns: TREES, seed: 20261126, endOnFailure: true },
      );
      expect(seen.float64).toBe(TREES);
      expect(seen.float32).toBeGreaterThan(TREES / 2);
      expect(seen.refused + seen.float32).toBe(TREES);
      expect(seen.deferring).toBeGreaterThan(TREES / 20);
    },
  );

  test('planted faults are caught by onnxruntime as well', { timeout: 3_600_000 }, async () => {
    const runtime = await findOnnxRuntime();
    let caught = 0;
    for (let seed = 0; seed < TREES / 5; seed++) {
      const model = soundClasses(randomModel(new Random(seed)));
      for (const type of ['float64', 'float32'] as const) {
        if (type === 'float32' && isRefused(model)) continue;
        const { equality } = await compileOnnx(contentFor(model), type, { runtime });
        const own = await compileOnnx(contentFor(model), type);
        expect(equality.mutants).toEqual(own.equality.mutants);
        caught += equality.mutants.caught;
      }
    }
    expect(caught).toBeGreaterThan(TREES / 2);
  });
});

test('hostile names never run', () => {
  expect(globalThis).not.toHaveProperty('__pwn');
});
