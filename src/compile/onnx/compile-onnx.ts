import { breathe } from '../../core/errors.ts';
import type { TargetEquality } from '../../core/run.ts';
import type { Content } from '../content.ts';
import { FLOAT32, narrowed } from '../narrow.ts';
import { flatRow, layoutOf, type Layout } from '../flat.ts';
import { lower } from '../lower.ts';
import { DOUBLES, FLOATS } from '../numbers.ts';
import { proveCode, type Engine } from '../prove-code.ts';
import { probesOf, vectorsOf, type Vector } from '../vectors.ts';
import { answerTables } from './answers.ts';
import { buildOnnx } from './build.ts';
import { decodeOnnx } from './decode.ts';
import { encodeOnnx } from './encode.ts';
import type { NumberTensor, OnnxModel, RowType } from './graph.ts';
import { interpret } from './interpret.ts';
import { readOnnx } from './read-back.ts';

/** A runtime of ONNX: the number of the leaf of each row. */
export interface OnnxRuntime {
  /** Such as `onnxruntime 1.30.0`. */
  readonly name: string;
  readonly leaves: (file: Uint8Array, row: NumberTensor) => Promise<ArrayLike<number>>;
}

export interface OnnxOptions {
  /** The interpreter of this package where left out. */
  readonly runtime?: OnnxRuntime | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CompiledOnnx {
  readonly file: Uint8Array;
  readonly equality: TargetEquality;
}

/**
 * Writes a tree as an ONNX file for rows of one type, and proves what was written: reads the bytes
 * back, compares them with the tree, and runs them and planted faults on the boundary vectors.
 *
 * @throws EspalierError `E_NUMBERS` where float32 cannot tell what the tree tells apart, `E_ENCODING`
 * for a class whose name ONNX cannot hold; Error for any difference between file and tree.
 */
export async function compileOnnx(
  content: Content,
  type: RowType,
  { runtime = INTERPRETER, signal }: OnnxOptions = {},
): Promise<CompiledOnnx> {
  const own = type === 'float32' ? inFloat32(content) : content;
  const { model, branch, vectors, meta, plantFaults } = own;
  const layout = layoutOf(model);
  const answers = answerTables(own);
  const equality = await proveCode<OnnxModel>({
    model,
    branch,
    vectors,
    seed: meta.seed,
    plantFaults,
    rows: { numbers: type === 'float32' ? FLOATS : DOUBLES, coded: true },
    print: (other) => buildOnnx(own, other, type),
    reader: {
      name: 'the ONNX reader of espalier',
      read: async (program) => readOnnx(decodeOnnx(encodeOnnx(program)), { layout, type, answers }),
    },
    engine: engineOf(runtime, layout, type, signal),
  });
  return { file: encodeOnnx(buildOnnx(own, branch, type)), equality };
}

/** The same content for rows of float32. */
function inFloat32(content: Content): Content {
  const model = narrowed(content.model, FLOAT32);
  const probes = probesOf(model, FLOATS);
  return { ...content, model, branch: lower(model), probes, vectors: vectorsOf(model, probes) };
}

/** Runs ONNX where no runtime is at hand. */
const INTERPRETER: OnnxRuntime = {
  name: 'the ONNX interpreter of espalier',
  leaves: async (file, row) => (interpret(decodeOnnx(file), row, 'leaf') as NumberTensor).data,
};

function engineOf(
  runtime: OnnxRuntime,
  layout: Layout,
  type: RowType,
  signal: AbortSignal | undefined,
): Engine<OnnxModel> {
  return {
    name: runtime.name,
    run: async (programs, vectors) => {
      const row = rowsOf(layout, vectors, type);
      const leaves: ArrayLike<number>[] = [];
      for (const program of programs) {
        await breathe(signal);
        leaves.push(await runtime.leaves(encodeOnnx(program), row));
      }
      return leaves;
    },
  };
}

/** Vectors as one batch. */
export function rowsOf(layout: Layout, vectors: readonly Vector[], type: RowType): NumberTensor {
  const data = vectors.flatMap(({ row }) => Array.from(flatRow(layout, row)));
  return { type, shape: [vectors.length, layout.features.length], data };
}
