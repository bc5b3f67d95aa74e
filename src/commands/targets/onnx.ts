import { layoutOf } from '../../compile/flat.ts';
import { compileOnnx } from '../../compile/onnx/compile-onnx.ts';
import { usageError } from '../../core/errors.ts';
import { findOnnxRuntime } from './onnx-runtime.ts';
import type { CompileTarget } from './target.ts';

/** `predict.onnx`: for rows of float64, or of float32 where that is asked for. */
export const compileToOnnx: CompileTarget = async (content, { numbers, signal }) => {
  if (numbers === 'int32') {
    throw usageError('E_NUMBERS', 'ONNX is written for float64 or float32 rows, not for int32.');
  }
  const runtime = await findOnnxRuntime();
  const { file, equality } = await compileOnnx(content, numbers, { runtime, signal });
  const width = layoutOf(content.model).features.length;
  return {
    name: numbers === 'float64' ? 'onnx' : 'onnx-float32',
    files: new Map([['predict.onnx', file]]),
    equality,
    notes: [
      `A batch of rows is a ${numbers} tensor of shape [N, ${width}]; its doc says what the columns and the codes of categories are, "espalier" in the metadata says it as JSON.`,
      ...(numbers === 'float32' ? [ROUNDED] : []),
    ],
  };
};

const ROUNDED =
  'It is exact for float32 rows. A double that is rounded to float32 may pass a threshold on the way.';
