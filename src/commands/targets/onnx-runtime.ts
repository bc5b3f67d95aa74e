import type { OnnxRuntime } from '../../compile/onnx/compile-onnx.ts';

/** onnxruntime, where the package `onnxruntime-node` is installed and runs on this machine. */
export async function findOnnxRuntime(): Promise<OnnxRuntime | undefined> {
  const found = await import('onnxruntime-node').catch(() => null);
  if (found === null) return undefined;
  const { InferenceSession, Tensor, env } = found;
  return {
    name: `onnxruntime ${env.versions.node ?? ''}`,
    leaves: async (file, { type, shape, data }) => {
      const options = { logSeverityLevel: 3, intraOpNumThreads: 1 } as const;
      const session = await InferenceSession.create(file, options);
      const numbers = type === 'float32' ? Float32Array.from(data) : Float64Array.from(data);
      const row = new Tensor(type, numbers, [...shape]);
      const { leaf } = await session.run({ row });
      await session.release();
      return Array.from(leaf!.data as BigInt64Array, Number);
    },
  };
}
