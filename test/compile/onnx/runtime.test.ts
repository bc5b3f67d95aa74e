import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findOnnxRuntime } from '../../../src/commands/targets/onnx-runtime.ts';
import { layoutOf } from '../../../src/compile/flat.ts';
import { nextDown, nextUp } from '../../../src/core/doubles.ts';
import { FLOATS } from '../../../src/compile/numbers.ts';
import { compileOnnx, rowsOf } from '../../../src/compile/onnx/compile-onnx.ts';
import { encodeOnnx } from '../../../src/compile/onnx/encode.ts';
import { ensembleAttributes, type EnsembleTree } from '../../../src/compile/onnx/ensemble.ts';
import type { NumberTensor, OnnxModel, RowType } from '../../../src/compile/onnx/graph.ts';
import { interpret } from '../../../src/compile/onnx/interpret.ts';
import { Random } from '../../../src/core/random.ts';
import { contentFor } from '../content-for.ts';
import { creditModel } from '../models.ts';
import { EXTREME_THRESHOLDS } from '../random-model.ts';
import { vectorsFor } from './expected.ts';
import { describeWithRuntime, runOnnx } from './runtime.ts';

/** One ensemble as a whole model. */
function modelOf(trees: readonly EnsembleTree[], width: number, type: RowType): OnnxModel {
  return {
    irVersion: 8,
    producer: 'test',
    producerVersion: '',
    doc: '',
    opsets: new Map([
      ['', 13],
      ['ai.onnx.ml', 3],
    ]),
    metadata: new Map(),
    graph: {
      name: 'ensemble',
      inputs: [{ name: 'row', type, shape: ['N', width], doc: '' }],
      outputs: [{ name: 'answer', type: 'float32', shape: ['N', trees.length], doc: '' }],
      operations: [
        {
          op: 'TreeEnsembleRegressor',
          domain: 'ai.onnx.ml',
          inputs: ['row'],
          output: 'answer',
          attributes: ensembleAttributes(trees, type),
        },
      ],
      constants: new Map(),
    },
  };
}

/** What the interpreter and the runtime answer to the same rows. */
async function bothAnswers(trees: readonly EnsembleTree[], rows: NumberTensor) {
  const model = modelOf(trees, rows.shape[1]!, rows.type as RowType);
  const own = interpret(model, rows, 'answer') as NumberTensor;
  const [runtime] = await runOnnx(encodeOnnx(model), [rows]);
  return { own: own.data, runtime: runtime!['answer'] };
}

const zero: EnsembleTree = { mode: 'LEAF', weight: 0 };
const one: EnsembleTree = { mode: 'LEAF', weight: 1 };

/** Values on and beside a threshold, and all that is special. */
function around(value: number, type: RowType): number[] {
  const [up, down] =
    type === 'float32' ? [FLOATS.up(value), FLOATS.down(value)] : [nextUp(value), nextDown(value)];
  return [value, up, down, NaN, Infinity, -Infinity, 0, -0];
}

describeWithRuntime('onnxruntime', () => {
  test.each(['float64', 'float32'] as const)(
    'compares %s as the specification says',
    async (type) => {
      const thresholds = EXTREME_THRESHOLDS.filter(
        (value) => type === 'float64' || Math.abs(value) < 3e38 || value === Infinity,
      );
      for (const exact of thresholds) {
        const value = type === 'float32' ? Math.fround(exact) : exact;
        const data = around(value, type);
        const trees = (['BRANCH_LEQ', 'BRANCH_LT'] as const).flatMap((mode) =>
          [false, true].map((missingPasses): EnsembleTree => ({
            mode,
            column: 0,
            value,
            missingPasses,
            yes: one,
            no: zero,
          })),
        );
        const expected = data.flatMap((x) => {
          const isMissing = Number.isNaN(x);
          return [x <= value, isMissing || x <= value, x < value, isMissing || x < value].map(
            Number,
          );
        });
        const rows = { type, shape: [data.length, 1], data };
        expect(await bothAnswers(trees, rows), `${value}`).toEqual({
          own: expected,
          runtime: expected,
        });
        // Alone each tree has one mode, which runtimes run by another loop.
        for (const [t, tree] of trees.entries()) {
          const column = expected.filter((_, i) => i % 4 === t);
          expect(await bothAnswers([tree], rows)).toEqual({ own: column, runtime: column });
        }
      }
    },
  );

  test('answers as the interpreter does: any trees, any number of them and of rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(0xffffffff),
        fc.constantFrom(1, 2, 25, 130),
        fc.constantFrom(1, 3, 70, 1000),
        async (seed, count, n) => {
          const random = new Random(seed);
          const width = 1 + random.below(4);
          const trees = Array.from({ length: count }, () => randomTree(random, width, 0));
          const data = Array.from({ length: n * width }, () =>
            random.below(6) === 0 ? NaN : random.below(12) - 1,
          );
          const type = random.below(2) === 0 ? 'float64' : 'float32';
          const { own, runtime } = await bothAnswers(trees, { type, shape: [n, width], data });
          expect(runtime).toEqual(own);
        },
      ),
      { numRuns: 60, seed: 11, endOnFailure: true },
    );
  });

  test('proves a compiled model', async () => {
    const runtime = await findOnnxRuntime();
    for (const type of ['float64', 'float32'] as const) {
      const model = creditModel();
      const { equality } = await compileOnnx(contentFor(model), type, { runtime });
      expect(equality.ranBy).toMatch(/^onnxruntime \d+\.\d+\.\d+/);
      const rows = rowsOf(layoutOf(model), vectorsFor(model, type), type);
      expect(equality.vectors).toBe(rows.shape[0]);
      expect(equality.mutants.survived).toBe(0);
      expect(equality.mutants.caught).toBeGreaterThan(30);
    }
  });
});

function randomTree(random: Random, width: number, depth: number): EnsembleTree {
  if (depth > 5 || random.below(4) === 0) return { mode: 'LEAF', weight: random.below(2000) };
  return {
    mode: random.below(8) === 0 ? 'BRANCH_LT' : 'BRANCH_LEQ',
    column: random.below(width),
    value: random.below(10) - 0.5 * random.below(2),
    missingPasses: random.below(2) === 0,
    yes: randomTree(random, width, depth + 1),
    no: randomTree(random, width, depth + 1),
  };
}
