import type * as Onnx from 'onnxruntime-node';
import { describe } from 'vitest';
import type { NumberTensor } from '../../../src/compile/onnx/graph.ts';

/*
 * The real onnxruntime. It has no binary for every machine: where it cannot be loaded the tests that
 * need it are skipped, but never where everything is tested (`CI` is set).
 */

const runtime = await import('onnxruntime-node').catch((error: unknown) => {
  if ((process.env['CI'] ?? '') === '') return null;
  throw new Error('onnxruntime-node is needed to test ONNX files: run npm install.', {
    cause: error,
  });
});

/** Tests with the real runtime; skipped where it has no binary for this machine. */
export const describeWithRuntime = describe.skipIf(runtime === null);

/** A batch as the runtime answers it: a list an output, row-major. */
export type Outputs = Readonly<Record<string, readonly unknown[]>>;

/** Runs an ONNX file on batches of rows, one after the other. */
export async function runOnnx(
  file: Uint8Array,
  batches: readonly NumberTensor[],
): Promise<Outputs[]> {
  const { InferenceSession, Tensor } = runtime!;
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  const answers: Outputs[] = [];
  for (const { type, shape, data } of batches) {
    const numbers = type === 'float32' ? Float32Array.from(data) : Float64Array.from(data);
    const outputs = await session.run({ row: new Tensor(type, numbers, [...shape]) });
    answers.push(plain(outputs));
  }
  await session.release();
  return answers;
}

/** 64-bit whole numbers as plain ones, booleans as such. */
function plain(outputs: Onnx.InferenceSession.OnnxValueMapType): Outputs {
  const entries = Object.entries(outputs).map(([name, { type, data }]) => [
    name,
    Array.from(data as ArrayLike<unknown>, (value) => {
      if (type === 'int64') return Number(value);
      return type === 'bool' ? Boolean(value) : value;
    }),
  ]);
  return Object.fromEntries(entries) as Outputs;
}
